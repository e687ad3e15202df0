"""How much of a valley is left if there are ten times the data?"""

# --8<-- [start:demo]
import numpy as np

s = np.linspace(np.log(1e-9), 0, 1001)
w = np.exp(s)  # a grid on (0, 1], fine near the bottom at 0
dw = w * (s[1] - s[0])
dw[-1] /= 2
u, v, cell = w[:, None], w[None], dw[:, None] * dw
n = np.logspace(3, 7, 9)  # numbers of data


def room(loss, cell):
    """The share of all weights that is left, for each n."""
    return np.array([(np.exp(-k * loss) * cell).sum() for k in n])


# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import table

valleys = {  # loss, cell, weights, lambda
    "w^2": (w**2, dw, 1, 1 / 2),
    "w^4": (w**4, dw, 1, 1 / 4),
    "w^6": (w**6, dw, 1, 1 / 6),
    "u^2 + v^2": (u**2 + v**2, cell, 2, 1),
    "u^2 + v^4": (u**2 + v**4, cell, 2, 3 / 4),
    "u^2 v^2": ((u * v) ** 2, cell, 2, 1 / 2),
}
slope = {  # of the free energy, -log of the room, by log n
    name: np.polyfit(np.log(n), -np.log(room(loss, dw)), 1)[0]
    for name, (loss, dw, _, _) in valleys.items()
}
*_, weights, theory = zip(*valleys.values())
half = np.array(weights) / 2
columns = {"loss": list(valleys)}
columns["left, %"] = [100 * 10**-x for x in slope.values()]
columns["theory, %"] = [100 * 10**-x for x in theory]
columns["by the count, %"] = [100 * 10**-x for x in half]
table(columns, decimals=0)
columns = {"free energy": [f"of {name}" for name in valleys]}
columns["slope"] = list(slope.values())
table(columns | {"lambda": theory, "weights / 2": half.tolist()})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, axes, show

fig, panels = axes(215, ncols=3)
x = np.linspace(-1, 1, 201)
for k, shade in (10, 0.15), (100, 0.3), (1000, 0.6):  # data
    for ax, power in zip(panels, (2, 4)):
        edge = k ** (-1 / power)  # n times the loss is 1 here
        ax.axvspan(-edge, edge, color=INK, alpha=shade, lw=0)
    arm = np.minimum(1, k**-0.5 / np.abs(x).clip(1e-9))
    panels[2].fill_between(x, -arm, arm, color=INK, alpha=shade, lw=0)
panels[0].plot(x, x**2, color=INK)
panels[1].plot(x, x**4, color=INK)
names = {"w^2": "w²", "w^4": "w⁴", "u^2 v^2": "u²v²"}
for ax, (name, title) in zip(panels, names.items()):
    left, count = 10 ** -slope[name], 10 ** (-valleys[name][2] / 2)
    ax.set(title=title, xticks=[], yticks=[])
    ax.set_xlabel(f"{left:.0%} left\n(count: {count:.0%})")
told = ", ".join(f"{10 ** -slope[k]:.0%} for {k}" for k in names)
show(fig, f"Three valleys; of the room, tenfold data leave {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
miss = {k: abs(slope[k] - row[3]) for k, row in valleys.items()}
slow = miss.pop("u^2 v^2")  # there a smaller term is still at work
assert max(miss.values()) < 0.01, "the theory's slope is not measured"
assert 0.03 < slow < 0.1, "no trace of the log log term"

# control: the count of weights, which is right for round bowls
gap = {k: abs(slope[k] - row[2] / 2) for k, row in valleys.items()}
assert max(gap["w^2"], gap["u^2 + v^2"]) < 0.01, "BIC fails everywhere"
assert min(gap["w^4"], gap["w^6"], gap["u^2 + v^4"]) > 0.2, (
    "half the number of weights would have done for the others too"
)
# --8<-- [end:check]
