"""Do the heads that find the word also write it?"""

# --8<-- [start:materials]
import random
from math import log

import torch

from perspectives.inside import blocks, read
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
table, gain = model.lm_head.weight, model.model.norm.weight
outs = [block.self_attn.o_proj for block in blocks()]
rng, n = random.Random(1), 40
lines = [rng.sample(range(1000, 40000), n) for _ in range(4)]
lines = torch.tensor([line + line for line in lines])
told = "I saw a black swan and a grey goose. I fed the black"
told = tokenizer(told, return_tensors="pt").input_ids


def run(ids):
    """What heads fetched, what the last norm reads, and attention."""
    seen = []
    hooks = [
        part.register_forward_pre_hook(lambda _, x: seen.append(x[0]))
        for part in (*outs, model.model.norm)
    ]
    looks = model.model(ids, output_attentions=True).attentions
    for hook in hooks:
        hook.remove()
    return seen[:-1], seen[-1], torch.stack(looks)


# --8<-- [end:materials]


# --8<-- [start:demo]
def writes(ids, row):
    """Bits that each head alone adds to a row's score, by place."""
    fetched, last, _ = run(ids)
    scale = (last.pow(2).mean(-1, keepdim=True) + 1e-5).sqrt()
    wanted = row * gain / scale / log(2)  # (line, place, 576)
    added = []
    for z, out in zip(fetched, outs, strict=True):
        z = z.unflatten(-1, (9, 64))
        out = out.weight.view(576, 9, 64)
        added.append(torch.einsum("bthk,dhk,btd->hbt", z, out, wanted))
    return torch.stack(added)  # (layer, head, line, place)


# --8<-- [end:demo]

# --8<-- [start:table]
follows, mean = table[lines.roll(-1, 1)], table.mean(0)
second = slice(n, -1)
wrote = {
    "swan": writes(told, table[told[:, 4]] - table[told[:, 9]])[
        ..., -1
    ],
    "lines": writes(lines, follows - mean)[..., second],
    "control": writes(lines, follows.roll(7, 1) - mean)[..., second],
}
wrote = {name: x.flatten(2).mean(-1) for name, x in wrote.items()}
look = {"swan": run(told)[2][:, 0, :, -1, 4]}
back = run(lines)[2].diagonal(1 - n, 3, 4)[..., 1:]
look["lines"] = look["control"] = back.mean((1, 3))
for name in ("swan", "lines"):
    order = wrote[name].flatten().topk(4).indices.tolist()
    print(f"{name}: head  looks  writes, bits")
    for a, b in [*(divmod(i, 9) for i in order), (17, 3), (17, 4)]:
        row = f"{look[name][a, b]:5.2f}  {wrote[name][a, b]:z12.1f}"
        print(f"{name} {a}.{b}  {row}")
print(f"largest, for another token  {wrote['control'].max():.1f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, pair = axes(200, ncols=2, sharey=True)
for ax, name in zip(pair, ("swan", "lines"), strict=True):
    ax.scatter(look[name], wrote[name], s=14, color=MODEL)
    ax.set(xlabel="looks", xlim=(-0.06, 1.06), title=name)
pair[1].scatter(look["lines"], wrote["control"], s=4, color=INK)
pair[0].set(ylabel="writes, bits")
pair[0].text(0.53, 6.3, "28.2", ha="right", va="center")
pair[1].text(look["lines"][29, 1] + 0.05, 3, "29.1", va="center")
show(
    fig,
    "How much 270 heads look at the word, and how many bits each "
    "alone adds to its score. Swan: 28.2 looks and writes 6.3, the "
    "others that look write under 1. Lines: 29.1 writes most and "
    "hardly looks; those that look most write little",
)
# --8<-- [end:figure]

# --8<-- [start:check]
with read(*outs) as given:
    _, last, _ = run(told)
scale = (last[0, -1].pow(2).mean() + 1e-5).sqrt()
wanted = (table[told[0, 4]] - table[told[0, 9]]) * gain / scale / log(2)
layers = torch.stack([x[0, -1] @ wanted for x in given])
gap = (layers - wrote["swan"].sum(1)).abs().max()
assert gap < 0.01, "the heads of a layer do not add up to the layer"
finders = [(17, 3), (17, 4), (18, 6), (18, 7)]
most = max(wrote["lines"][a, b] for a, b in finders)
assert wrote["lines"].max() > 4 * most, "those that find also write"
assert wrote["swan"].argmax() == 254, "another writes the swan"
# control: other tokens of the line, which nobody should write
assert wrote["control"].max() < 0.5, "they write any token of the line"
# --8<-- [end:check]
