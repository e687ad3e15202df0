"""Is a reply anything but a loop around the next token?"""

# --8<-- [start:model]
import torch

from perspectives.measure import chat, table
from perspectives.model import load

model, tokenizer = load()
# --8<-- [end:model]


# --8<-- [start:demo]
def loop(text, steps=25):
    """Append the likeliest token, again and again."""
    for _ in range(steps):
        logits = model(text).logits[:, -1]  # all of it, afresh
        text = torch.cat([text, logits.argmax(-1)[None]], dim=1)
        if text[0, -1] == tokenizer.eos_token_id:
            break
    return text


# --8<-- [end:demo]

# --8<-- [start:table]
prompts = {
    "sentence": "The capital of France is",
    "story": "Once upon a time there was",
    "chat": chat("What is the capital of France?"),
}
rows, texts = [], []
for name, text in prompts.items():
    start = tokenizer(text, return_tensors="pt").input_ids
    theirs = model.generate(start, max_new_tokens=25, do_sample=False)
    ours, new = loop(start), theirs.shape[1] - start.shape[1]
    same = (ours == theirs)[0, -new:].sum().item()
    scores = model(ours[:, :-1]).logits[0, -new:]
    first, second = scores.topk(2).values.T
    rows.append((name, new, same, (first - second).min().item()))
    texts.append((start, theirs))
names = "prompt", "new tokens", "of them the same", "smallest lead"
table(dict(zip(names, zip(*rows))))
reply = tokenizer.decode(ours[0, -new:])
print("chat reply ", reply)
# --8<-- [end:table]

# --8<-- [start:check]
assert all(same == new for _, new, same, _ in rows), "not the same"
assert "Paris" in reply, "not an answer"

# control: another token comes first, and what follows it is compared
for start, theirs in texts:
    second = model(start).logits[0, -1].topk(2).indices[None, 1:]
    other = loop(torch.cat([start, second], dim=1), steps=5)
    after = slice(start.shape[1] + 1, other.shape[1])
    assert not torch.equal(other[:, after], theirs[:, after]), (
        "another first token changes nothing after it"
    )
# --8<-- [end:check]
