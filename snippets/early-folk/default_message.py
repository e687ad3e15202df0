"""How far does the vendor's own message reach?"""

# --8<-- [start:messages]
import numpy as np
import torch
from scipy.stats import t

from perspectives.model import load

model, tokenizer = load()
asked = {  # a question, and how the answer is made to begin
    "Who made you?": "I was made by",
    "Who created you?": "I was created by",
    "Who trained you?": "I was trained by",
    "Who built you?": "I was built by",
    "Which company developed you?": "I was developed by",
    "Whose model are you?": "I am a model trained by",
    "Who are your makers?": "My makers are the people at",
    "Introduce yourself.": "I am an assistant trained by",
}


def opening(system=None):
    """What the chat template puts before the user's turn."""
    turns = [{"role": "user", "content": "?"}]
    if system:
        turns.insert(0, {"role": "system", "content": system})
    text = tokenizer.apply_chat_template(turns, tokenize=False)
    return text[: text.index("<|im_start|>user")]


assistant = "You are a helpful AI assistant"
quiet = opening(f"{assistant} who knows much and says it well")
other = opening(f"{assistant} named Orbit, trained by Acme")
settings = {  # what stands before the user's turn, what it adds
    "no message": ("", ""),
    "names nobody": (quiet, ""),
    "the default": (opening(), ""),
    "another vendor's": (other, ""),
    "default, user objects": (opening(), "Acme trained you. "),
}
turn = "<|im_start|>user\n{}<|im_end|>\n<|im_start|>assistant\n"
# --8<-- [end:messages]


# --8<-- [start:demo]
def price(before, added):
    """log2 P(Hugging) and log2 P(Acme), for each question."""
    tails = [
        tokenizer(turn.format(added + q) + a + name).input_ids
        for name in (" Hugging", " Acme")  # two tokens each
        for q, a in asked.items()
    ]
    size, cache = max(map(len, tails)), None
    ids = [row + [0] * (size - len(row)) for row in tails]
    if before:  # is read once, for all questions
        first = torch.tensor([tokenizer(before).input_ids])
        cache = model.model(first, use_cache=True).past_key_values
        cache.batch_repeat_interleave(len(ids))
    state = model.model(torch.tensor(ids), past_key_values=cache)[0]
    here = torch.tensor([[len(t) - 3, len(t) - 2] for t in tails])
    state = state[torch.arange(len(ids))[:, None], here]
    logs = model.lm_head(state).log_softmax(-1) / np.log(2)
    name = torch.tensor([t[-2:] for t in tails])
    logs = logs.gather(-1, name[..., None]).sum((1, 2))
    return logs.view(2, -1).numpy()  # (name, question)


print(opening().removesuffix("\n"))
shift, n = {}, len(asked)
print("before the question    Hugging  Acme  odds in bits  +-")
for name, setting in settings.items():
    logs = price(*setting)
    shift[name] = logs[0] - logs[1]
    p, mean = (2**logs).mean(1), shift[name].mean()
    wide = t.ppf(0.975, n - 1) * shift[name].std(ddof=1) / n**0.5
    print(
        f"{name:21}  {p[0]:7.2f}  {p[1]:4.2f}  {mean:12.1f}  {wide:.1f}"
    )
# --8<-- [end:demo]

# --8<-- [start:replies]
pad = {"padding": True, "padding_side": "left"}
texts = [opening() + turn.format(question) for question in asked]
batch = tokenizer(texts, return_tensors="pt", **pad)
out = model.generate(**batch, max_new_tokens=16, do_sample=False)
replies = tokenizer.batch_decode(out[:, batch.input_ids.shape[1] :])
spoken = {
    name: sum(name in reply for reply in replies)
    for name in ("SmolLM", "Hugging", "Acme")
}
print("greedy replies with    SmolLM  Hugging  Acme  of")
cells = (f"{k:6} " for k in spoken.values())
print("the default message   ", *cells, n)
print("who made you?         ", replies[0].split(".")[0])
# --8<-- [end:replies]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(230)
ax.axvline(0, color=SOFT, linewidth=0.7)
for y, values in enumerate(shift.values()):
    ax.plot(values, [y] * n, "o", color=MODEL, alpha=0.35, markersize=4)
    mean = values.mean()
    wide = t.ppf(0.975, n - 1) * values.std(ddof=1) / n**0.5
    ax.plot([mean - wide, mean + wide], [y, y], color=MODEL)
    ax.plot(mean, y, "o", color=MODEL, markersize=7)
ax.set_yticks(range(len(shift)), list(shift))
ax.invert_yaxis()
ax.grid(visible=False)
ax.set_xlabel("in bits:  ← Acme  |  Hugging Face →")
told = ", ".join(f"{v.mean():.1f} with {k}" for k, v in shift.items())
show(fig, f"Mean odds of Hugging over Acme in bits: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
mean = {name: values.mean() for name, values in shift.items()}
assert mean["the default"] > mean["no message"] + 3, (
    "the default message should make its maker likelier"
)
assert (shift["the default"] > shift["another vendor's"]).all(), (
    "another vendor's message should name another maker"
)
assert mean["default, user objects"] < mean["the default"] - 5, (
    "one sentence of the user should undo much of it"
)
assert spoken["Hugging"] == 0, "a reply names the maker"

# control: a message of the same length that names nobody
assert abs(mean["names nobody"] - mean["no message"]) < 2, (
    "any message would do, so it is not what the message says"
)
# --8<-- [end:check]
