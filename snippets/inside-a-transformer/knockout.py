"""What is lost when heads of layers 17 and 18 are silenced?"""

# --8<-- [start:materials]
import random
from itertools import product

import torch

from perspectives.inside import cut
from perspectives.measure import (
    DATA,
    costs,
    first_tokens,
    next_token,
    student,
    table,
)

lines = (DATA / "lines.txt").read_text().splitlines()
texts, right = [], []
for row in (DATA / "farm.txt").read_text().splitlines():
    a, c, b, d = row.split()
    told = f"I saw a {a} {c} and a {b} {d}. I fed the"
    texts += [f"{told} {a}", f"{told} {b}"]
    right += [f" {c}", f" {d}"]
right = first_tokens(right)
wrong = right.view(16, 2).flip(1).flatten()
# --8<-- [end:materials]


# --8<-- [start:demo]
def measure(silent):
    """Bits: a token of a line said again, and the animal's lead."""
    with cut(silent):
        again = torch.cat(costs(lines, [f" {x}" for x in lines])).mean()
        bits = next_token(texts)
    lead = bits[range(32), right] - bits[range(32), wrong]
    return again, lead.view(16, 2).mean(1)  # by draw


four = [(17, 3), (17, 4), (18, 6), (18, 7)]
others = [x for x in product((17, 18), range(9)) if x not in four]
# --8<-- [end:demo]

# --8<-- [start:table]
sets = {"none": [], "the four": four}
sets |= {"{}.{}".format(*head): [head] for head in four + others}
deal = random.Random(0).sample
sets |= {f"lot {i}": deal(others, 4) for i in range(10)}
sets["and 17.2"] = [*four, (17, 2)]
# control: the four others that, one by one, cost most of the lead
sets["rivals"] = [(17, 2), (18, 0), (18, 5), (17, 0)]
found = map(measure, sets.values())
again, leads = map(torch.stack, zip(*found, strict=True))
lost = leads[0] - leads
more, less = again - again[0], lost.mean(1)
columns = {"silenced": list(sets), "repeat, bits": again}
columns["lead, bits"] = leads.mean(1)
spans = [student(x) if x.any() else (0, 0) for x in lost]
table(columns | {"lead lost": less, "95 % interval": spans}, 1)
print(f"10 fours by lot, repeat at most  {again[20:30].max():.1f}")
print(f"10 fours by lot, lead lost at most  {less[20:30].max():.1f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
ax.scatter(more[1:20], less[1:20], 18, MODEL)
ax.plot(more[20:30], less[20:30], "x", color=INK)
at = dict(zip(sets, zip(more.tolist(), less.tolist()), strict=True))
ax.plot(*at["rivals"], "D", color=INK)
for name in "the four", "rivals", "17.2", "17.4", "18.6", "18.7":
    ax.text(at[name][0] + 0.25, at[name][1], name, va="center")
ax.set(xlabel="a repeated line costs more, bits a token")
ax.set(ylabel="lead lost, bits", xlim=(-0.5, 12.5))
x, y = at["the four"]
show(fig, f"Bits lost without the four: {x:.1f} and {y:.1f}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert more[1] > 5 and less[1] > 2, "no job of theirs"
own, rest, lots = slice(2, 6), slice(6, 20), slice(20, 30)
# control: the others, one by one; one of them is no bystander
second, first = less[rest].sort().values[-2:]
assert first == at["17.2"][1], "another head leads the bystanders"
assert first > less[own].max(), "it costs less than a finder"
assert second < 0.7 * first, "many cost it"
assert more[rest].max() < more[own].max() / 2, "any serves repetition"
# control: four of the others at once, by lot
assert less[lots].max() < less[1], "any four carry the lead"
assert more[lots].max() < more[1] / 2, "any four serve repetition"
# the costliest four of the others, which the page calls rivals
assert less[-1] > less[1] / 2, "the lead hangs on the four"
assert more[-1] < more[1] / 2, "these serve repetition as well"
# --8<-- [end:check]
