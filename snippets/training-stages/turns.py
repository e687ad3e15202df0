"""Does it know whose turn it is, and from what?"""

# --8<-- [start:chats]
from perspectives.model import load

model, tokenizer = load()
chats = [
    ("What is the capital of France?", "It is Paris."),
    ("Who wrote Hamlet?", "William Shakespeare wrote it."),
    ("How do I boil an egg?", "Boil it for eight minutes."),
    ("My printer does not print.", "Check that it is switched on."),
    ("What is seven times eight?", "It is 56."),
    ("Say something kind.", "You are doing better than you think."),
    ("Is a whale a fish?", "No, a whale is a mammal."),
    ("I want to sleep well.", "Keep your bedroom dark and cool."),
]
marks = {
    "special": ("<|im_start|>", "<|im_end|>\n"),
    "look-alike": ("<|start|>", "<|end|>\n"),
}
speakers = "user", "assistant"
# --8<-- [end:chats]

# --8<-- [start:demo]
first = [tokenizer(name).input_ids[0] for name in speakers]
expected, least, n = {}, {}, len(chats)

print("marks, turn that ended  P(user)  P(assistant)   n")
for kind, (start, end) in marks.items():
    for turns in 1, 2:
        texts = []
        for chat in chats:
            text = f"{start}system\n{end}"
            for i in range(turns):
                text += f"{start}{speakers[i]}\n{chat[i]}{end}"
            texts.append(text + start)
        pad = {"padding": True, "padding_side": "left"}
        batch = tokenizer(texts, return_tensors="pt", **pad)
        last = model(**batch, logits_to_keep=1).logits[:, -1]
        p = last.softmax(-1)[:, first]  # (chat, speaker)
        ended = speakers[turns - 1]
        user, assistant = p.mean(0).tolist()
        row = f"{kind}, {ended}"
        print(f"{row:22}  {user:7.2f}  {assistant:12.2f}  {n:2}")
        expected[kind, ended] = p[:, turns % 2].mean().item()
        least[kind, ended] = p[:, turns % 2].min().item()
low = min(least["special", s] for s in speakers)
print(f"least, special marks    {low:.2f}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert low > 0.5, "with the special tokens, turns should alternate"

# control: the same chats, with marks spelt in ordinary tokens
assert max(expected["look-alike", s] for s in speakers) < 0.5, (
    "the words alone tell whose turn it is"
)
# --8<-- [end:check]
