"""Do random weights prefer functions that are easy to say?"""

# --8<-- [start:formulas]
from itertools import product

import numpy as np

X = np.array(list(product([0, 1], repeat=3)))  # 8 rows, 3 inputs
bits = 1 << np.arange(8)  # a function is a number below 256

# the shortest formula of and, or, not: how often it names an input
named = {0: 0, 255: 0}
level = {
    1: [
        int(v)
        for i in range(3)
        for v in (X[:, i] @ bits, (1 - X[:, i]) @ bits)
    ]
}
named |= dict.fromkeys(level[1], 1)
while len(named) < 256:
    k = max(level) + 1
    pairs = (
        (f, g)
        for i in range(1, k // 2 + 1)
        for f in level[i]
        for g in level[k - i]
    )
    new = {h for f, g in pairs for h in (f & g, f | g)}
    level[k] = sorted(new - named.keys())
    named |= dict.fromkeys(level[k], k)
length = np.array([named[f] for f in range(256)])
# --8<-- [end:formulas]

# --8<-- [start:demo]
from scipy.stats import spearmanr

rng, draws, width = np.random.RandomState(0), 400_000, 16
count = np.zeros(256, int)
mixed = np.zeros(256, int)
for _ in range(20):
    n = draws // 20
    W, b = rng.randn(n, width, 3), rng.randn(n, width, 1)
    v, a = rng.randn(n, 1, width), rng.randn(n, 1)
    hidden = np.maximum(W @ (2 * X.T - 1) + b, 0)  # (n, width, 8)
    out = (v @ hidden)[:, 0] / np.sqrt(width) + a > 0
    count += np.bincount(out @ bits, minlength=256)
    # control: the same outputs, dealt to the rows by lot
    out = np.take_along_axis(out, rng.rand(n, 8).argsort(1), 1)
    mixed += np.bincount(out @ bits, minlength=256)

print("inputs named  functions  in a million, each  outputs dealt")
share = {}
for k in sorted(set(length)):
    here = length == k
    share[k] = [1e6 * x[here].mean() / draws for x in (count, mixed)]
    print(
        f"{k:12}  {here.sum():9}  {share[k][0]:18,.0f}"
        f"  {share[k][1]:13,.0f}"
    )
rank = [spearmanr(length, x)[0] for x in (count, mixed)]
print(f"rank correlation  {rank[0]:.2f}")
print(f"of outputs dealt  {rank[1]:.2f}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert len(named) == 256 and max(length) == 10, "a formula is missing"
assert rank[0] < -0.6, "long formulas are as common as short ones"

# control: outputs dealt to the rows keep their number of ones
assert rank[0] < rank[1] - 0.2, (
    "the number of ones alone explains which functions are common"
)
# --8<-- [end:check]
