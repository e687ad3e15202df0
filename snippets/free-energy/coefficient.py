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


# --8<-- [end:exact]


# --8<-- [start:demo]
def estimate(m, h, n, r, data=1e4, steps=8000, chains=16):
    """Langevin walkers tied to a minimum: data times mean loss."""
    rng = np.random.RandomState(0)
    u = np.linalg.qr(rng.randn(n, n))[0][:, :r]
    v = np.linalg.qr(rng.randn(m, m))[0][:, :r]
    turn = np.linalg.qr(rng.randn(h, h))[0]
    a0, b0 = turn[:, :r] @ v.T, u @ turn[:, :r].T  # b0 a0 has rank r
    a, b = np.tile(a0, (chains, 1, 1)), np.tile(b0, (chains, 1, 1))
    true, step, total = b0 @ a0, 0.05 / data, np.zeros(chains)
    for t in range(steps):
        off = b @ a - true
        if t >= steps // 2:
            total += (off**2).sum((1, 2)) / 2
        pull_a = data * b.transpose(0, 2, 1) @ off + a - a0
        pull_b = data * off @ a.transpose(0, 2, 1) + b - b0
        a = a - step / 2 * pull_a + step**0.5 * rng.randn(*a.shape)
        b = b - step / 2 * pull_b + step**0.5 * rng.randn(*b.shape)
    each = data * total / (steps - steps // 2)
    return each.mean(), 2 * each.std(ddof=1) / chains**0.5


shapes = [(6, 6, 6, rank) for rank in (1, 3, 6)]
shapes += [(8, 3, 8, 1), (4, 10, 4, 2), (10, 2, 5, 1)]
rows = []
print("in hidden out, rank  weights/2  theory  sampled  +-")
for m, h, n, r in shapes:
    got, twice = estimate(m, h, n, r)
    rows.append((h * (m + n) / 2, exact(m, h, n, r), got))
    name = f"{m} {h} {n}, {r}"
    print(
        f"{name:19}  {rows[-1][0]:9.1f}  {rows[-1][1]:6.1f}"
        f"  {got:7.1f}  {twice:.1f}"
    )
half, theory, found = np.array(rows).T
error = np.abs(found / theory - 1)
print(f"mean error in per cent  {100 * error.mean():.0f}")
print(f"largest  {100 * error.max():.0f}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert error.max() < 0.15 and error.mean() < 0.08, (
    "sampling misses the known values"
)

# control: half the number of weights, which regular models would have
wrong = half / theory - 1
assert wrong.min() > 0.3, "counting weights would have done as well"

# control: the theory's values, dealt to other shapes
dealt = np.abs(found / np.roll(theory, 1) - 1)
assert dealt.mean() > 3 * error.mean(), "any shape's value would fit"
# --8<-- [end:check]
