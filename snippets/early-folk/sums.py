"""Does it add as a computer adds?"""

# --8<-- [start:score]
import random

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()


def right(shown, tasks):
    """For each question: is greedy decoding exactly the answer?"""
    first = torch.tensor([tokenizer(shown).input_ids])
    cache = model.model(first, use_cache=True).past_key_values
    cache.batch_repeat_interleave(len(tasks))
    ids = [[tokenizer(text).input_ids for text in t] for t in tasks]
    size = max(len(q + a) for q, a in ids) - 1  # all but the last
    rows = [(q + a + [0] * size)[:size] for q, a in ids]
    state = model.model(torch.tensor(rows), past_key_values=cache)[0]
    state = torch.cat(
        [
            s[len(q) - 1 : len(q + a) - 1]
            for (q, a), s in zip(ids, state, strict=True)
        ]
    )  # (answer tokens of all, 576)
    top = iter(model.lm_head(state).argmax(-1).tolist())
    return [[next(top) for _ in a] == a for _, a in ids]


# --8<-- [end:score]

# --8<-- [start:demo]
operations = {
    "+": lambda a, b: a + b,
    "*": lambda a, b: a * b,
    "|": lambda a, b: a,  # control: copy the first number
}


def tried(sign, digits, n):
    """Four examples of the same kind, then N questions."""
    rng = random.Random(digits)
    numbers = range(10 ** (digits - 1), 10**digits)
    tasks = []
    for _ in range(4 + n):
        a, b = rng.choice(numbers), rng.choice(numbers)
        answer = operations[sign](a, b)
        tasks.append((f"{a} {sign} {b} =", f" {answer}\n"))
    shown = "".join(q + a for q, a in tasks[:4])
    return sum(right(shown, tasks[4:]))


n, hits = 24, {}
print("task      right  of  interval")
for sign, longest in ("+", 4), ("*", 2), ("|", 4):
    for digits in range(1, longest + 1):
        if sign == "|" and digits < 4:
            continue  # the hardest to write is enough
        k = hits[sign, digits] = tried(sign, digits, n)
        low, high = binomtest(k, n).proportion_ci(method="wilson")
        print(
            f"{sign} {digits} digit{'s' * (digits > 1):1}  {k:5}"
            f"  {n}  {max(0, low):.2f} to {high:.2f}"
        )
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(230)
ax.axhline(1, color=INK)
ax.text(0.6, 0.96, "a calculator", color=INK, va="top")
for sign, mark in ("+", "o"), ("*", "s"), ("|", "^"):
    for (s, digits), k in hits.items():
        if s == sign:
            x = digits + {"+": -0.07, "*": 0.07, "|": 0.07}[s]
            ends = binomtest(k, n).proportion_ci(method="wilson")
            ax.plot([x, x], ends, color=MODEL)
            empty = "full" if s == "+" else "none"
            ax.plot(x, k / n, mark, color=MODEL, fillstyle=empty)
ax.text(1.17, hits["*", 1] / n - 0.04, "times", color=MODEL)
ax.text(2.02, hits["+", 2] / n, "plus", color=MODEL)
ax.text(3.97, 0.87, "copying", color=MODEL, ha="right")
ax.set(ylim=(-0.03, 1.04), xlim=(0.5, 4.5), xticks=[1, 2, 3, 4])
ax.set(xlabel="digits of each number", ylabel="share right")
told = ", ".join(f"{k} for {s} {d}" for (s, d), k in hits.items())
show(fig, f"Right answers of {n} by sign and digits: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert hits["+", 1] >= hits["+", 3] + 6, (
    "more digits should be harder; to a computer they are not"
)
assert hits["+", 4] <= 4 and hits["*", 2] <= 4, "it can calculate"

# control: the same form and as many digits, nothing to work out
assert hits["|", 4] >= 16, "it cannot even write four digits"
# --8<-- [end:check]
