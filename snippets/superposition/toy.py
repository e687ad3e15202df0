"""When does a network keep more features than dimensions?"""

# --8<-- [start:data]
import numpy as np
import torch

n, m, runs = 10, 3, 5  # features, dimensions, networks of each kind
zeros = [0.0, 0.5, 0.8, 0.95, 0.98]
kinds = [(z, 0) for z in zeros] + [(z, -np.inf) for z in (0.0, 0.98)]
each = torch.tensor(kinds).repeat_interleave(runs, 0)
off, floor = each.T[:, :, None, None]
weight = torch.tensor(0.85 ** np.arange(n))  # the first counts most
rng = np.random.RandomState(0)


def draw(*shape):
    return torch.tensor(rng.rand(*shape), dtype=torch.float32)


# --8<-- [end:data]

# --8<-- [start:demo]
w = (0.8 * draw(len(off), n, m) - 0.4).requires_grad_()
b = (0 * draw(len(off), 1, n)).requires_grad_()
adam = torch.optim.Adam([w, b], lr=0.02)
decay = torch.optim.lr_scheduler.CosineAnnealingLR(adam, 1500)
for _ in range(1500):
    size, lot = draw(2, 256, n)
    x = size * (lot > off)  # (network, example, feature)
    y = x @ w @ w.mT + b  # ten numbers to three, and back to ten
    y = y.clamp(min=floor)  # a ReLU where the floor is 0
    loss = (weight * (x - y) ** 2).mean((1, 2)).sum()
    adam.zero_grad()
    loss.backward()
    adam.step()
    decay.step()
# --8<-- [end:demo]

# --8<-- [start:table]
w = w.detach().view(-1, runs, n, m)
lengths = w.norm(dim=-1)
kept = (lengths > 0.5).sum(2)
names = [f"{z:.0%}, {'no' if floor else 'yes'}" for z, floor in kinds]
print("zeros, ReLU  least kept  most kept  of")
for name, low, high in zip(names, kept.amin(1), kept.amax(1)):
    print(f"{name:11}  {low:10}  {high:9}  {n}")
print(f"networks of each kind  {runs}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, panels = axes(140, ncols=4)
titles = ["no zeros", "80 %", "98 % zeros", "98 %, no ReLU"]
for ax, kind, title in zip(panels, (0, 2, 4, 6), titles):
    read_out = (w[kind, 0] @ w[kind, 0].T).numpy()  # feature by feature
    i, j = (abs(read_out) > 0.05).nonzero()
    size = abs(read_out[i, j])
    fill = np.where(read_out[i, j] > 0, INK, "none")
    ax.scatter(j, i, 34 * size, fill, marker="s", ec=INK, lw=0.7)
    ax.set(xlim=(-0.8, 9.8), ylim=(9.8, -0.8), xticks=[], yticks=[])
    ax.set(aspect="equal", xlabel=f"{kept[kind, 0]} kept")
    ax.set_title(title, fontsize=12, color=SOFT)
    ax.grid(visible=False)
told = ", ".join(f"{k} {x[0]}" for k, x in zip(names, kept.tolist()))
show(fig, f"Features kept in three dimensions, zeros and ReLU: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert ((lengths > 0.6) | (lengths < 0.4)).all(), "half kept"
assert (kept[0] == m).all(), "dense features are crowded too"
assert (kept[4] >= m + 4).all(), "sparse ones get no more room"
# control: without the ReLU there is nothing to gain
assert (kept[5:] == m).all(), "a linear read-out packs as well"
# --8<-- [end:check]
