"""What is lost when heads of layers 17 and 18 are silenced?"""

# --8<-- [start:materials]
from itertools import product

import torch

from perspectives.inside import cut
from perspectives.measure import DATA, costs, next_token, student, table
from perspectives.model import load

_, tokenizer = load()
lines = (DATA / "lines.txt").read_text().splitlines()
prose = (DATA / "prose.txt").read_text()[:500]
texts, right, wrong = [], [], []
for row in (DATA / "farm.txt").read_text().splitlines():
    a, c, b, d = row.split()
    told = f"I saw a {a} {c} and a {b} {d}. I fed the"
    texts += [f"{told} {a}", f"{told} {b}"]
    c, d = (tokenizer(" " + animal).input_ids[0] for animal in (c, d))
    right, wrong = [*right, c, d], [*wrong, d, c]
# --8<-- [end:materials]


# --8<-- [start:demo]
def measure(heads):
    """Bits a token of a line said again, and of prose; and by how
    many bits the right animal leads the wrong one.
    """
    with cut(heads):
        again = torch.cat(costs(lines, [f" {x}" for x in lines])).mean()
        plain = torch.cat(costs("A note.\n\n", prose)).mean()
        bits = next_token(texts)
    lead = bits[range(32), right] - bits[range(32), wrong]
    return again, plain, lead.view(16, 2).mean(1)  # by draw


four = [(17, 3), (17, 4), (18, 6), (18, 7)]
sets = {"none": [], "the four": four, "and 17.2": [*four, (17, 2)]}
sets |= {f"{a}.{b}": [(a, b)] for a, b in product((17, 18), range(9))}
rows = {name: measure(heads) for name, heads in sets.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
again, plain, leads = map(torch.stack, zip(*rows.values(), strict=True))
lost = leads[0] - leads
spans = [student(x) if x.any() else (0, 0) for x in lost]
columns = {"silenced": list(rows), "repeat, bits": again}
columns |= {"prose, bits": plain, "lead, bits": leads.mean(1)}
columns["lead lost"] = lost.mean(1)
columns["95 % interval"] = [f"{a:.1f} to {b:.1f}" for a, b in spans]
table(columns, 1)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
ax.axhline(0, color=INK, lw=0.8)
more, less = again - again[0], lost.mean(1)
shown = [i for i in range(len(sets)) if i != 2]
ax.scatter(more[shown], less[shown], 18, MODEL)
said = []
for i, name in enumerate(rows):
    if name in ("the four", "17.2", "17.3", "17.4", "18.6", "18.7"):
        ax.text(more[i] + 0.25, less[i], name, va="center")
        said.append(f"{name} {more[i]:.1f} and {less[i]:.1f}")
ax.set(xlabel="a repeated line costs more, bits a token")
ax.set(ylabel="lead lost, bits", xlim=(-0.5, 12.5))
show(fig, f"Bits lost, repetition and lead: {'; '.join(said)}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert more[1] > 5 and plain[1] < plain[0] + 0.3, "no job of theirs"
# control: the others, one by one; one of them is no bystander
names, chosen = list(rows), {"17.3", "17.4", "18.6", "18.7"}
others = [i for i in range(3, 21) if names[i] not in chosen]
own = [names.index(name) for name in chosen]
costly = sorted(others, key=lambda i: less[i])
assert names[costly[-1]] == "17.2", "another head leads the bystanders"
assert less[costly[-1]] > max(less[own]), "it costs less than a finder"
assert less[costly[-2]] < 0.7 * less[costly[-1]], "many cost it"
assert max(more[others]) < max(more[own]) / 2, "any serves repetition"
# --8<-- [end:check]
