"""Do the heads that find the word also write it?"""

# --8<-- [start:materials]
import random
from math import log

import torch

from perspectives.inside import blocks, read
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
table, norm = model.lm_head.weight, model.model.norm
parts = [block.self_attn for block in blocks()]
told = "I saw a black swan and a grey goose. I fed the black"
told = tokenizer(told, return_tensors="pt").input_ids
deal = random.Random(1).sample
lines = [2 * deal(range(1000, 40000), 40) for _ in range(4)]
lines = torch.tensor(lines)


def run(ids):
    """Attention, what heads fetch by it, and the last vectors."""
    with read(*(part.v_proj for part in parts), blocks()[-1]) as seen:
        looks = model.model(ids, output_attentions=True).attentions
    looks, values = torch.stack(looks), torch.stack(seen[:-1])
    # three heads share a set of values: (layer, line, 3, token, 64)
    values = values.unflatten(-1, (3, 64)).transpose(2, 3)
    return looks, looks @ values.repeat_interleave(3, 2), seen[-1]


# --8<-- [end:materials]


# --8<-- [start:demo]
def writes(ids, row):
    """Bits that each head alone adds to a row's score, by place."""
    _, fetched, last = run(ids)
    scale = (last.pow(2).mean(-1, keepdim=True) + 1e-5).sqrt()
    wanted = row * norm.weight / scale / log(2)  # (line, place, 576)
    wanted = [wanted @ part.o_proj.weight for part in parts]
    wanted = torch.stack(wanted).unflatten(-1, (9, 64)).transpose(2, 3)
    return (fetched * wanted).sum(-1)  # (layer, line, head, place)


lead = table[told[:, 4]] - table[told[:, 9]]  # of swan over goose
swan = writes(told, lead)[:, 0, :, -1]
# --8<-- [end:demo]

# --8<-- [start:table]
mean, after = table.mean(0), table[lines.roll(-1, 1)]
wrote = {"swan": swan}
for name, row in ("line", after), ("other", after.roll(7, 1)):
    # of the second halves
    wrote[name] = writes(lines, row - mean)[..., 40:-1].mean((1, 3))
sees, _, last = run(told)
back = run(lines)[0].diagonal(-39, 3, 4)[..., 1:].mean((1, 3))
look = {"swan": sees[:, 0, :, -1, 4], "line": back}
early = [(17, 3), (17, 4), (17, 5), (18, 6), (18, 7)]  # that find
print("head       looks  writes, bits")
for name in look:
    most = wrote[name].flatten().topk(3).indices.tolist()
    for a, b in [*(divmod(i, 9) for i in most), *early]:
        row = f"{look[name][a, b]:5.2f}  {wrote[name][a, b]:z12.1f}"
        print(f"{name} {a}.{b}  {row}")
print(f"largest, for another token  {wrote['other'].max():.1f}")
print(f"all heads add to the swan's lead  {swan.sum():.1f}")
print(f"the swan's lead  {norm(last)[0, -1] @ lead[0] / log(2):.1f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, pair = axes(165, ncols=2, sharey=True)
for ax, name in zip(pair, look, strict=True):
    ax.scatter(look[name], wrote[name], s=14, color=MODEL)
    ax.set(xlabel="looks", xlim=(-0.06, 1.06), title=name)
pair[1].scatter(back, wrote["other"], s=4, color=INK)
pair[0].set(ylabel="writes, bits")
pair[0].text(0.5, 6.3, "28.2", ha="right", va="center")
pair[1].text(0.07, 3, "29.1", va="center")
show(fig, "Of 270 heads, 28.2 writes the swan and 29.1 the line")
# --8<-- [end:figure]

# --8<-- [start:check]
assert look["swan"][28, 2] > 0.5 and swan[28, 2] > 4, "none does both"
writers = [max(wrote[k][h] for h in early) for k in look]
assert swan.max() > 4 * writers[0], "an early one writes the swan"
assert wrote["line"].max() > 4 * writers[1], "or writes the line"
# control: other tokens of the line, which nobody should write
assert wrote["other"].max() < 0.5, "they write any token of the line"
# --8<-- [end:check]
