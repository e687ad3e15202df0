"""How do five features lie in two dimensions?"""

# --8<-- [start:train]
import numpy as np
import torch

from perspectives.figure import INK, SOFT, axes, show

n, m, runs = 5, 2, 10  # features, dimensions, networks of each kind
kinds = {"dense": (0, 0), "80 % zero": (0.8, 0), "95 % zero": (0.95, 0)}
kinds["no ReLU"] = 0.95, -np.inf
each = torch.tensor([*kinds.values()]).repeat_interleave(runs, 0)
off, floor = each.T[:, :, None, None]
rng, weight = (
    np.random.RandomState(0),
    torch.tensor(0.9 ** np.arange(n)),
)
w = torch.tensor(rng.randn(len(off), n, m) * 0.5).float()
b = torch.zeros(len(off), 1, n, requires_grad=True)
adam = torch.optim.Adam([w.requires_grad_(), b], lr=0.02)
decay = torch.optim.lr_scheduler.CosineAnnealingLR(adam, 1500)
for _ in range(1500):
    size, lot = torch.tensor(rng.rand(2, 256, n)).float()
    x = size * (lot > off)
    y = (x @ w @ w.mT + b).clamp(min=floor)
    adam.zero_grad()
    (weight * (x - y) ** 2).mean((1, 2)).sum().backward()
    adam.step()
    decay.step()
found = w.detach().view(-1, runs, n, m).numpy()
# --8<-- [end:train]


# --8<-- [start:demo]
def gaps(w):
    """Degrees between neighbouring directions of kept features."""
    w = w[np.linalg.norm(w, axis=1) > 0.5]
    a = np.sort(np.degrees(np.arctan2(w[:, 1], w[:, 0])))
    return np.diff(np.append(a, a[0] + 360))


kept, even = {}, {}
print("networks   keep two  keep five  regular pentagons  of")
for name, ws in zip(kinds, found):
    kept[name] = [len(gaps(w)) for w in ws]
    off_by = [abs(gaps(w) - 72).max() for w in ws if len(gaps(w)) == 5]
    even[name] = sum(worst < 15 for worst in off_by)
    two, five = kept[name].count(2), kept[name].count(5)
    print(f"{name:9}  {two:8}  {five:9}  {even[name]:17}  {runs}")
# --8<-- [end:demo]

# --8<-- [start:figure]
fig, panels = axes(100, ncols=4)
for ax, (name, ws) in zip(panels, zip(kinds, found)):
    usual = np.bincount(kept[name]).argmax()
    w = next(w for w in ws if len(gaps(w)) == usual)
    x, y = np.round(w, 2).T
    ax.plot([0 * x, x], [0 * y, y], "o-", color=INK, ms=4)
    ax.set_title(name, fontsize=13, color=SOFT)
    ax.set(xlim=(-1.4, 1.4), ylim=(-1.4, 1.4), aspect="equal")
    ax.axis("off")
told = ", ".join(
    f"{k} {np.bincount(x).argmax()}" for k, x in kept.items()
)
show(
    fig, f"Features with a direction, of five in two dimensions: {told}"
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert kept["dense"].count(2) >= 7, "dense features share dimensions"
assert kept["95 % zero"].count(5) >= 8, "sparse ones are dropped"
assert even["95 % zero"] >= 8, "the five are not evenly spread"

# control: no ReLU; then five directions drawn at random
assert kept["no ReLU"].count(2) >= 8, "the ReLU makes no difference"
lots = np.random.RandomState(1).randn(1000, 5, 2)
lots /= np.linalg.norm(lots, axis=-1, keepdims=True)
regular = sum(abs(gaps(w) - 72).max() < 15 for w in lots)
assert regular + 900 < 100 * even["95 % zero"], "any five do so"
# --8<-- [end:check]
