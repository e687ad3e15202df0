"""Does a frame make its own character's words likelier?"""

# --8<-- [start:lines]
import random
import re

import torch

from perspectives.measure import DATA, cost, greedy, student, table

text = (DATA / "speakers.txt").read_text()
people = re.findall(r"\[(.*)\]", text)  # six, with three lines each
lines = re.findall(r"^[A-Z].*", text, re.M)
others = ["the teacher", "the farmer", "a woman", "Anna"]
scene = "\nThey found a bag of gold. What to do with it? The "

# the lines as they are, then dealt out anew: (10000, 18)
deal, true = random.Random(0).sample, range(18)
deals = [[*true], *(deal(true, 18) for _ in range(9999))]
# --8<-- [end:lines]


# --8<-- [start:demo]
def gains(rest):
    """Bits that a person's lines gain if named: (deal, 6)."""
    bits = [cost(f"{scene}{p}{rest}", lines) for p in people]
    saved = -torch.stack(bits)
    saved -= saved.mean(0)  # some lines are likelier from anyone
    # whoever is named, whosever lines they are: (6, deal, 6)
    mean = saved[:, deals].unflatten(2, (6, 3)).mean(3)
    own = mean.diagonal(0, 0, 2)
    return own - (mean.sum(2).T - own) / 5  # less what others gain


speaks = gains(' said: "')
silent = [gains(f' kept silent, while {x} said: "') for x in others]
swapped = [gains(f', while {x} kept silent, said: "') for x in others]
# --8<-- [end:demo]

# --8<-- [start:table]
rows = {"speaks": speaks, "the other is silent": sum(swapped) / 4}
rows |= {"is silent": sum(silent) / 4}
rows |= {f"silent, {x}": y for x, y in zip(others, silent)}
own = [x[0] for x in rows.values()]  # (6,) each
most, *less = [x.mean().item() for x in own]
left = [x / most for x in [most, *less]]
# what is left is a ratio of two means, and so is its interval
ends = [student(r + (x - r * own[0]) / most) for x, r in zip(own, left)]
good = [(x[1:].mean(1) >= x[0].mean()).sum() for x in rows.values()]
columns = {"the person": list(rows), "bits": [most, *less]}
columns |= {"left": [f"{r:.2f}" for r in left], "interval": ends}
table(columns | {"deals as good": good}, decimals=1)
adds = [own[0] - own[2], own[1] - own[2]]
columns = {"to speak adds": ["in all", "in the same words"]}
columns["bits"] = [x.mean().item() for x in adds]
table(columns | {"interval": map(student, adds)}, decimals=1)
said = greedy([f'{scene}{p} said: "' for p in people], 10)
columns = {"bits": people} | dict(zip(list(rows)[:3], own))
table(columns | {"left to itself": map(repr, said)}, decimals=1)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, RULE, axes, show

fig, ax = axes(230)
lots = speaks[1:].quantile(torch.tensor([0.025, 0.975]), dim=0)
ax.hlines(people, *lots, color=RULE, linewidth=9)
ax.hlines(people, own[2], own[0], color=MODEL)
ax.plot(own[0], people, "o", color=MODEL)
ax.plot(own[2], people, "o", color=MODEL, fillstyle="none")
ax.plot(own[1], people, "|", color=MODEL, markersize=13)
ax.text(2.5, 0, "lines dealt by lot", va="center")
for x, word in (own[0], "speaks"), (own[2], "silent"):
    ax.text(x[3], 2.7, word, ha="center", color=MODEL)
ax.grid(False)
ax.set(ylim=(5.5, -0.5), xlabel="bits that a person’s own lines gain")
pairs = map("{} {:.1f} and {:.1f}".format, people, own[0], own[2])
show(fig, "Bits gained, speaking and silent: " + ", ".join(pairs))
# --8<-- [end:figure]

# --8<-- [start:check]
assert good[0] < 10, "to name a person does not help the own lines"
assert min(left[3:]) > 0.4, "silence undoes the effect"
assert student(adds[0])[0] > 0, "silence changes nothing"

# control: the same words, but it is the other who keeps silent
assert left[1] < 0.9, "to name another person changes nothing"
assert student(adds[1])[0] > 0, "it does not matter who speaks"

# control: lines dealt out anew gain nothing from who is named
assert abs(speaks[1:].mean()) < 0.1, "anybody's lines gain"
# --8<-- [end:check]
