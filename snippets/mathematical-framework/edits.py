"""Can a layer be left out, or change places?"""

# --8<-- [start:materials]
from math import log

import torch

from perspectives.inside import blocks, read
from perspectives.measure import DATA, student, table
from perspectives.model import load

model, tokenizer = load()  # the code names its list of layers
ids = tokenizer((DATA / "prose.txt").read_text()).input_ids[:96]
ids = torch.tensor(ids).view(4, 24)
layers = blocks()
parts = [x for b in layers for x in (b.self_attn, b.mlp, b)]
with read(model.get_input_embeddings()) as first, read(*parts) as seen:
    model.model(ids, use_cache=False)
stream = torch.stack([*first, *seen[2::3]])  # (31, 4, 24, 576)
long = stream[1:].norm(dim=-1)
wrote = {"attention": seen[::3], "MLP": seen[1::3]}
for name, each in wrote.items():  # against the length of the stream
    share = torch.stack(each).norm(dim=-1) / long
    wrote[name] = share[:, :, 1:].flatten(1).median(1).values
# --8<-- [end:materials]


# --8<-- [start:demo]
def loss(x, those):
    """Bits a token of each text, if those blocks read this stream."""
    model.model.layers = torch.nn.ModuleList(those)
    scores = model(inputs_embeds=x, use_cache=False).logits[:, :-1]
    model.model.layers = layers
    found = scores.gather(-1, ids[:, 1:, None])[..., 0]
    return (scores.logsumexp(-1) - found).mean(1) / log(2)


whole = loss(stream[0], layers)
out = [loss(stream[i], layers[i + 1 :]) - whole for i in range(30)]
swap = {}
for i in (0, 11, 13, 17, 21, 28):
    turned = [layers[i + 1], layers[i], *layers[i + 2 :]]
    swap[i] = loss(stream[i], turned) - whole
# --8<-- [end:demo]

# --8<-- [start:table]
mean = [x.mean().item() for x in out]
print(f"bits a token, whole  {whole.mean():.1f}\ntexts  {len(ids)}")
shown = [0, 1, 2, 10, 11, 13, 17, 21, 28, 29]
columns = {
    "block": shown,
    "left out": [f"{mean[i]:z.1f}" for i in shown],
}
columns["95 % interval"] = [student(out[i]) for i in shown]
moved = [f"{swap[i].mean():z.1f}" if i in swap else "-" for i in shown]
columns["swapped with next"] = moved
columns |= {k: [f"{x[i]:.2f}" for i in shown] for k, x in wrote.items()}
table(columns, 1)
worst = max(mean[12:24])
print(f"most of blocks 12 to 23  {worst:.1f}")
low, high = student(out[mean.index(worst)])
print(f"which block  {mean.index(worst)}")
print(f"the most, 95 %  {low:.2f} to {high:.2f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, (top, low) = axes(270, nrows=2, sharex=True)
for name, mark in ("attention", "o"), ("MLP", "s"):
    top.plot(wrote[name], mark, color=MODEL, ms=4)
top.set(ylabel="length", ylim=(0, 1.1))
low.bar(range(30), mean, color=MODEL)
at = [i + 0.5 for i in swap]
low.plot(at, [x.mean() for x in swap.values()], "x", color=INK)
low.set(xlabel="block", ylabel="bits lost")
said = ", ".join(f"{i} {mean[i]:.1f}" for i in (0, 1, 2, 11, 28, 29))
show(
    fig,
    f"Bits lost without a block: {said}; 12 to 23, at most {worst:.1f}",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert worst < 1, "a middle block is needed"
swaps = [swap[i].mean() for i in (13, 17, 21)]
assert max(swaps) < 1, "the order of the middle blocks matters"
# control: the same edit at the ends must be seen to hurt
ends = [swap[0].mean(), swap[28].mean(), mean[0], mean[29]]
assert min(ends) > 1.7, "the loss does not notice an edit"
# --8<-- [end:check]
