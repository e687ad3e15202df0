"""Do lent gates bring the answer, because they are not linear?"""

# --8<-- [start:materials]
from contextlib import ExitStack

import torch

from perspectives.inside import blocks, read, replace
from perspectives.measure import (
    DATA,
    first_tokens,
    next_token,
    table,
    wilson,
)

rows = (DATA / "capitals.txt").read_text().splitlines()
lands, towns = zip(*(row.split() for row in rows), strict=True)
texts = [f"The capital of {land} is" for land in lands]
town = first_tokens(f" {town}" for town in towns)
gates = [block.mlp.act_fn for block in blocks()]
ups = [block.mlp.up_proj for block in blocks()]
ends = ((0, 30), (0, 1), (1, 3), (3, 23), (23, 30))
names = (
    "",
    ", block 0",
    ", blocks 1-2",
    ", blocks 3-22",
    ", blocks 23-29",
)
with read(*gates, *ups) as seen:  # what all share, then the rest
    next_token(texts)
partners, row = (1, 3, 5), torch.arange(12)


def put(theirs):
    """Where the prompts differ; what all share stays as it is."""
    return lambda x: theirs if x.shape == theirs.shape else x


# --8<-- [end:materials]


# --8<-- [start:demo]
def lent(some, made):
    """Whose town is named with these results of other prompts?"""
    with ExitStack() as stack:
        for part, y in zip(some, made, strict=True):
            theirs = torch.cat([y.roll(far, 0) for far in partners])
            stack.enter_context(replace(part, put(theirs)))
        best = next_token(texts * 3)[:, town].argmax(1).view(3, 12)
    others = torch.stack([row.roll(far) for far in partners])
    return (best == row).sum().item(), (best == others).sum().item()


# --8<-- [end:demo]

# --8<-- [start:table]
found = {}
for kind, some, made in ("gates", gates, 60), ("ups", ups, 61):
    for name, (a, b) in zip(names, ends, strict=True):
        found[kind + name] = lent(some[a:b], seen[made::2][a:b])
own, other = map(list, zip(*found.values(), strict=True))
columns = {"lent": list(found), "names its own town": own}
columns |= {"the other's": other, "of": [36] * len(found)}
table(columns | {"95 % interval": [wilson(k, 36) for k in other]})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(210)
for i, k in enumerate(other):
    y, shade = (i % 5, MODEL) if i < 5 else (i % 5 + 0.3, INK)
    ax.plot(wilson(k, 36), [y, y], color=shade)
    ax.plot(k / 36, y, "o", color=shade)
ax.set_yticks(range(5), ["all blocks", "0", "1-2", "3-22", "23-29"])
ax.invert_yaxis()
ax.set(xlabel="share that name the other’s town", ylabel="block")
said = ", ".join(f"{k} {v[1]}" for k, v in found.items())
show(fig, f"Of 36, the other prompt’s town with lent {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert found["gates"][1] > 9, "lent gates do not bring the town"
assert found["gates, block 0"][1] < 5, "they bring it in block 0"
# control: what is linear brings it as well
assert found["ups"][1] >= found["gates"][1], "only gates bring it"
assert found["ups, block 0"][1] > 27, "ups of block 0 do not bring it"
assert found["ups, blocks 1-2"][1] < 9, "any blocks would do"
# --8<-- [end:check]
