"""What is lost when heads of layers 17 and 18 are silenced?"""

# --8<-- [start:materials]
import random
from itertools import product

import torch

from perspectives.inside import cut
from perspectives.measure import DATA, costs, next_token, student
from perspectives.model import load

_, tokenizer = load()
rng = random.Random(1)
drawn = rng.sample(range(1000, 40000), 400)
words = [tokenizer.decode([i]) for i in drawn]
words = [w for w in words if w[0] == " " and w[1:].isalpha()]
lines = ["".join(words[i : i + 40]) for i in (0, 40, 80)]
prose = (DATA / "prose.txt").read_text()[:500]
rows = (DATA / "farm.txt").read_text().splitlines()
adjectives, animals = (row.split() for row in rows)
texts, right, wrong = [], [], []
for _ in range(16):
    (a, b), pair = rng.sample(adjectives, 2), rng.sample(animals, 2)
    told = "I saw a {} {} and a {} {}. I fed the"
    told = told.format(a, pair[0], b, pair[1])
    texts += [f"{told} {a}", f"{told} {b}"]
    c, d = (tokenizer(" " + animal).input_ids[0] for animal in pair)
    right, wrong = [*right, c, d], [*wrong, d, c]
# --8<-- [end:materials]


# --8<-- [start:demo]
def measure(heads):
    """Bits a token of a line said again, and of prose; and by how
    many bits the right animal leads the wrong one, in 32 sentences.
    """
    with cut(heads):
        again = torch.cat(costs(lines, lines)).mean()
        plain = torch.cat(costs("A note.\n\n", prose)).mean()
        bits = next_token(texts)
    lead = bits[range(32), right] - bits[range(32), wrong]
    return again.item(), plain.item(), lead.view(16, 2).mean(1)


four = [(17, 3), (17, 4), (18, 6), (18, 7)]
whole, less = measure([]), measure(four)
alone = {h: measure([h]) for h in product((17, 18), range(9))}
# --8<-- [end:demo]

# --8<-- [start:table]
rows = {"none": whole, "the four": less}
rows["the four, 17.2"] = measure([*four, (17, 2)])
rows |= {f"{a}.{b}": alone[a, b] for a, b in alone}
print("silenced        repeat, bits  prose, bits  lead, bits")
for name, (again, plain, lead) in rows.items():
    row = f"{again:12.1f}  {plain:11.1f}  {lead.mean():10.1f}"
    print(f"{name:14}  {row}")
print("lead                     mean  95 % interval")
for name in ("the four", "17.2", "17.4", "18.6"):
    lost = whole[2] - rows[name][2]
    low, high = student(lost)
    row = f"{lost.mean():4.1f}  {low:.1f} to {high:.1f}"
    print(f"{f'lost to {name}':23}  {row}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
ax.axhline(0, color=INK, lw=0.8)
said = []
for name in ("the four", "17.2", "17.3", "17.4", "18.6", "18.7"):
    again, _, lead = rows[name]
    x, y = again - whole[0], (whole[2] - lead).mean()
    ax.text(x + 0.25, y, name, va="center")
    said.append(f"{name} {x:.1f} and {y:.1f}")
x, y = zip(
    *((a, lead.mean()) for a, _, lead in alone.values()), strict=True
)
x = torch.tensor([*x, less[0]]) - whole[0]
ax.scatter(
    x, whole[2].mean() - torch.tensor([*y, less[2].mean()]), 18, MODEL
)
ax.set(xlabel="a repeated line costs more, bits a token")
ax.set(ylabel="lead lost, bits", xlim=(-0.5, 12.5))
show(
    fig,
    "What 18 heads cost when silenced one by one, and four together, "
    "in bits: a token of a repeated line, and the lead of the right "
    f"animal. {'; '.join(said)}; the others near the corner",
)
# --8<-- [end:figure]

# --8<-- [start:check]
lost = {
    h: (whole[2] - lead).mean() for h, (_, _, lead) in alone.items()
}
more = {h: again - whole[0] for h, (again, *_) in alone.items()}
assert less[0] > whole[0] + 5, "repetition does not need the four"
assert less[1] < whole[1] + 0.3, "they are needed for any text"
assert {max(more, key=more.get)} < set(four), "others serve repetition"
# control: the other fourteen, one by one; one of them is no bystander
others = sorted((h for h in alone if h not in four), key=lost.get)
assert others[-1] == (17, 2), "another head leads the bystanders"
assert lost[17, 2] > max(lost[h] for h in four), "it costs less"
assert lost[others[-2]] < lost[17, 2] / 2, "many others cost as much"
assert max(more[h] for h in others) < max(more.values()) / 2
# --8<-- [end:check]
