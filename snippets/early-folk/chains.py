"""Do small errors multiply?"""

# --8<-- [start:score]
import random
from collections import Counter
from copy import deepcopy

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
rng, n = random.Random(0), 24
shown = ""  # eight examples, the same for every question
for terms in (2, 3, 4, 5, 2, 3, 4, 5):
    numbers = [rng.randint(1, 9) for _ in range(terms)]
    shown += f"{' + '.join(map(str, numbers))} = {sum(numbers)}\n"
first = torch.tensor([tokenizer(shown).input_ids])
examples = model.model(first, use_cache=True).past_key_values


def right(tasks):
    """For each list of numbers: is the greedy total the sum?"""
    cache = deepcopy(examples)
    cache.batch_repeat_interleave(len(tasks))
    ids = [
        (
            tokenizer(" + ".join(map(str, t)) + " =").input_ids,
            tokenizer(f" {sum(t)}\n").input_ids,
        )
        for t in tasks
    ]
    size = max(len(q + a) for q, a in ids) - 1  # all but the last
    rows = [(q + a + [0] * size)[:size] for q, a in ids]
    state = model.model(torch.tensor(rows), past_key_values=cache)[0]
    state = torch.cat(
        [
            s[len(q) - 1 : len(q + a) - 1]
            for (q, a), s in zip(ids, state, strict=True)
        ]
    )
    top = iter(model.lm_head(state).argmax(-1).tolist())
    return [[next(top) for _ in a] == a for _, a in ids]


# --8<-- [end:score]

# --8<-- [start:demo]
chains = {
    k: [[rng.randint(1, 9) for _ in range(k + 1)] for _ in range(n)]
    for k in (1, 2, 3, 4)
}
# every single addition that the chains need: (total so far, next)
steps = sorted(
    {
        (sum(c[:i]), c[i])
        for cs in chains.values()
        for c in cs
        for i in range(1, len(c))
    }
)
good = dict(zip(steps, right(steps), strict=True))
at_once, stepwise, usual = {}, {}, {}
for k, asked in chains.items():
    at_once[k] = sum(right(asked))
    stepwise[k] = sum(
        all(good[sum(c[:i]), c[i]] for i in range(1, len(c)))
        for c in asked
    )
    usual[k] = Counter(map(sum, asked)).most_common(1)[0][1]

p = sum(good.values()) / len(good)
power = {k: round(n * p**k) for k in chains}
print("additions  at once  interval      one by one  p^k  usual  of")
for k in chains:
    low, high = binomtest(at_once[k], n).proportion_ci(method="wilson")
    print(
        f"{k:9}  {at_once[k]:7}  {max(0, low):.2f} to {high:.2f}"
        f"  {stepwise[k]:10}  {power[k]:3}  {usual[k]:5}  {n}"
    )
print(f"single additions  {sum(good.values())} right of {len(good)}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(230)
k = list(chains)
one = ax.plot(k, [v / n for v in stepwise.values()], "o-")
all_ = ax.plot(k, [v / n for v in at_once.values()], "o-")
for line in (*one, *all_):
    line.set_color(MODEL)
all_[0].set_fillstyle("none")
for x, v in at_once.items():
    ends = binomtest(v, n).proportion_ci(method="wilson")
    ax.plot([x, x], ends, color=MODEL)
ax.plot(k, [p**x for x in k], "--", color=INK)
ax.plot(k, [v / n for v in usual.values()], ":", color=INK)
ax.text(4.08, stepwise[4] / n, "one by one", color=MODEL, va="bottom")
ax.text(4.08, at_once[4] / n, "at once", color=MODEL, va="center")
ax.text(4.08, p**4, "p^k", color=INK, va="center")
ax.text(1.02, 0.1, "usual total", color=INK)
ax.set(ylim=(-0.03, 0.9), xlim=(0.8, 5.1), xticks=k)
ax.set(xlabel="additions in a row", ylabel="share right")
told = ", ".join(f"{at_once[x]} and {stepwise[x]}" for x in k)
show(fig, f"Right of {n}, at once and one by one, 1 to 4 steps: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
late = at_once[3] + at_once[4]
low, _ = binomtest(sum(good.values()), len(good)).proportion_ci()
assert late < n * (low**3 + low**4) / 2, (
    "at once, errors multiply and that is all there is to it"
)
assert all(abs(stepwise[k] - power[k]) < 6 for k in chains), (
    "one by one, errors should multiply"
)
assert stepwise[4] >= at_once[4] + 5, "steps of its own do not help"

# control: a guess that never reads the question
assert stepwise[4] > usual[4] + 3, "the usual total does as well"
assert late <= usual[3] + usual[4] + 2, "at once, it beats the guess"
# --8<-- [end:check]
