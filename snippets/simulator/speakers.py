"""Does the right name make a speaker's next line cheaper?"""

# --8<-- [start:talks]
import random

import torch

from perspectives.measure import DATA, cost, student, table

file = (DATA / "dialogues.txt").read_text()
people = [row.split("|") for row in file.splitlines()[2:]]
names = ["Anna", "Peter", "David", "Sarah", "Tom", "Mary", "Emily"]
rng, turn = random.Random(0), people[1:] + people[:1]
# --8<-- [end:talks]


# --8<-- [start:demo]
def bits(one, two, aliens):
    """Of what each says next: by right name, other name; of aliens."""
    (first, then, x), (reply, again, y) = one, two
    a, b = rng.sample(names, 2)  # a name gives nothing away
    talk = f"\n{a}: {first}\n{b}: {reply}\n{a}: {then}\n{b}: {again}\n"
    labels, lines = [a, b, b, a, a, b], [x, x, y, y, *aliens]
    asked = [f"{talk}{label}:" for label in labels]
    return cost(asked, [f" {line}" for line in lines])


# a hundred talks of two: each of the hundred people is in two
talks = list(zip(people, turn))
aliens = [(one[2], two[2]) for one, two in talks[2:] + talks[:2]]
each = torch.stack([bits(*who, x) for who, x in zip(talks, aliens)])
# --8<-- [end:demo]

# --8<-- [start:table]
right, other = each[:, 0:4:2], each[:, 1:4:2]  # (talk, line)
alien = each[:, 4:].roll(2, 0)  # the same lines, two talks earlier
rows = {"the right name": right, "the other": other}
rows["in another talk"] = alien
bits = [x.mean().item() for x in rows.values()]
table({"a line under": list(rows), "bits": bits}, decimals=1)
saved = {"right name": other - right, "right talk": alien - right}
# each person is the first in one talk and the second in the one before
of = {k: (x[:, 0] + x[:, 1].roll(1)) / 2 for k, x in saved.items()}
columns = {"saves": list(of)}
columns["bits"] = [x.mean().item() for x in of.values()]
columns["interval"] = [student(x) for x in of.values()]
columns["cheaper"] = [(x > 0).sum().item() for x in saved.values()]
columns |= {"of": [right.numel()] * 2, "talks": [len(talks)] * 2}
table(columns)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(130)
ax.axvline(0, color=SOFT)
for (k, x), fill in zip(of.items(), ("full", "none")):
    ax.plot(x, [k] * len(x), "o", color=MODEL, alpha=0.25)
    ax.plot(student(x), [k] * 2, color=MODEL)
    ax.plot(x.mean(), k, "D", color=MODEL, fillstyle=fill, ms=7)
ax.set(xlabel="bits saved, by person", ylim=(1.5, -0.5))
told = ", ".join(f"{k} {x.mean():.2f}" for k, x in of.items())
show(fig, f"Bits that a line saves, mean of a hundred people: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
name, talk = (student(x) for x in of.values())
assert name[1] < 1, "the right name saves a bit or more: mend the page"
assert name[1] < talk[0] / 5, "it is the name that counts"

# control: the talk itself, by the same lines under a name in view
assert talk[0] > 3, "such a test sees nothing, whatever is tracked"
# --8<-- [end:check]
