"""How do five features lie in two dimensions?"""

# --8<-- [start:toy]
import numpy as np
import torch

n, m = 5, 2  # features, dimensions


def train(zero, relu, steps=1500, batch=256):
    """As in `toy`: one w, (n, m), for each entry of `zero`, `relu`."""
    rng, k = np.random.RandomState(0), len(zero)
    w = torch.tensor(rng.randn(k, n, m) * 0.5, requires_grad=True)
    b = torch.tensor(np.zeros((k, 1, n)), requires_grad=True)
    off = torch.tensor(zero)[:, None, None]
    floor = torch.tensor([0 if r else -np.inf for r in relu])
    floor = floor.double()[:, None, None]
    weight = torch.tensor(0.9 ** np.arange(n))  # importance
    adam = torch.optim.Adam([w, b], lr=0.02)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps)
    for _ in range(steps):
        size, lot = torch.tensor(rng.rand(2, batch, n))
        x = size * (lot > off)
        y = torch.maximum(x @ w @ w.mT + b, floor)
        adam.zero_grad()
        (weight * (x - y) ** 2).mean((1, 2)).sum().backward()
        adam.step()
        decay.step()
    return w.detach().numpy()


# --8<-- [end:toy]


# --8<-- [start:demo]
def gaps(w):
    """Degrees between neighbouring directions of kept features."""
    w = w[np.linalg.norm(w, axis=1) > 0.5]
    a = np.sort(np.degrees(np.arctan2(w[:, 1], w[:, 0])))
    return np.diff(np.append(a, a[0] + 360))


seeds = 10
plans = {
    "dense": (0.0, True),
    "80 % zero": (0.8, True),
    "95 % zero": (0.95, True),
    "no ReLU": (0.95, False),
}
runs = [plan for plan in plans.values() for _ in range(seeds)]
found = train(*zip(*runs, strict=True)).reshape(-1, seeds, n, m)
kept, even = {}, {}
print("instances  keep two  keep five  regular pentagons  of")
for name, ws in zip(plans, found, strict=True):
    turns = [gaps(w) for w in ws]
    kept[name] = [len(g) for g in turns]
    even[name] = sum(
        len(g) == 5 and abs(g - 72).max() < 15 for g in turns
    )
    two, five = kept[name].count(2), kept[name].count(5)
    print(f"{name:9}  {two:8}  {five:9}  {even[name]:17}  {seeds}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, panels = axes(100, ncols=4)
for ax, (name, ws) in zip(
    panels, zip(plans, found, strict=True), strict=True
):
    usual = np.bincount(kept[name]).argmax()
    w = next(w for w in ws if len(gaps(w)) == usual)
    turn = w[0] / np.linalg.norm(w[0])  # the first feature points up
    w = w @ np.array([[turn[1], turn[0]], [-turn[0], turn[1]]])
    x, y = np.round(w, 2).T
    ax.plot([0 * x, x], [0 * y, y], "-", color=INK)
    ax.plot(x, y, "o", color=INK, ms=4)
    ax.set_title(name, fontsize=13, color=SOFT)
    ax.set(xlim=(-1.4, 1.4), ylim=(-1.4, 1.4), aspect="equal")
    ax.axis("off")
show(
    fig,
    "Directions of five features in two dimensions. Dense: two "
    "at a right angle. 80 % zero: four, in two opposite pairs. 95 % "
    "zero: five, a regular pentagon. Without a ReLU: two again.",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert kept["dense"].count(2) >= 7, "dense features share dimensions"
assert kept["95 % zero"].count(5) >= 8, "sparse ones are dropped"
assert even["95 % zero"] >= 8, "the five are not evenly spread"

# control: no ReLU; then five directions drawn by lot
assert kept["no ReLU"].count(2) >= 8, "the ReLU makes no difference"
lots = np.random.RandomState(1).randn(1000, 5, 2)
lots /= np.linalg.norm(lots, axis=-1, keepdims=True)
regular = sum(abs(gaps(w) - 72).max() < 15 for w in lots)
assert regular < 50, "any five directions make a pentagon"
# --8<-- [end:check]
