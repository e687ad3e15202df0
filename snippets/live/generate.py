"""How does the model go on, one token at a time?"""

# --8<-- [start:draw]
import torch

from perspectives.measure import chat
from perspectives.model import load


def draw(logits, temperature, top_k, top_p, point):
    """The token in whose stretch of 0 to 1 the point falls."""
    if not temperature:
        return logits.argmax().item()
    share = (logits.double() / temperature).softmax(-1)
    share, order = share.sort(descending=True, stable=True)
    share = share[: top_k or None]
    share = share[share.cumsum(0) - share < top_p * share.sum()]
    edges = share.cumsum(0) / share.sum()
    return order[int((edges <= point).sum())].item()


# --8<-- [end:draw]

# --8<-- [start:demo]
prompt = chat("What should we do with the gold?", "You are a pirate.")
temperature, top_k, top_p, seed, limit = 0.8, 0, 0.95, 1, 30

model, tokenizer = load()
ids = tokenizer(prompt).input_ids
start = len(ids)
while len(ids) < start + limit:
    seed = (1664525 * seed + 1013904223) % 2**32
    logits = model(torch.tensor([ids])).logits[0, -1]
    token = draw(logits, temperature, top_k, top_p, seed / 2**32)
    if token == tokenizer.eos_token_id:
        break
    ids.append(token)
print(tokenizer.decode(ids[start:]))
# --8<-- [end:demo]

# --8<-- [start:data]
from perspectives.measure import DATA, greedy
from perspectives.output import keep

# what pages show at first: with the likeliest token each time
lines = (DATA / "live" / "generate.txt").read_text().splitlines()
rows, asked = [], []
for name, text in (line.split(": ", 1) for line in lines):
    system, mark, message = text.rpartition("// ")
    system = system.strip() or None
    asked.append(chat(message, system) if mark else message)
    row = {"name": name, "prompt": message, "chat": bool(mark)}
    rows.append(row | {"system": system})
said = greedy(asked, 40)
keep([row | {"text": text} for row, text in zip(rows, said)])
# --8<-- [end:data]

# --8<-- [start:check]
likely = torch.tensor([2.0, 1.0, 0.0, -1.0])
points = torch.linspace(0, 0.9999, 5000)


def drawn(temperature, top_k, top_p):
    """Of each token, how often evenly spread points fall on it."""
    found = [draw(likely, temperature, top_k, top_p, x) for x in points]
    return torch.tensor(found).bincount(minlength=4) / 5000


for heat in (0.5, 1.0, 2.0):
    off = drawn(heat, 0, 1.0) - (likely / heat).softmax(-1)
    assert off.abs().max() < 0.001, "not by share"
# controls: what each limit leaves out, alone and together
left = [
    (drawn(*x) > 0).sum() for x in ((1, 2, 1), (1, 0, 0.9), (0, 0, 1))
]
assert left == [2, 3, 1], "a limit leaves others in"
assert (drawn(1, 2, 0.7) > 0).sum() == 1, "top-p counts what top-k left"
assert seed != 1, "each token is drawn with the same number"
# --8<-- [end:check]
