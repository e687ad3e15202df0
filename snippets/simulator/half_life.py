"""How far apart may the two ends of a law be?"""

# --8<-- [start:texts]
import math
import random
import re

import torch

from perspectives.measure import (
    DATA,
    first_tokens,
    student,
    table,
    tokens_of,
)
from perspectives.model import load

model, tokenizer = load()
file = (DATA / "distances.txt").read_text()
parts = dict(re.findall(r"\[(.*)\]\n((?:.+\n)+)", file))
# the same openings: with the list of adjectives closed by a comma,
# and with nouns of one number
for new, old in ("closed", "agreement"), ("alike", "misled"):
    parts |= {
        new: parts[old],
        f"{new}, between": parts[f"{old}, between"],
    }
laws = "closing", "naming", "agreement", "closed", "misled", "alike"
# are the nouns plural, after each opening, in each item?
plural = {"misled": [(0, 1)] * 10, "alike": [(0, 0), (1, 1)] * 5}
# --8<-- [end:texts]


# --8<-- [start:demo]
def odds(law, i):
    """Bits by which item i's first word leads: (opening, 0 to 16)."""
    *starts, x, y = parts[law].splitlines()[i].split("|")
    x, y = model.lm_head.weight[first_tokens([x, y])]
    between = parts[f"{law}, between"].strip("\n").split("/")
    some, found = random.Random(i).sample(between, 16), []
    for start, many in zip(starts, plural.get(law, [(0, 0)] * 10)[i]):
        ids = [tokenizer("\n" + start).input_ids]
        ids += [tokens_of(thing + "s" * many) for thing in some]
        ends = torch.tensor(list(map(len, ids))).cumsum(0) - 1
        ids.append(tokens_of(","))
        ends[1:] += law == "closed"  # on to the comma after each
        whole = torch.cat(list(map(torch.tensor, ids)))[None]
        state = model.model(whole)[0][0, ends]
        found.append(state @ (x - y) / math.log(2))
    return torch.stack(found)


# --8<-- [end:demo]

# --8<-- [start:table]
curves = {k: torch.stack([odds(k, i) for i in range(10)]) for k in laws}
bits = {k: x[:, 0] - x[:, 1] for k, x in curves.items()}  # (item, 17)
mean = {k: x.mean(0) for k, x in bits.items()}
kept = {k: (x[:, 0] > 0) & (x[:, 1] < 0) for k, x in curves.items()}
rows = [(k, d) for k in laws for d in (0, 1, 2, 4, 8, 16)]
columns = {"law, things between": [f"{k}, {d}" for k, d in rows]}
columns["bits"] = [mean[k][d].item() for k, d in rows]
columns["interval"] = [student(bits[k][:, d]) for k, d in rows]
columns["kept"] = [kept[k][:, d].sum().item() for k, d in rows]
table(columns | {"of": [10] * len(rows)}, decimals=1)
share = torch.stack([x[[1, 8, 16]] / x[0] for x in mean.values()]).T
names = "after one", "after eight", "after sixteen"
columns = {"share left": laws} | dict(zip(names, share))
table(columns | {"by half-life": columns["after eight"] ** 2})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, axes, show

fig, ax = axes(250)
for law, mark in zip(laws, ["o", "^", "s", "*", "x", "D"]):
    low, high = zip(*map(student, bits[law].T))
    ax.fill_between(range(17), low, high, color=MODEL, alpha=0.1, lw=0)
    ax.plot(mean[law], f"{mark}-", color=MODEL)
ax.text(0.8, -0.8, "a verb, past open lists", color=MODEL)
names = "brackets", "a name", "a verb, past other nouns"
for name, y in zip(names, [30, 8, -4]):
    ax.text(16, y, name, ha="right", color=MODEL)
ax.set(xlabel="things in between", ylabel="bits", ylim=(-5, 33))
ax.set(xticks=range(0, 17, 4))
told = [f"{k} {x[0]:.0f}, then {x[16]:.0f}" for k, x in mean.items()]
show(fig, f"Bits at once and after 16 things: {'; '.join(told)}")
# --8<-- [end:figure]

# --8<-- [start:check]
curves = (x.T for x in bits.values())  # (17, 10) each
brackets, name, verb, closed, misled, alike = curves
assert brackets.mean(1).min() > 20, "brackets fade"
assert student(name[16])[1] < 8, "a name does not fade"
assert student(closed[1] - closed[16])[0] > 5, "a closed list is kept"
assert student(verb[1] - verb[16])[1] < 5, "an open list fades on"

# control: as many things, but with nouns of the other number
assert student(misled[16])[0] < 0, "other nouns do not mislead it"
assert student(closed[16] - misled[16])[0] > 0, "it is the distance"
# control: the same nouns after both openings, so that none misleads
assert student(alike[0] - alike[16])[0] > 10, "it fades by nouns alone"
assert student(alike[16] - misled[16])[0] > 2, "nouns do not mislead"
# --8<-- [end:check]
