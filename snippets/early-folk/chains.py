"""Do small errors multiply?"""

# --8<-- [start:tasks]
import random
from collections import Counter

from perspectives.measure import greedy, table, wilson

rng, n = random.Random(0), 24


def drawn(terms):
    return [rng.randint(1, 9) for _ in range(terms)]


shown = ""  # eight examples, the same for every question
for terms in (2, 3, 4, 5) * 2:
    numbers = drawn(terms)
    shown += f"{' + '.join(map(str, numbers))} = {sum(numbers)}\n"
chains = {k: [drawn(k + 1) for _ in range(n)] for k in (1, 2, 3, 4)}
# --8<-- [end:tasks]


# --8<-- [start:demo]
def right(tasks):
    """For each list of numbers: is the greedy total the sum?"""
    asked = [shown + " + ".join(map(str, x)) + " =" for x in tasks]
    true = [f" {sum(numbers)}\n" for numbers in tasks]
    return list(map(str.startswith, greedy(asked, 4), true))


def links(chain):
    """The single additions of a chain: (total so far, next)."""
    return [(sum(chain[:i]), chain[i]) for i in range(1, len(chain))]


singles = sorted(
    {x for each in chains.values() for c in each for x in links(c)}
)
good = dict(zip(singles, right(singles)))
at_once = {k: sum(right(each)) for k, each in chains.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
stepwise = {
    k: sum(all(good[x] for x in links(chain)) for chain in each)
    for k, each in chains.items()
}
usual = {
    k: Counter(map(sum, each)).most_common(1)[0][1]
    for k, each in chains.items()
}
p = sum(good.values()) / len(good)
ends = [wilson(k, n) for k in at_once.values()]
columns = {"additions": list(chains), "at once": list(at_once.values())}
columns |= {"interval": ends, "one by one": list(stepwise.values())}
columns["p^k"] = [round(n * p**k) for k in chains]
table(columns | {"usual": list(usual.values()), "of": [n] * 4})
print(f"single additions  {sum(good.values())} right of {len(good)}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
k = list(chains)
ax.plot(k, [v / n for v in stepwise.values()], "o-", color=MODEL)
ax.vlines(k, *zip(*ends), color=MODEL)
once = [v / n for v in at_once.values()]
ax.plot(k, once, "o-", color=MODEL, fillstyle="none")
ax.plot(k, [p**x for x in k], "--", color=INK)
ax.plot(k, [v / n for v in usual.values()], ":", color=INK)
ax.text(4.08, stepwise[4] / n, "one by one", color=MODEL, va="bottom")
ax.text(4.08, once[-1], "at once", color=MODEL, va="center")
ax.text(4.08, p**4, "multiplied", color=INK, va="center")
ax.text(1.02, 0.1, "usual total", color=INK)
ax.set(ylim=(-0.03, 0.9), xlim=(0.8, 5.1), xticks=k)
ax.set(xlabel="additions in a row", ylabel="share right")
told = ", ".join(f"{at_once[x]} and {stepwise[x]}" for x in k)
show(fig, f"Right of {n}, at once and one by one, 1 to 4 steps: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
late = at_once[3] + at_once[4]
low, _ = wilson(sum(good.values()), len(good))
assert late < n * (low**3 + low**4) / 2, "at once, errors multiply"
assert stepwise[4] >= at_once[4] + 5, "single steps do not help"

# control: a guess that never reads the question
assert stepwise[4] > usual[4] + 3, "the usual total does as well"
assert late <= usual[3] + usual[4] + 2, "at once, it beats the guess"
# --8<-- [end:check]
