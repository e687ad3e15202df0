"""Which layers speak for the answer?"""

# --8<-- [start:materials]
from math import log

import torch

from perspectives.inside import blocks, read
from perspectives.measure import DATA, first_tokens, student, table
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
rows = (DATA / "capitals.txt").read_text().splitlines()
lands, towns = zip(*(row.split() for row in rows), strict=True)
ids = [tokenizer(f"The capital of {x} is").input_ids for x in lands]
right = first_tokens(f" {town}" for town in towns)
wrong = right.roll(-1)  # the capital of the next country
# --8<-- [end:materials]

# --8<-- [start:demo]
layers = [x for b in blocks() for x in (b.self_attn, b.mlp)]
with read(model.get_input_embeddings(), *layers) as seen:
    logits = model(torch.tensor(ids)).logits[:, -1]
written = torch.stack([x[:, -1] for x in seen])  # (61, 12, 576)
last = written.sum(0)
size = (last.square().mean(-1, keepdim=True) + 1e-5).sqrt()


def shares(first, second):
    """What each of the 61 terms adds to the lead of the first."""
    apart = model.lm_head.weight[first] - model.lm_head.weight[second]
    wanted = apart * model.model.norm.weight / size  # the size is held
    return (written * wanted).sum(-1) / log(2)  # in bits


# --8<-- [end:demo]

# --8<-- [start:table]
share, control = shares(right, wrong), shares(wrong, wrong.roll(-1))
score = [logits.gather(1, i[:, None])[:, 0] for i in (right, wrong)]
groups = {
    "attention 0-22": share[1:46:2],
    "attention 23": share[47:48],
    "attention 24-29": share[49::2],
    "MLPs 0-22": share[2:47:2],
    "MLPs 23-29": share[48::2],
    "all": share,
    "attention 23, other towns": control[47:48],
}
sums = {name: part.sum(0) for name, part in groups.items()}
sums["lead, measured"] = lead = (score[0] - score[1]) / log(2)
columns = {"written by": list(sums)}
columns["mean"] = [x.mean().item() for x in sums.values()]
spans = [student(x) for x in sums.values()]
columns["95 % interval"] = [f"{a:z.1f} to {b:z.1f}" for a, b in spans]
table(columns, 1)
gap = (sums["all"] - lead).abs().max().item()
print(f"largest gap between sum and lead, bits  {gap:.2f}")
print(f"attention 23 is the largest  {(share.argmax(0) == 47).sum()}")
print(f"countries  {len(lands)}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, (top, low) = axes(230, nrows=2, sharex=True, sharey=True)
for ax, name, i in (top, "attention", 1), (low, "MLP", 2):
    ax.bar(range(30), share[i::2].mean(1), color=MODEL)
    ax.plot(range(30), control[i::2].mean(1), ".", color=INK, ms=4)
    ax.set_ylabel(f"{name}, bits")
low.set_xlabel("block")
mean = dict(zip(sums, columns["mean"], strict=True))
said = ", ".join(f"{name} {x:.1f}" for name, x in mean.items())
show(fig, f"Bits for the right capital: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert gap < 0.01, "something else is written to the stream"
assert mean["attention 23"] > 3, "no single layer stands out"
assert mean["MLPs 23-29"] > 2, "MLPs have no part in the answer"
# controls: a term left out; two capitals that were not asked for
rest = [share.sum(0) - share[i] - lead for i in (47, 48, 60)]
assert min(x.abs().max() for x in rest) > 0.1, "no term is missed"
other = mean["attention 23, other towns"]
assert abs(other) < mean["attention 23"] / 3, "it names any capital"
# --8<-- [end:check]
