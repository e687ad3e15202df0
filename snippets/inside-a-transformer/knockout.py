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
words = [tokenizer.decode([i]) for i in rng.sample(range(1000, 40000), 400)]
words = [word for word in words if word[0] == " " and word[1:].isalpha()]
lines = ["".join(words[i : i + 40]) for i in (0, 40, 80)]
prose = (DATA / "prose.txt").read_text()[:500]
rows = (DATA / "farm.txt").read_text().splitlines()
adjectives, animals = (row.split() for row in rows)
drawn = [(rng.sample(adjectives, 2), rng.sample(animals, 2)) for _ in range(16)]
frame = "I saw a {} {} and a {} {}. I fed the {}"
texts = [frame.format(a, c, b, d, x) for (a, b), (c, d) in drawn for x in (a, b)]
right = [tokenizer(" " + w).input_ids[0] for _, pair in drawn for w in pair]
wrong = [i for pair in zip(right[1::2], right[::2]) for i in pair]
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
lost = {f"{a}.{b}": row for (a, b), row in alone.items()}
lost |= {"the four": less, "the four, 17.2": measure([*four, (17, 2)])}
print("silenced        repeat, bits  prose, bits  lead, bits")
for name, row in {"none": whole, **lost}.items():
    print(f"{name:14}  {row[0]:12.1f}  {row[1]:11.1f}  {row[2].mean():10.1f}")
print("lead                     mean  95 % interval")
for name in ("the four", "17.2", "17.4", "18.6"):
    less_lead = whole[2] - lost[name][2]
    low, high = student(less_lead)
    name = f"lost to {name}"
    print(f"{name:23}  {less_lead.mean():4.1f}  {low:.1f} to {high:.1f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
for name, row in lost.items():
    more, gone = row[0] - whole[0], (whole[2] - row[2]).mean()
    is_one = "four" not in name
    if name != "the four, 17.2":
        ax.plot(more, gone, "o" if is_one else "D", color=MODEL)
    if name in ("the four", "17.2", "17.3", "17.4", "18.6", "18.7"):
        ax.text(more + 0.25, gone, name, va="center")
ax.axhline(0, color=INK, lw=0.8)
ax.set(xlabel="a repeated line costs more, bits a token")
ax.set(ylabel="lead lost, bits", xlim=(-0.5, 13))
show(fig, "a placeholder, to be written later on")
# --8<-- [end:figure]

# --8<-- [start:check]
assert less[0] > whole[0] + 5, "repetition does not need the four"
assert less[1] < whole[1] + 0.3, "they are needed for any text"
# --8<-- [end:check]
