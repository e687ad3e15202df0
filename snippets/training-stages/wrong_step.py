"""If a written step is wrong, does the answer follow it?"""

# --8<-- [start:sums]
import random

from perspectives.measure import cost, greedy, student, table, wilson

rng, n = random.Random(1), 24
sums = [[rng.randint(1, 9) for _ in range(3)] for _ in range(n)]
both = [(q, rng.choice([-1, 1, 2])) for q in sums]  # with a mistake
pages = [f" (page {a + b + off})" for (a, b, _), off in both]
shown = [(3, 5, 4), (7, 2, 6), (1, 4, 9), (2, 8, 3)]
# --8<-- [end:sums]


# --8<-- [start:demo]
def begun(a, b, c, off=0, note=""):
    """A sum and its first step, which may be off."""
    return f"{a} + {b} + {c}:{note} {a} + {b} = {a + b + off},"


def rest(a, b, c, off=0):
    """How the line goes on from that step."""
    return f" {a + b + off} + {c} = {a + b + c + off}."


examples = "\n" + "".join(f"{begun(*q)}{rest(*q)}\n" for q in shown)
tests = {
    "right step": [begun(*q) for q in sums],
    "wrong step": [begun(*q, off) for q, off in both],
    "wrong page": [
        begun(*q, note=page) for q, page in zip(sums, pages)
    ],
}
# --8<-- [end:demo]

# --8<-- [start:table]
said = {
    name: greedy([examples + x for x in lines], 12)
    for name, lines in tests.items()
}
from_true = [rest(*q) for q in sums]
from_wrong = [rest(*q, off) for q, off in both]
true, wrong = [
    [sum(map(str.startswith, x, ends)) for x in said.values()]
    for ends in (from_true, from_wrong)
]
columns = {"written": list(tests), "from the true number": true}
columns["interval of true"] = [wilson(k, n) for k in true]
columns["from the wrong number"] = wrong
columns["interval of wrong"] = [wilson(k, n) for k in wrong]
table(columns | {"of": [n] * 3})
steps = [
    (f"{examples}{x.rpartition('=')[0]}=", f"{x.rpartition('=')[2]}")
    for name in ("wrong step", "right step")
    for x in tests[name]
]
bits = cost(*zip(*steps)).view(2, n)
low, high = student(bits[0] - bits[1])
print(f"bits, the right number  {bits[1].mean():.1f}")
print(f"bits, the wrong number  {bits[0].mean():.1f}")
print(f"bits more for the wrong  {(bits[0] - bits[1]).mean():.1f}")
print(f"interval of that  {low:.1f} to {high:.1f}")
for line, text in list(zip(tests["wrong step"], said["wrong step"]))[
    :3
]:
    print(f"{line}  {text.partition('.')[0].strip()}")
# --8<-- [end:table]

# --8<-- [start:check]
assert true[0] >= 12, "it cannot add"
assert wrong[1] >= 12 and true[1] <= 4, "the total ignores the step"
assert low > 1, "it takes the wrong number for the right one"

# control: a wrong number that is no step must not mislead
assert true[2] >= 12 and wrong[2] <= 4, "any wrong number misleads it"
# --8<-- [end:check]
