"""As data grow, does the posterior turn to the simple or the exact?"""

# --8<-- [start:demo]
import math

import numpy as np

u = np.linspace(np.log(1e-9), 0, 2001)
w = np.exp(u)  # a grid on (0, 1], fine near the minimum at 0
dw = w * (u[1] - u[0])
simple = w**4  # flat bottom: lambda 1/4 for each of two weights
exact = 30 * w**2  # narrow bowl: lambda 1/2 for each


def free_energy(n, shape, loss):
    """Of a region of two like weights; `loss` is the least in it."""
    return n * loss - 2 * np.log((np.exp(-n * shape) * dw).sum())


def mass(n, loss):
    """Share of the posterior in the exact region."""
    gap = free_energy(n, exact, 0) - free_energy(n, simple, loss)
    return 1 / (1 + np.exp(gap))


ns = [10, 100, 1000, 3000, 10_000, 30_000]
print("n       exact region  if both losses were equal")
for n in ns:
    print(f"{n:<6}  {mass(n, 0.002):12.2f}  {mass(n, 0):25.2f}")

# where n loss = (1 - 1/2) log n + constant, by the theory
constant = 2 * math.log(math.gamma(5 / 4)) - math.log(math.pi / 120)
n = np.arange(500, 9000, 10)
ahead = {
    "log n alone": 0.002 * n - np.log(n) / 2,
    "with constants": 0.002 * n - np.log(n) / 2 - constant,
    "measured": np.array([mass(k, 0.002) for k in n]) - 0.5,
}
print("turn at about, in hundreds")
at = {k: int(round(n[(x > 0).argmax()], -2)) for k, x in ahead.items()}
for name, turn in at.items():
    print(f"{name:14}  {turn // 100}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, ax = axes(220)
n = np.logspace(1, 5, 33)
ax.plot(n, [mass(k, 0.002) for k in n], color=INK)
ax.plot(n, [mass(k, 0) for k in n], ":", color=SOFT)
ax.axvline(at["log n alone"], color=SOFT, lw=0.8)
ax.text(
    1500,
    0.9,
    "the formula\nwithout constants",
    ha="right",
    va="center",
    color=SOFT,
)
ax.text(13, 0.12, "dotted: equal losses", color=SOFT)
ax.set(xscale="log", xlabel="data points n", ylim=(-0.02, 1.02))
ax.set(ylabel="mass of the exact region")
show(
    fig,
    "Share of the posterior in the exact region against n: near 0"
    f" up to n = 1000, one half near {at['measured']}, near 1 from"
    " 10000; with equal losses it stays near 0",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert mass(300, 0.002) < 0.02, "little data: the simple region holds"
assert mass(20_000, 0.002) > 0.98, "much data: the exact one holds"
assert abs(at["with constants"] / at["measured"] - 1) < 0.05, (
    "the theory, with its constants, misses the turn"
)
assert at["measured"] > 1.5 * at["log n alone"], (
    "the leading terms alone would have done"
)

# control: with no loss to be saved, more data only favour the simple
even = [mass(k, 0) for k in ns]
assert all(np.diff(even) < 0) and even[-1] < 0.001, (
    "the turn does not need a difference in loss"
)
# --8<-- [end:check]
