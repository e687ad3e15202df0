"""Does sampling find the learning coefficient where it is known?"""

# --8<-- [start:exact]
import numpy as np


def exact(m, h, n, r):
    """Of n x h times h x m matrices whose true product has rank r."""
    if n + m < h + r:
        return m * n / 2
    if m + h < n + r:
        return (h * m - h * r + n * r) / 2
    if n + h < m + r:
        return (h * n - h * r + m * r) / 2
    s = h + r
    full = 2 * s * (m + n) + 2 * m * n - s * s - m * m - n * n
    return (full + (m + n + s) % 2) / 8


def minimum(m, h, n, r):
    """Two matrices, the second times the first of rank r."""
    turned = [
        np.linalg.qr(rng.randn(k, k))[0][:, :r] for k in (n, m, h)
    ]
    out, into, mid = turned
    return mid @ into.T, out @ mid.T


# --8<-- [end:exact]


# --8<-- [start:demo]
def walk(a0, b0, data=1e4, steps=8000, walkers=16):
    """Shaken and pulled back to a minimum: data times mean loss."""
    a, b = (np.tile(x, (walkers, 1, 1)) for x in (a0, b0))
    true, step, total = b0 @ a0, 0.05 / data, np.zeros(walkers)
    for t in range(steps):
        off = b @ a - true
        total += (t >= steps // 2) * (off**2).sum((1, 2)) / 2
        pull_a = data * b.transpose(0, 2, 1) @ off + a - a0
        pull_b = data * off @ a.transpose(0, 2, 1) + b - b0
        a = a - step / 2 * pull_a + step**0.5 * rng.randn(*a.shape)
        b = b - step / 2 * pull_b + step**0.5 * rng.randn(*b.shape)
    return data * total / (steps - steps // 2)


# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import student, table

shapes = [(6, 6, 6, 1), (6, 6, 6, 3), (6, 6, 6, 6)]
shapes += [(8, 3, 8, 1), (4, 10, 4, 2), (10, 2, 5, 1)]
rng = np.random.RandomState(0)
ends = [student(walk(*minimum(*shape))) for shape in shapes]
found = np.mean(ends, 1)
theory = np.array([exact(*shape) for shape in shapes])
half = np.array([h * (m + n) / 2 for m, h, n, _ in shapes])
names = ["{} {} {}, {}".format(*shape) for shape in shapes]
columns = {"in hidden out, rank": names, "weights / 2": half.tolist()}
columns |= {"theory": theory.tolist(), "sampled": found.tolist()}
table(columns | {"+-": [(b - a) / 2 for a, b in ends]}, decimals=1)
error = np.abs(found / theory - 1)
print(f"mean error, %  {100 * error.mean():.0f}")
print(f"largest error, %  {100 * error.max():.0f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, ax = axes(200)
ax.plot([6, 20], [6, 20], color=SOFT, linewidth=0.8)
ax.plot(theory, half, "o", color=INK, fillstyle="none")
ax.plot(theory, found, "o", color=INK)
ax.text(19, 36, "half the weights", va="center")
ax.text(19, 16, "read by walking", va="center")
ax.set(xlabel="in theory", xlim=(6, 26), xticks=[8, 12, 16], ylim=0)
told = ", ".join(f"{a:.1f} for {b:.1f}" for a, b in zip(found, theory))
show(fig, f"Read against theory: {told}; half the weights is far above")
# --8<-- [end:figure]

# --8<-- [start:check]
assert error.max() < 0.15 and error.mean() < 0.08, (
    "sampling misses the known values"
)

# control: half the number of weights, which round bowls would have
wrong = half / theory - 1
assert wrong.min() > 0.3, "counting weights would have done as well"

# control: the theory's values, dealt to other shapes
dealt = np.abs(found / np.roll(theory, 1) - 1)
assert dealt.mean() > 3 * error.mean(), "any shape's value would fit"
# --8<-- [end:check]
