"""Does it add as a computer adds?"""

# --8<-- [start:drawn]
import random

from perspectives.measure import greedy, table, wilson

n = 24


def five(rng, digits):
    """Five pairs of numbers with so many digits; no pair twice."""
    low = 10 ** (digits - 1)
    drawn = rng.sample(range((9 * low) ** 2), 5)
    return [(low + i // (9 * low), low + i % (9 * low)) for i in drawn]


# --8<-- [end:drawn]


# --8<-- [start:demo]
def right(sign, answer, digits):
    """Of 24 questions, each after four examples, how many right?"""
    rng = random.Random(digits)
    texts = []
    for _ in range(n):
        pairs = five(rng, digits)
        lines = [f"{a} {sign} {b} = {answer(a, b)}\n" for a, b in pairs]
        texts.append("".join(lines))
    asked, _, answers = zip(*(t.rpartition(" ") for t in texts))
    said = greedy(asked, 2 * digits + 2)
    return sum(map(str.startswith, said, (f" {a}" for a in answers)))


# --8<-- [end:demo]

# --8<-- [start:table]
tried = {f"+ {d}": (lambda a, b: a + b, d) for d in (1, 2, 3, 4)}
tried |= {f"* {d}": (lambda a, b: a * b, d) for d in (1, 2)}
tried["| 4"] = lambda a, b: a, 4  # control: copy the first number
hits = {name: right(name[0], *kind) for name, kind in tried.items()}
plural = ["s"[: kind[1] - 1] for kind in tried.values()]
rows = [f"{name} digit{s}" for name, s in zip(tried, plural)]
ends = [wilson(k, n) for k in hits.values()]
columns = {"task": rows, "right": list(hits.values())}
table(columns | {"of": [n] * len(rows), "interval": ends})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
ax.axhline(1, color=INK)
ax.text(0.6, 0.97, "a calculator", color=INK, va="top")
places = [0.93, 1.93, 2.93, 3.93, 1.07, 2.07, 4.07]
ax.vlines(places, *zip(*ends), color=MODEL)
share = [k / n for k in hits.values()]
ax.plot(places[:4], share[:4], "o", color=MODEL)
ax.plot(places[4:6], share[4:6], "s", color=MODEL, fillstyle="none")
ax.plot(places[6], share[6], "^", color=MODEL, fillstyle="none")
for place, name in (1, "plus"), (5, "times"), (6, "copying"):
    x = places[place] + (0.07 if place < 6 else -0.07)
    side = {"ha": "left"} if place < 6 else {"ha": "right", "va": "top"}
    ax.text(x, share[place], name, color=MODEL, **side)
ax.set(ylim=(-0.03, 1.04), xlim=(0.5, 4.5), xticks=[1, 2, 3, 4])
ax.set(xlabel="digits of each number", ylabel="share right")
told = ", ".join(f"{k} for {name}" for name, k in hits.items())
show(fig, f"Right answers of {n} by sign and digits: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert hits["+ 1"] >= hits["+ 3"] + 6, (
    "more digits should be harder; to a computer they are not"
)
assert hits["+ 4"] <= 4 and hits["* 2"] <= 4, "it can calculate"

# control: the same form and as many digits, nothing to work out
assert hits["| 4"] >= 12, "it cannot even write four digits"
# --8<-- [end:check]
