"""When the next number is certain, does the model know it?"""

# --8<-- [start:lists]
import random

import torch

from perspectives.measure import costs, student, table

rng, n = random.Random(0), 20
starts = [rng.randrange(100, 200) for _ in range(6)]


def by_steps(start, low, high):
    """Twenty numbers, each LOW to HIGH more than the one before."""
    numbers = [start]
    for _ in range(n - 1):
        numbers.append(numbers[-1] + rng.randint(low, high))
    return numbers


more = "Each number is {} more than the one before it."
kinds = {  # what stands above, how large a step is, and what a line is
    "add 1": (more.format(1), 1, 1),
    "add 37": (more.format(37), 37, 37),
    "add 37, no rule": ("A list of numbers.", 37, 37),
    "add 27 to 47 at random": (more.format("27 to 47"), 27, 47),
    "add 37, written out": ("Sums.", 37, 37, "{1} + 37 = {0}\n"),
}
# --8<-- [end:lists]


# --8<-- [start:demo]
def bits(rule, low, high, line="{0}\n"):
    """Bits for a number in the second half of each of six lists."""
    lists = [by_steps(start, low, high) for start in starts]
    lines = [[line.format(x, x - low) for x in each] for each in lists]
    read = [f"{rule}\n\n{''.join(x[: n // 2])}" for x in lines]
    asked = ["".join(x[n // 2 :]) for x in lines]
    each = torch.stack(costs(read, asked)).view(6, n // 2, -1)
    return each[..., -4:-1].sum(2).mean(1)  # last comes the new line


found = {name: bits(*kind) for name, kind in kinds.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
import math

lot = math.log2(47 - 27 + 1)
ideal = [0.0, 0.0, 0.0, lot, 0.0]
means = [x.mean().item() for x in found.values()]
ends = list(map(student, found.values()))
columns = {"list": list(found), "ideal": ideal, "model": means}
columns |= {"interval": ends, "lists": list(map(len, found.values()))}
table(columns)
print(f"rule above, saved  {means[2] - means[1]:.2f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(200)
for y, (best, mean, both) in enumerate(zip(ideal, means, ends)):
    ax.plot(both, [y] * 2, color=MODEL)
    fill = "none" if y > 1 else "full"
    ax.plot(mean, y, "o", color=MODEL, fillstyle=fill)
    ax.plot(best, y, "d", color=INK, fillstyle="none", ms=7)
ax.text(0.25, 2, "an ideal predictor", va="center")
ax.text(0.6, 0, "the model", color=MODEL, va="center")
ax.set_yticks(range(5), found)
ax.set(ylim=(4.5, -0.5), xlim=(-0.3, 7.5), xlabel="bits a number")
told = ", ".join(f"{k} {m:.1f}" for k, m in zip(found, means))
show(fig, f"Bits a number: {told}; ideal 0 but for the lot, {lot:.1f}")
# --8<-- [end:figure]

# --8<-- [start:check]
one, paid, unsaid, drawn, asked = means
assert paid > 4, "it follows the rule with 37"
assert one < 1, "it follows no rule at all"

# control: the same numbers as results of sums that are written out
assert 2 < asked < paid - 1, "it adds 37 when asked, or is not helped"
# control: what the rule makes certain, against what nobody can know
assert paid > drawn - 1, "certain numbers are cheaper"
assert unsaid - paid < 1, "the rule, once stated, is a help"
assert drawn > lot - 0.1, "it knows what the lot will be"
# --8<-- [end:check]
