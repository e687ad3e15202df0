"""Can a layer be left out, or change places?"""

# --8<-- [start:loop]
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
text = Path(__file__).parents[1] / "data" / "prose.txt"
ids = torch.tensor(tokenizer(text.read_text()).input_ids[:72])
ids = ids.view(3, 24)
blocks = list(model.model.layers)
where = torch.arange(24)[None]
mask = torch.full((24, 24), -torch.inf).triu(1)[None, None]
start = model.get_input_embeddings()(ids)
turns = model.model.rotary_emb(start, where)


def edit(x, block):
    return block(x, attention_mask=mask, position_embeddings=turns)


def loss(x):
    """Nats a token, for each of the 3 pieces."""
    pairs = zip(model.lm_head(model.model.norm(x)), ids, strict=True)
    return torch.stack([cross_entropy(y[:-1], i[1:]) for y, i in pairs])


# --8<-- [end:loop]

# --8<-- [start:demo]
rows, stream = start, []  # the last three rows: nothing left out
for block in blocks:
    stream.append(rows[-3:])
    rows = torch.cat([rows[-3:], edit(rows, block)])  # it, left out
*skip, base = (loss(x) for x in rows.split(3))
skip = [s - base for s in skip[::-1]]
swap = {}
for i in 0, 11, 13, 17, 21, 28:
    x = stream[i]
    for block in blocks[i + 1], blocks[i], *blocks[i + 2 :]:
        x = edit(x, block)
    swap[i] = loss(x) - base
middle = range(12, 24)
print(f"nats a token, whole  {base.mean():.1f}")
print("block  left out  range         swapped with next")
for i in sorted({*swap, 1, 2, 29}):
    spread = skip[i].mean(), skip[i].min(), skip[i].max()
    mean, low, high = (round(v.item(), 1) + 0.0 for v in spread)
    after = "not tried"
    if i in swap:
        after = round(swap[i].mean().item(), 1) + 0.0  # no "-0.0"
    print(f"{i:5}  {mean:8}  {low} to {high}".ljust(30) + f"{after}")
means = [s.mean().item() for s in skip]
worst = max(means[i] for i in middle)
print(f"most of blocks 12 to 23  {worst:.1f}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(240)
ax.vlines(
    range(30),
    [s.min().item() for s in skip],
    [s.max().item() for s in skip],
    color=MODEL,
    linewidth=1,
)
ax.plot(range(30), means, "o", color=MODEL)
pairs = [i + 0.5 for i in swap], [s.mean() for s in swap.values()]
ax.plot(*pairs, "x", color=MODEL)
ax.set(xlabel="block", ylabel="nats added per token", ylim=(-0.2, 9.6))
ax.text(1.2, 8.4, "● left out   × swapped with the next", color=SOFT)
said = ", ".join(f"{i} {means[i]:.1f}" for i in (0, 1, 2, 11, 28, 29))
show(
    fig,
    f"Loss added by leaving a block out: {said}; blocks 12 to 23 "
    f"at most {worst:.1f}. Swaps of neighbours cost much at both ends",
)
# --8<-- [end:figure]

# --8<-- [start:check]
whole = model(ids, labels=ids, use_cache=False).loss
assert (base.mean() - whole).abs() < 1e-3, "our loop is not the model"
assert max(means[i] for i in middle) < 0.7, "a middle block is needed"
swaps = [swap[i].mean() for i in swap if i in middle]
assert max(swaps) < 0.7, "the order of the middle blocks matters"

# control: the same edit at the ends must be seen to hurt
assert means[0] > 3 and swap[0].mean() > 3 and swap[28].mean() > 1.2, (
    "the loss does not notice an edit"
)
# --8<-- [end:check]
