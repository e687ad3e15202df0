"""Given a number, does the model know its factors?"""

# --8<-- [start:rows]
import math
import random

import torch

from perspectives.measure import costs, student, table

primes = [p for p in range(11, 98) if all(p % d for d in range(2, p))]
pairs = [(p, q) for p in primes for q in primes if p < q]
pairs = [(p, q) for p, q in pairs if p * q > 999]
random.Random(0).shuffle(pairs)
shown, asked = pairs[:8], pairs[8:48]
right = [p * q for p, q in asked]
wrong = right[1:] + right[:1]  # the number of the next row


def product(pair, number):  # the other way round: multiply
    return f"{pair[0]} x {pair[1]} =", f" {number}"


# --8<-- [end:rows]


# --8<-- [start:demo]
def factors(pair, number):
    return f"{number} =", f" {pair[0]} x {pair[1]}"


def bits(form, numbers):
    """Of the four digits after "=" in each row: (rows, 4)."""
    above = ["".join(form(x, x[0] * x[1])) for x in shown]
    top = "\n".join(["", *above, ""])
    before, after = zip(*map(form, asked, numbers))
    each = torch.stack(costs([top + x for x in before], after))
    return each[:, [1, 2, 5, 6] if form is factors else [1, 2, 3, 4]]


# --8<-- [end:demo]

# --8<-- [start:table]
names = "factors", "product"
found = {
    "factors": bits(factors, right),
    "factors, wrong number": bits(factors, wrong),
    "product": bits(product, right),
    "product, wrong number": bits(product, wrong),
}
each = [" ".join(f"{b:.1f}" for b in x.mean(0)) for x in found.values()]
total = {name: x.sum(1) for name, x in found.items()}
columns = {"row": list(found)}
columns["bits"] = [x.mean().item() for x in total.values()]
columns |= {"interval": list(map(student, total.values()))}
columns["of"] = list(map(len, total.values()))
table(columns | {"by digit": each}, decimals=1)
saved = [total[f"{x}, wrong number"] - total[x] for x in names]
ends = list(map(student, saved))
columns = {"saved by the right number": [f"on the {x}" for x in names]}
columns["bits"] = [x.mean().item() for x in saved]
table(columns | {"interval": ends}, decimals=1)
guess = math.log2(len(pairs))
print(f"a guess among the pairs  {guess:.1f}")
print(f"a guess among all digits  {4 * math.log2(10):.1f}")
tries = max(primes.index(p) + 1 for p, _ in asked)
print(f"primes to try from 11 on, at most  {tries}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(190)
ax.axvline(guess, color=INK)
ax.text(guess - 0.1, -0.6, "a guess among the pairs", ha="right")
for y, x in enumerate(total.values()):
    fill = "none" if y % 2 else "full"
    ax.plot(student(x), [y] * 2, color=MODEL)
    ax.plot(x.mean(), y, "o", color=MODEL, fillstyle=fill)
ax.set_yticks(range(4), found)
ax.set(xlim=(0, 18), ylim=(3.5, -1), xlabel="bits for four digits")
told = ", ".join(f"{k} {x.mean():.1f}" for k, x in total.items())
show(fig, f"Bits for four digits: {told}; a guess {guess:.1f}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert total["factors"].mean() > guess + 2, "it knows something"
assert -1 < ends[0][0] < ends[0][1] < 1, "the number helps"

# control: the test sees a number that helps, if it helps at all
assert ends[1][0] > ends[0][1] + 1, "the test is blind"
# --8<-- [end:check]
