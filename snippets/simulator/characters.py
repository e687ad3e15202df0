"""Does a frame make its own character's words likelier?"""

# --8<-- [start:lines]
import random
import re

import torch

from perspectives.measure import DATA, cost, student, table

text = (DATA / "speakers.txt").read_text()
people = re.findall(r"\[(.*)\]", text)  # six, with three lines each
lines = re.findall(r"^[A-Z].*", text, re.M)
others = ["the teacher", "the farmer", "a woman", "Anna"]
scene = "\nThey found a bag of gold. What to do with it? "

# the lines as they are, then dealt out anew: (10000, 18)
deal, true = random.Random(0).sample, range(18)
deals = [[*true], *(deal(true, 18) for _ in range(9999))]


def gains(saved):
    """Bits of own lines, less those of the other five: (deal, 6)."""
    # whoever is named, whosever lines they are: (6, deal, 6)
    mean = saved[:, deals].unflatten(2, (6, 3)).mean(3)
    own = mean.diagonal(0, 0, 2)
    return own - (mean.sum(2).T - own) / 5


# --8<-- [end:lines]


# --8<-- [start:demo]
def bits(rest):
    """What each line costs if a person is named: (6, 18)."""
    frames = [f"{scene}The {person}{rest}" for person in people]
    return torch.stack([cost(frame, lines) for frame in frames])


said = bits(' said: "')
mute = [bits(f' kept silent, while {x} said: "') for x in others]
# control: in the same words, but it is the other who keeps silent
turned = [bits(f', while {x} kept silent, said: "') for x in others]
# --8<-- [end:demo]

# --8<-- [start:table]
speaks, *rest = (gains(x.mean(0) - x) for x in [said, *turned, *mute])
rows = {"speaks": speaks, "the other is silent": sum(rest[:4]) / 4}
rows["is silent"] = sum(rest[4:]) / 4
rows |= {f"silent, {x}": y for x, y in zip(others, rest[4:])}
own = [x[0] for x in rows.values()]  # (6,) each
means = [x.mean().item() for x in own]
left = [x / means[0] for x in means]
# what is left is a ratio of two means, and so is its interval
spread = [r + (x - r * own[0]) / means[0] for x, r in zip(own, left)]
ends = [student(x) for x in spread]
good = [(x[1:].mean(1) >= x[0].mean()).sum() for x in rows.values()]
columns = {"the person": list(rows), "bits": means}
columns |= {"left": [f"{r:.2f}" for r in left], "interval": ends}
columns["deals as good"] = good
table(columns | {"of": [f"{len(deals) - 1:,}"] * 7}, decimals=1)
adds = [own[0] - own[2], own[1] - own[2]]
columns = {"to speak adds": ["in all", "in the same words"]}
columns["bits"] = [x.mean().item() for x in adds]
table(columns | {"interval": list(map(student, adds))}, decimals=1)
frames = [f'{scene}{x.capitalize()} said: "' for x in others]
alone = sum(cost(x, lines) for x in frames) / 4
nobody = gains((said.mean(0) - alone).expand(6, -1))[0]
cases = {"bits": people, "nobody named": nobody}
table(cases | dict(zip(list(rows)[:3], own)), decimals=1)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(230)
ax.hlines(people, own[2], own[0], color=MODEL)
ax.plot(own[0], people, "o", color=MODEL)
ax.plot(own[2], people, "o", color=MODEL, fillstyle="none")
ax.plot(own[1], people, "|", color=MODEL, markersize=13)
ax.plot(nobody, people, "x", color=INK)
ax.set(ylim=(5.5, -0.5), xlabel="bits that a person’s own lines gain")
show(fig, f"Own lines gain {means[0]:.1f} bits, silent {means[2]:.1f}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert good[0] < 10, "to name a person does not help the own lines"
assert min(left[3:]) > 0.4, "silence undoes the effect"

# control: the same words, but it is the other who keeps silent
assert left[1] < 0.95, "to name another person changes nothing"
assert min(student(x)[0] for x in adds) > 0, "speaking adds nothing"
# --8<-- [end:check]
