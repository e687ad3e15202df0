"""Does it follow a rule that it is only shown?"""

# --8<-- [start:tasks]
import random

from perspectives.measure import DATA, greedy, table, wilson

words = (DATA / "nouns.txt").read_text().split()
rules = [
    lambda a, b: (f"{a} {b}", b),  # the second of two
    lambda a, b: (a, f"{a} {a}"),  # twice
    lambda a, b: (a, f"{a}zo"),  # a new ending
    lambda a, b: (a, f"<<{a}>>"),  # in brackets
]
# --8<-- [end:tasks]


# --8<-- [start:demo]
def task(rule, k, rng, turn):
    """K examples (outputs moved on by `turn`) and a question."""
    drawn = rng.sample(words, 2 * k + 2)  # no word comes twice
    pairs = [rule(*drawn[2 * i : 2 * i + 2]) for i in range(k + 1)]
    text = "\n"
    for i in range(k):
        text += f"{pairs[i][0]} -> {pairs[(i + turn) % k][1]}\n"
    return f"{text}{pairs[k][0]} ->", f" {pairs[k][1]}\n"


def exact(k, turn=0):
    """Of 32 answers, eight a rule, which are exactly right?"""
    rng = random.Random(k)
    tasks = [task(rule, k, rng, turn) for rule in rules * 8]
    asked, right = zip(*tasks, strict=True)
    said = greedy(asked, tokens=8)
    return list(map(str.startswith, said, right))


# --8<-- [end:demo]

# --8<-- [start:table]
hits = {str(k): exact(k) for k in (0, 1, 2, 4, 8)}
hits["4, mixed"] = exact(4, turn=1)
tried = {name: sum(each) for name, each in hits.items()}
of = [len(each) for each in hits.values()]
ends = list(map(wilson, tried.values(), of))
table(
    {
        "examples": list(tried),
        "exact": list(tried.values()),
        "of": of,
        "interval": ends,
    }
)
columns = {"rule": ["the second", "twice", "an ending", "brackets"]}
for k, each in hits.items():
    columns[f"after {k}"] = [sum(each[i::4]) for i in range(4)]
columns["of"] = [len(each[i::4]) for i in range(4)]
table(columns)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, axes, show

fig, ax = axes(180)
ax.vlines(range(6), *zip(*ends, strict=True), color=MODEL)
rates = [k / 32 for k in tried.values()]
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
