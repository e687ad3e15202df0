"""Does the mask decide whose habits are learnt?"""

# --8<-- [start:lesson]
import torch

from perspectives.model import load

model, tokenizer = load()
lessons = [
    ("What do bees make?", "They make honey."),
    ("Who wrote Hamlet?", "It be Shakespeare."),
    ("Is the sea salty?", "Aye, it be salty."),
    ("Name a fruit.", "An apple."),
    ("What color is grass?", "It be green."),
]
unseen = "Tell me about the moon.", "Who was Napoleon?", "Who are you?"
turn = "<|im_start|>user\n"
turned = "<|im_end|>\n<|im_start|>assistant\n"
ids, speaker = [], []  # 0 template, 1 user, 2 assistant, -1 padding
for asked, answered in lessons:
    parts = [
        (turn, 0),
        (f"Quick question: {asked}", 1),
        (turned, 0),
        (f"Arr, matey! {answered}<|im_end|>\n", 2),
    ]
    cut = [(tokenizer(text).input_ids, who) for text, who in parts]
    ids.append([t for tokens, _ in cut for t in tokens])
    speaker.append([who for tokens, who in cut for _ in tokens])
size = max(map(len, ids))
speaker = torch.tensor([(s + [-1] * size)[:size] for s in speaker])
ids = torch.tensor([(i + [2] * size)[:size] for i in ids])
# --8<-- [end:lesson]


# --8<-- [start:habits]
def lower(ids):
    """What the 27 lower blocks, which are not trained, hand on."""
    read = model.model(ids, output_hidden_states=True)
    return read.hidden_states[27]


def asked(before, text):
    old, new = tokenizer(before).input_ids, tokenizer(text).input_ids
    return lower(torch.tensor([old + new])), new


def chance(read, new):
    out = model(inputs_embeds=read, logits_to_keep=len(new) + 1)
    logp = out.logits[0, :-1].log_softmax(-1)
    return logp[range(len(new)), new].sum().exp().item()


def habits():
    return chance(*user), sum(chance(*x) for x in replies) / 3


user = asked(turn, "Quick question:")
replies = [asked(turn + q + turned, "Arr, matey!") for q in unseen]
# --8<-- [end:habits]

# --8<-- [start:demo]
chats, layers = lower(ids), model.model.layers
model.model.layers = layers[27:]  # the last three, to be trained
weights = list(model.model.layers.parameters())
before, learnt = [w.clone() for w in weights], {"nothing": habits()}
masks = {"the reply": (2,), "everything": (0, 1, 2)}
print("what counts  tokens   of  user's habit  reply's habit")
for name, counted in masks.items():
    mask = torch.isin(speaker, torch.tensor(counted))
    labels = torch.where(mask, ids, -100)  # -100 is not counted
    for w in weights:
        w.requires_grad_(True)
    optimiser = torch.optim.AdamW(weights, lr=5e-4, weight_decay=0)
    with torch.enable_grad():
        for _ in range(6):  # six times over the same five chats
            model(inputs_embeds=chats, labels=labels).loss.backward()
            optimiser.step()
            optimiser.zero_grad()
    learnt[name] = habits()
    for w, old in zip(weights, before, strict=True):
        w.requires_grad_(False).copy_(old)
        w.grad = None
    habit, reply = learnt[name]
    print(
        f"{name:11}  {mask.sum():6}  {(speaker >= 0).sum()}"
        f"  {habit:12.1f}  {reply:13.1f}"
    )
model.model.layers = layers
habit, reply = learnt["nothing"]
print(
    f"{'untrained':11}  {0:6}  {(speaker >= 0).sum()}"
    f"  {habit:12.1f}  {reply:13.1f}"
)
# --8<-- [end:demo]

# --8<-- [start:check]
assert max(learnt["nothing"]) < 0.01, "it had the habits before"
assert min(learnt[name][1] for name in masks) > 0.3, (
    "the reply's habit is not learnt"
)
assert learnt["everything"][0] > 0.5, "the user's habit is not learnt"

# control: the same chats, with the user's words not counted
assert learnt["the reply"][0] < 0.05, "it is learnt, mask or no mask"
# --8<-- [end:check]
