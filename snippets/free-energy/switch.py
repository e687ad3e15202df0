"""As data grow, does the posterior turn to the simple or the exact?"""

# --8<-- [start:grid]
import math

import numpy as np

s = np.linspace(np.log(1e-9), 0, 2001)
w = np.exp(s)  # a grid on (0, 1], fine near the bottom at 0
dw = w * (s[1] - s[0])
# --8<-- [end:grid]

# --8<-- [start:demo]
wide = w**4  # a flat bottom: lambda 1/4 for each of two weights
narrow = 30 * w**2  # a round one: lambda 1/2 for each


def free_energy(n, shape, loss):
    """Of a valley of two like weights; `loss` is the least in it."""
    return n * loss - 2 * np.log((np.exp(-n * shape) * dw).sum())


def mass(n, loss=0.002):
    """Share in the narrow valley; the wide one is off by `loss`."""
    gap = free_energy(n, narrow, 0) - free_energy(n, wide, loss)
    return 1 / (1 + np.exp(gap))


# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import table

ns = [10, 100, 1000, 3000, 10_000, 30_000]
columns = {"n": [str(n) for n in ns], "narrow": [mass(n) for n in ns]}
table(columns | {"if equally exact": [mass(n, 0) for n in ns]})

# where n loss = (1 - 1/2) log n + constant, by the theory
constant = 2 * math.log(math.gamma(5 / 4)) - math.log(math.pi / 120)
n = np.arange(500, 9000, 10)
ahead = {
    "log n alone": 0.002 * n - np.log(n) / 2,
    "with constants": 0.002 * n - np.log(n) / 2 - constant,
    "measured": np.array([mass(k) for k in n]) - 0.5,
}
at = {name: n[(x > 0).argmax()] for name, x in ahead.items()}
turns = [f"{round(turn, -2):,}" for turn in at.values()]
table({"the turn": list(at), "at about": turns})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, panels = axes(300, nrows=2, ncols=3, sharex=True, sharey=True)
rng, x = np.random.RandomState(0), np.linspace(-0.4, 0.4, 65)
for row, loss in zip(panels, (0.002, 0)):
    for ax, n in zip(row, (100, 3000, 10_000)):
        there = round(60 * mass(n, loss))  # of sixty dots
        valleys = (narrow, 0, 0.8, there), (wide, loss, 0, 60 - there)
        for shape, least, middle, k in valleys:
            y = np.interp(abs(x), w, shape) + least
            ax.plot(x + middle, y, color=SOFT, linewidth=1)
            p = np.exp(-n * shape) * dw
            at_w = rng.choice(w, k, p=p / p.sum())
            y = np.interp(at_w, w, shape) + least
            at_w = middle + at_w * rng.choice([-1, 1], k)
            ax.plot(at_w, y, "o", color=INK, markersize=4, alpha=0.5)
        ax.set(xticks=[], yticks=[], ylim=(-0.002, 0.02))
        ax.set_xlabel(f"n = {n:,}\n{mass(n, loss):.0%} narrow")
        ax.grid(False)
told = ", ".join(f"{mass(n):.0%} at {n:,}" for n in (100, 3000, 10_000))
show(fig, f"Mass in the narrow valley: {told}; 0% if both are exact")
# --8<-- [end:figure]

# --8<-- [start:check]
assert mass(300) < 0.02, "little data: the wide valley holds"
assert mass(20_000) > 0.98, "much data: the narrow one holds"
assert abs(at["with constants"] / at["measured"] - 1) < 0.05, (
    "the theory, with its constants, misses the turn"
)

# control: with no loss to be saved, more data only favour the wide
even = [mass(k, 0) for k in ns]
assert all(np.diff(even) < 0) and even[-1] < 0.001, (
    "the turn does not need a difference in loss"
)
# --8<-- [end:check]
