"""When does a network keep more features than dimensions?"""

# --8<-- [start:toy]
import numpy as np
import torch

n, m = 10, 3  # features, dimensions


def train(zero, relu, steps=1500, batch=256):
    """One instance for each entry of `zero`, the share of zeros, and
    of `relu`; returns its w, (n, m): a direction for each feature.
    """
    rng, k = np.random.RandomState(0), len(zero)
    start = rng.randn(k, n, m) * 0.7 / m**0.5
    w = torch.tensor(start, requires_grad=True)
    b = torch.tensor(np.zeros((k, 1, n)), requires_grad=True)
    off = torch.tensor(zero)[:, None, None]
    floor = torch.tensor([0 if r else -np.inf for r in relu])
    floor = floor.double()[:, None, None]
    weight = torch.tensor(0.85 ** np.arange(n))  # importance
    adam = torch.optim.Adam([w, b], lr=0.02)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps)
    for _ in range(steps):
        size, lot = torch.tensor(rng.rand(2, batch, n))
        x = size * (lot > off)  # (k, batch, n), mostly zeros
        y = x @ w @ w.mT + b  # n features to m numbers and back
        y = torch.maximum(y, floor)  # a ReLU where the floor is 0
        adam.zero_grad()
        (weight * (x - y) ** 2).mean((1, 2)).sum().backward()
        adam.step()
        decay.step()
    return w.detach()


# --8<-- [end:toy]

# --8<-- [start:demo]
grid, seeds = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98], 3
runs = [(s, True) for s in grid] + [(s, False) for s in grid[::3]]
runs = [run for run in runs for _ in range(seeds)]
w = train(*zip(*runs, strict=True))
kept = (w.norm(dim=-1) > 0.5).sum(1).view(-1, seeds).numpy()
rows = {run: kept[i] for i, run in enumerate(runs[::seeds])}
print("zeros, ReLU  least kept  most kept")
for (zero, relu), count in rows.items():
    name = "yes" if relu else "no"
    print(f"{zero:.0%}, {name:5}  {count.min():7}  {count.max():9}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, ax = axes(210)
for relu, label in ((True, "with ReLU"), (False, "without")):
    at = [i for i, s in enumerate(grid) if (s, relu) in rows]
    counts = [rows[grid[i], relu] for i in at]
    low, high = np.min(counts, 1), np.max(counts, 1)
    ax.plot(at, np.median(counts, 1), "o-", color=INK)
    ax.vlines(at, low, high, color=INK)
    ax.annotate(label, (3.3, 3.3 if not relu else 4.9), color=INK)
ax.axhline(m, color=SOFT, ls=":")
ax.set_xticks(range(len(grid)), [f"{s:.0%}" for s in grid])
ax.set(ylim=(0, 10.4), xlabel="share of zeros in the input")
ax.set(ylabel="features kept of ten")
first, last = rows[0.0, True].max(), rows[0.98, True].max()
show(
    fig,
    "Features kept in three dimensions against the share of "
    f"zeros. With a ReLU: from {first} with none to {last} at 98 %. "
    f"Without: {m} throughout.",
)
# --8<-- [end:figure]

# --8<-- [start:check]
lengths = w.norm(dim=-1)
assert ((lengths > 0.6) | (lengths < 0.4)).all(), (
    "a feature is half kept, and the count hangs on the threshold"
)
assert (rows[0.0, True] == m).all(), "dense features are crowded too"
assert (rows[0.98, True] >= m + 4).all(), (
    "sparse features get no more room than dense ones"
)
# control: without the ReLU there is nothing to gain
for zero in grid[::3]:
    assert (rows[zero, False] == m).all(), (
        "a linear read-out packs as well, so sparsity is not the reason"
    )
# --8<-- [end:check]
