"""Does gradient descent land where the posterior has its mass?"""

# --8<-- [start:networks]
from itertools import product

import numpy as np

X = 2.0 * np.array(list(product([0, 1], repeat=4))) - 1  # 16 rows
rng, width = np.random.RandomState(0), 16


def networks(n):
    """Weights of n small networks, drawn by lot: the prior."""
    w, b = rng.randn(n, width, 4), rng.randn(n, width)
    v, a = rng.randn(n, width) / width**0.5, rng.randn(n)
    return [w, b, v, a]


def forward(p):
    w, b, v, a = p
    h = np.maximum(w @ X.T + b[:, :, None], 0)  # (n, width, rows)
    return h, (v[:, None] @ h)[:, 0] + a[:, None]


def descend(p, y, one=False, rate=0.1):
    """Gradient descent on the log loss; ends at the first fit."""
    ends = np.full((len(p[3]), 16), -1)
    alive = np.arange(len(p[3]))
    for _ in range(1500):
        h, z = forward(p)
        fit = ((z > 0)[:, shown] == y[shown]).all(1)
        ends[alive[fit]] = (z > 0)[fit]
        p, alive = [m[~fit] for m in p], alive[~fit]
        if not len(alive):
            break
        h, z = h[~fit], z[~fit]
        g = np.zeros_like(z)  # gradient by the output of each row
        g[:, shown] = (1 / (1 + np.exp(-z)) - y)[:, shown] / len(shown)
        if one:  # of the rows shown, each network looks at one
            dealt = rng.randint(0, len(shown), len(z))
            g *= len(shown) * (np.arange(16) == shown[dealt, None])
        back = p[2][:, :, None] * g[:, None] * (h > 0)
        p = [
            p[0] - rate * back @ X,
            p[1] - rate * back.sum(2),
            p[2] - rate * (h @ g[:, :, None])[:, :, 0],
            p[3] - rate * g.sum(1),
        ]
    return ends[ends[:, 0] >= 0]


# --8<-- [end:networks]

# --8<-- [start:demo]
shown = np.array([0, 2, 3, 5, 6, 9, 10, 12, 13, 15])
hidden = np.setdiff1d(np.arange(16), shown)  # 64 ways to go on
targets = {
    "x1": X[:, 0] > 0,
    "x1 and x2": (X[:, 0] > 0) & (X[:, 1] > 0),
    "two of three": X[:, :3].sum(1) > 0,
}
drawn = [forward(networks(20_000))[1] > 0 for _ in range(20)]
drawn = np.concatenate(drawn)


def shares(x):
    """Share of each of the 64 ways to fill the hidden rows."""
    code = x[:, hidden] @ (1 << np.arange(6))
    return np.bincount(code, minlength=64) / len(x)


far, sizes = {}, {}
for name, y in targets.items():
    fit = drawn[(drawn[:, shown] == y[shown]).all(1)]
    posterior, sizes[name] = shares(fit), len(fit)
    W, b, v, a = start = networks(2000)
    small = [W / 5, b / 5, v / 5, a / 25]  # the same functions
    ways = {
        "posterior, one half": shares(fit[::2]),
        "gradient descent": shares(descend(start, y)),
        "one row at a time": shares(descend(start, y, one=True)),
        "from a small start": shares(descend(small, y)),
        "even shares": np.full(64, 1 / 64),
    }
    far[name] = {
        k: abs(q - posterior).sum() / 2 for k, q in ways.items()
    }

print("distance from posterior  " + "  ".join(targets))
for way in ways:
    cells = (f"{far[t][way]:{len(t)}.2f}" for t in targets)
    print(f"{way:23}  " + "  ".join(cells))
cells = (f"{sizes[t]:{len(t)}}" for t in targets)
print(f"{'draws in posterior':23}  " + "  ".join(cells))
# --8<-- [end:demo]

# --8<-- [start:check]
near = [far[t]["gradient descent"] for t in targets]
assert max(near) < 0.25, "gradient descent lands elsewhere"
assert max(far[t]["posterior, one half"] for t in targets) < 0.1, (
    "too few draws to tell"
)

# control: any function that fits, with even shares
even = [far[t]["even shares"] for t in targets]
assert min(even) > 0.6, "the posterior has no favourites to be found"

# control: the prior over functions is the same from a small start
z, same = forward(start)[1], forward(small)[1]
assert ((z > 0) == (same > 0)).all(), "the small start is another prior"
apart = [far[t]["from a small start"] for t in targets]
assert max(apart) > 0.5, "where descent starts makes no difference"
# --8<-- [end:check]
