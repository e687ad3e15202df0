"""Can the guess be read before the last layer?"""

# --8<-- [start:materials]
from math import log

import torch

from perspectives.inside import blocks, read
from perspectives.measure import DATA, student, table
from perspectives.model import load

model, tokenizer = load()  # the code names its last norm


def streams(file, rows, tokens):
    """The stream at each depth, without the first token of a row."""
    ids = tokenizer((DATA / file).read_text()[: 6 * rows * tokens])
    ids = torch.tensor(ids.input_ids[: rows * tokens]).view(rows, -1)
    with read(model.get_input_embeddings(), *blocks()[2::3]) as seen:
        for some in ids.split(8):
            model.model(some, use_cache=False)
    x = [torch.cat(seen[i::11])[:, 1:-1] for i in range(11)]
    x = torch.stack(x)  # all vectors of one length, and what came next
    return x / x.square().mean(-1, True).sqrt(), ids[:, 2:, None]


docs, after = streams("docstrings.txt", 36, 64)
prose, came = streams("prose.txt", 24, 24)  # (11, 24, 22, 576)
others = {"other prose": prose[-1, 5:], "documentation": docs[-1, :19]}
prose, came = prose[:, :5], came[:5]
# --8<-- [end:materials]


# --8<-- [start:demo]
def scores(x):
    return model.lm_head(model.model.norm(x))


def translator(x, end):
    """From vectors like x to the end, by the best matrix."""
    x, end = x.flatten(0, 1), end.flatten(0, 1)
    far = x - x.mean(0)
    some = far.T @ far + len(far) / 40 * torch.eye(576)
    matrix = torch.linalg.solve(some, far.T @ (end - end.mean(0)))
    return lambda y: (y - x.mean(0)) @ matrix + end.mean(0)


# --8<-- [end:demo]


# --8<-- [start:table]
def bits(y, came):
    return (y.logsumexp(-1) - y.gather(-1, came)[..., 0]) / log(2)


cost = {x: [] for x in ("raw", "tempered", "translated", "control")}
for d, p in zip(docs, prose, strict=True):
    y, held = scores(p), scores(d[:2])
    heats = {bits(held / t, after[:2]).mean(): t for t in (1, 2, 4, 32)}
    own = scores(translator(d, docs[-1])(p))
    ways = y, y / heats[min(heats)], own, own.roll(1, 0)
    for name, z in zip(cost, ways, strict=True):
        cost[name].append(bits(z, came))
means = {k: [x.mean().item() for x in v] for k, v in cost.items()}
a, b = ([x.mean(1) for x in cost[k]] for k in list(cost)[1:3])
columns = {"blocks": list(range(0, 31, 3))} | means
table(columns | {"translated, 95 %": list(map(student, b))}, 1)
print(f"pieces of text  {len(came)}\ntokens of text  {came.numel()}")
flat = {}  # one forecast for every word, the mean over other texts
for name, x in others.items():
    y = scores(x).softmax(-1).mean((0, 1)).log()
    flat[name] = bits(y.expand(*came.shape[:2], -1), came).mean(1)
    print(f"one forecast, from {name}  {flat[name].mean():.1f}")
# every depth reads the same pieces, so they are compared one by one
gaps = {f"tempered, {i} less 15": a[i // 3] - a[5] for i in (6, 9)}
gaps |= {f"translated, {i} less 15": b[i // 3] - b[5] for i in (6, 9)}
one = flat["other prose"]
gaps |= {f"{i} less forecast": b[i // 3] - one for i in (15, 24)}
spans = {k: student(x) for k, x in gaps.items()}
table({"difference": [*spans], "interval": [*spans.values()]})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, rows = axes(300, nrows=4, sharex=True)
box = [(-3, -0.6), (3, -0.6), (3, 0.6), (-3, 0.6)]
for ax, (name, each) in zip(rows, cost.items(), strict=True):
    grid = torch.stack(each)[:, 0, 10:18]
    y, x = (grid < 13).nonzero().T
    dark = (1 - grid[y, x] / 14).round(decimals=1)  # cheap: dark
    shade = INK if name == "control" else MODEL
    ax.scatter(x, y, 360, shade, marker=box, alpha=dark, lw=0)
    ax.set(ylim=(-0.7, 10.7), yticks=(0, 10), yticklabels=(0, 30))
    ax.set_ylabel(name, rotation=0, ha="right", va="center")
rows[-1].set_xticks(range(8), tokenizer.batch_decode(came[0, 10:18]))
said = ", ".join(f"{k} {x[4]:.1f}" for k, x in means.items())
show(fig, f"Bits of the token that came, after 12 blocks: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
_, cool, told, control = (torch.tensor(x) for x in means.values())
assert cool[1:].max() < log(49152, 2) - 3, "it is no guess at all"
assert told[8] < told[4] - 2 < told[1], "the guess does not improve"
assert (told - cool)[5:8].max() < 0, "a temperature would do"
assert spans["translated, 6 less 15"][0] > 0, "it gains only late"
# controls: one forecast for every word; another text at the same place
assert told[5] > one.mean() + 0.3, "half-way it says more"
assert spans["24 less forecast"][1] < 0, "late it says no more"
assert (control - told)[1:].min() > 2.5, "any text would do"
# --8<-- [end:check]
