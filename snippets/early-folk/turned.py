"""Is it a calculator that is broken?"""

# --8<-- [start:sums]
import random

from perspectives.measure import greedy, table

rng = random.Random(0)
sets = [
    [rng.choices(range(100, 1000), k=2) for _ in range(40)]
    for _ in range(9)
]
asked, *rest = sets  # one question each, and eight examples
# --8<-- [end:sums]


# --8<-- [start:demo]
def answers(asked, examples):
    """What the model says each pair makes, after four examples."""
    rows = zip(*examples)
    shown = [
        "".join(f"{a} + {b} = {a + b}\n" for a, b in x) for x in rows
    ]
    asks = [f"{x}{a} + {b} =" for x, (a, b) in zip(shown, asked)]
    return [text.split("\n")[0] for text in greedy(asks, 6)]


there = answers(asked, rest[:4])
back = answers([(b, a) for a, b in asked], rest[:4])
other = answers(asked, rest[4:])  # after four other examples
# --8<-- [end:demo]


# --8<-- [start:table]
def agree(said, wanted):
    """How many are the same: as a whole, in the end, in size?"""
    both = list(zip(said, wanted))
    near = [
        x.strip().isdigit() and abs(int(x) - int(y)) <= int(y) / 10
        for x, y in both
    ]
    ends = [x[-1:] == y[-1:] for x, y in both]
    return [sum(x == y for x, y in both), sum(ends), sum(near)]


n, true = len(asked), [f" {a + b}" for a, b in asked]
found = {
    "the sum": agree(there, true),
    "the next sum (control)": agree(there, true[1:] + true[:1]),
    "turned round": agree(back, there),
    "after other examples": agree(other, there),
}
whole, last, near = zip(*found.values())
columns = {"its answers against": list(found), "same": whole}
columns |= {"last digit": last, "within a tenth": near}
table(columns | {"of": [n] * len(found)})
for (a, b), x, y in list(zip(asked, there, back))[:3]:
    print(f"{a} + {b} = {a + b}  said{x}, turned round{y}")
# --8<-- [end:table]

# --8<-- [start:check]
exact, by_chance, turned, afresh = found.values()
assert exact[0] <= 8, "it can add three digits"
assert turned[0] <= 18 and afresh[0] <= 18, (
    "it is wrong in a fixed way, as a broken calculator is"
)

# control: its answers against the sums of other questions
assert exact[1] > by_chance[1] + 10, "its last digits are chance"
# --8<-- [end:check]
