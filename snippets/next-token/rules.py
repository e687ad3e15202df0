"""Does it follow a rule that it is only shown?"""

# --8<-- [start:rules]
import random

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
words = "sun dog tree house fish bird cup milk king road hand star"
words = f"{words} leaf ship frog door rain salt moon goat".split()
rules = [
    lambda a, b: (f"{a} {b}", b),  # the second of two
    lambda a, b: (a, f"{a} {a}"),  # twice
    lambda a, b: (a, f"{a}zo"),  # a new ending
    lambda a, b: (a, f"<<{a}>>"),  # in brackets
]


def task(rule, k, rng, turn):
    """K examples (outputs moved on by `turn`), question, answer."""
    drawn = rng.sample(words, 2 * k + 2)  # no word comes twice
    pairs = [rule(*drawn[2 * i : 2 * i + 2]) for i in range(k + 1)]
    text = "\n"
    for i in range(k):
        text += f"{pairs[i][0]} -> {pairs[(i + turn) % k][1]}\n"
    asked, answer = f"{text}{pairs[k][0]} ->", f" {pairs[k][1]}\n"
    return tokenizer(asked).input_ids, tokenizer(answer).input_ids


# --8<-- [end:rules]


# --8<-- [start:demo]
def exact(k, turn=0):
    """Of 32 answers, how many are what greedy decoding gives?"""
    rng, hits = random.Random(k), 0
    for rule in rules:  # its texts are of nearly the same length
        tasks = [task(rule, k, rng, turn) for _ in range(8)]
        size = max(len(q + a) for q, a in tasks) - 1
        ids = [(q + a + [0] * size)[:size] for q, a in tasks]
        state = model.model(torch.tensor(ids)).last_hidden_state
        for (q, a), s in zip(tasks, state, strict=True):
            s = s[len(q) - 1 : len(q + a) - 1]
            hits += model.lm_head(s).argmax(-1).tolist() == a
    return hits


tried = {str(k): exact(k) for k in (0, 1, 2, 4, 8)}
tried["4, mixed"] = exact(4, turn=1)
ends, n = [], 32
print("examples  exact  of  interval")
for name, k in tried.items():
    low, high = binomtest(k, n).proportion_ci(method="wilson")
    print(f"{name:8}  {k:5}  {n}  {low:.2f} to {high:.2f}")
    ends.append((low, high))
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import MODEL, axes, show

fig, ax = axes(210)
ax.vlines(range(6), *zip(*ends, strict=True), color=MODEL)
rates = [k / n for k in tried.values()]
ax.plot(range(5), rates[:5], "o", color=MODEL)
ax.plot(5, rates[5], "o", color=MODEL, fillstyle="none")
ax.set(ylim=(0, 1.02), xlim=(-0.5, 5.6), xlabel="examples shown")
ax.set(ylabel="share exactly right")
ax.set_xticks(range(6), [*list(tried)[:5], "4, mixed"])
said = ", ".join(f"{v} with {k}" for k, v in tried.items())
show(fig, f"Right answers of 32 by number of examples: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert tried["0"] <= 8, "the rule can be guessed without an example"
assert tried["1"] > tried["0"] + 8, "one example should help"
assert tried["8"] >= 26, "eight examples should be enough"

# control: examples whose outputs belong to other inputs
assert tried["4, mixed"] < tried["4"] - 12, (
    "the form of the examples is enough, so no rule was needed"
)
# --8<-- [end:check]
