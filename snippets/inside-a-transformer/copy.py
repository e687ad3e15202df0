"""Do the heads that find the word also write it?"""

# --8<-- [start:materials]
import random
from math import log

import torch

from perspectives.inside import blocks
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
table, gain = model.lm_head.weight, model.model.norm.weight
outs = [block.self_attn.o_proj for block in blocks()]
rng = random.Random(1)
lines = [2 * rng.sample(range(1000, 40000), 40) for _ in range(4)]
lines = torch.tensor(lines)
told = "I saw a black swan and a grey goose. I fed the black"
told = tokenizer(told, return_tensors="pt").input_ids


def run(ids):
    """What heads fetched, what the last norm reads, and attention."""
    seen, hooks = [], []
    for part in *outs, model.model.norm:
        add = part.register_forward_pre_hook
        hooks.append(add(lambda _, args: seen.append(args[0])))
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
    wanted = torch.stack([wanted @ out.weight for out in outs])
    added = torch.stack(fetched) * wanted
    return added.unflatten(-1, (9, 64)).sum(-1)  # (layer, ..., head)


swan = writes(told, table[told[:, 4]] - table[told[:, 9]])[:, 0, -1]
# --8<-- [end:demo]

# --8<-- [start:table]
mean, after = table.mean(0), table[lines.roll(-1, 1)]
wrote = {"swan": swan, "line": writes(lines, after - mean)}
wrote["control"] = writes(lines, after.roll(7, 1) - mean)
for name in "line", "control":  # the second half of each
    wrote[name] = wrote[name][:, :, 40:-1].mean((1, 2))
back = run(lines)[2].diagonal(-39, 3, 4)[..., 1:].mean((1, 3))
look = {"swan": run(told)[2][:, 0, :, -1, 4], "line": back}
print("head       looks  writes, bits")
for name in "swan", "line":
    most = wrote[name].flatten().topk(3).indices.tolist()
    for a, b in [*(divmod(i, 9) for i in most), (17, 4), (18, 6)]:
        row = f"{look[name][a, b]:5.2f}  {wrote[name][a, b]:z12.1f}"
        print(f"{name} {a}.{b}  {row}")
print(f"largest, for another token  {wrote['control'].max():.1f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, pair = axes(165, ncols=2, sharey=True)
for ax, name in zip(pair, look, strict=True):
    ax.scatter(look[name], wrote[name], s=14, color=MODEL)
    ax.set(xlabel="looks", xlim=(-0.06, 1.06), title=name)
pair[1].scatter(back, wrote["control"], s=4, color=INK)
pair[0].set(ylabel="writes, bits")
pair[0].text(0.5, 6.3, "28.2", ha="right", va="center")
pair[1].text(0.07, 3, "29.1", va="center")
show(fig, "Of 270 heads, 28.2 writes the swan and 29.1 the line")
# --8<-- [end:figure]

# --8<-- [start:check]
finders = [17, 17, 18, 18], [3, 4, 6, 7]
most = wrote["line"][finders].max()
assert wrote["line"].max() > 4 * most, "those that find also write"
assert swan[28, 2] > 4 * swan[finders].max(), "another writes the swan"
# control: other tokens of the line, which nobody should write
assert wrote["control"].max() < 0.5, "they write any token of the line"
# --8<-- [end:check]
