"""Do random weights prefer functions that are easy to say?"""

# --8<-- [start:formulas]
from itertools import product

import numpy as np

X = np.array(list(product([0, 1], repeat=3)))  # 8 rows, 3 inputs
bits = 1 << np.arange(8)  # a function is a number below 256

# the shortest formula of and, or, not: how often it names an input
level = {0: [0, 255]}
level[1] = [int(x @ bits) for i in X.T for x in (i, 1 - i)]
named = {f: k for k, functions in level.items() for f in functions}
while len(named) < 256:
    k = max(level) + 1
    halves = [(level[i], level[k - i]) for i in range(1, k // 2 + 1)]
    pairs = [pair for both in halves for pair in product(*both)]
    new = {h for f, g in pairs for h in (f & g, f | g)}
    level[k] = sorted(new - named.keys())
    named |= dict.fromkeys(level[k], k)
length = np.array([named[f] for f in range(256)])
# --8<-- [end:formulas]

# --8<-- [start:demo]
rng, width, n = np.random.RandomState(0), 16, 20_000
count = np.zeros((4, 256), int)
for _ in range(20):
    w, b = rng.randn(n, width, 3), rng.randn(n, width, 1)
    v, a = rng.randn(n, 1, width) / width**0.5, rng.randn(n, 1)
    into = w @ (2 * X.T - 1) + b  # what each neuron receives
    bent = (v @ np.maximum(into, 0))[:, 0] + a > 0
    # controls: the same answers, dealt to the inputs at random; and
    # neurons that answer with a wave, fast or slow, not with a bend
    dealt = np.take_along_axis(bent, rng.rand(n, 8).argsort(1), 1)
    fast = (v @ np.sin(3 * into))[:, 0] + a > 0
    slow = (v @ np.sin(into / 2))[:, 0] + a > 0
    said = bent, dealt, fast, slow
    count += [np.bincount(x @ bits, minlength=256) for x in said]
# --8<-- [end:demo]

# --8<-- [start:table]
from scipy.stats import spearmanr

from perspectives.measure import table, wilson

lengths, draws = sorted(set(length)), 20 * n
alike = [length == k for k in lengths]
each = 1e6 / draws * np.array([count[:, k].mean(1) for k in alike]).T
hits = [(count[0, k].sum(), k.sum()) for k in alike]
ends = [1e6 * np.array(wilson(x, draws)) / k for x, k in hits]
columns = {"inputs named": [f"{k}" for k in lengths]}
columns["functions"] = [k for _, k in hits]
names = "in a million, each", "dealt", "fast waves", "slow waves"
columns |= {k: [f"{y:,.0f}" for y in x] for k, x in zip(names, each)}
columns["interval"] = [f"{x:,.0f} to {y:,.0f}" for x, y in ends]
table(columns)
rank = [spearmanr(length, x)[0] for x in count]
print(f"draws  {draws:,}")
table({"rank correlation": ["bends", *names[1:]], "with length": rank})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, ax = axes(220)
x, y = lengths[1:-1], each[:, 1:-1]  # none of the hardest occurred
ax.plot(x, y[0], "o-", color=INK)
ax.plot(x, y[1], "o:", x, y[2], "s:", color=SOFT, fillstyle="none")
ax.plot(x, y[3], "^-", color=SOFT, linewidth=0.8)
ax.vlines(x, *zip(*ends[1:-1]), color=INK)
ax.set(yscale="log", xlabel="inputs mentioned by the shortest formula")
ax.set_yticks([100, 1000, 10_000], ["100", "1,000", "10,000"])
ax.minorticks_off()
ax.text(6.1, 2600, "dealt, and fast waves", color=SOFT)
ax.text(3.3, 50, "slow waves", color=SOFT)
ax.text(1.2, 12_800, "neurons that bend")
show(fig, f"Rarer with length: {y[0, 0]:,.0f} falls to {y[0, -1]:.0f}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert len(named) == 256 and max(length) == 10, "a formula is missing"
assert rank[0] < -0.8, "long formulas are as common as short ones"

# controls: answers dealt at random keep their number of ones; fast
# waves are as random, and forget what a neuron receives
assert rank[0] < min(rank[1:3]) - 0.4, (
    "the number of ones alone explains which functions are common,"
    " or any network would do"
)
assert rank[3] < -0.6, "it takes a bend: slow waves have no favourites"
# --8<-- [end:check]
