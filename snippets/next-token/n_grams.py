"""Is prediction the same as counting?"""

# --8<-- [start:texts]
import math
from collections import Counter, defaultdict

import torch

from perspectives.measure import DATA, cost, table
from perspectives.model import load

model, tokenizer = load()
library = (DATA / "docstrings.txt").read_text()
cut = library.index("\n\n", len(library) * 9 // 10) + 2
read = tokenizer(library[:cut]).input_ids
# --8<-- [end:texts]

# --8<-- [start:demo]
after = defaultdict(Counter)  # what follows each 0 to 3 tokens
for i, token in enumerate(read):
    for k in range(min(i, 3) + 1):
        after[tuple(read[i - k : i])][token] += 1


def counted(past, new):
    """Witten and Bell: a longer context corrects a shorter one."""
    p = 1 / len(tokenizer)
    for k in range(len(past) + 1):
        if seen := after.get(tuple(past[len(past) - k :])):
            p = (seen[new] + len(seen) * p) / (seen.total() + len(seen))
    return p


# --8<-- [end:demo]


# --8<-- [start:table]
def per_byte(text):
    """Bits by counting for n = 1 to 4, and by the model."""
    ids, size = tokenizer("\n" + text).input_ids, len(text.encode())
    found = []
    for n in range(1, 5):
        past = [ids[max(0, i - n + 1) : i] for i in range(1, len(ids))]
        chances = map(counted, past, ids[1:])
        found.append(-sum(map(math.log2, chances)) / size)
    return [*found, cost("\n", text).item() / size]


prose = (DATA / "prose.txt").read_text()
texts = {"docs": library[cut : cut + 4000], "prose": prose}
rows = {name: per_byte(text) for name, text in texts.items()}
names = ["n = 1", "n = 2", "n = 3", "n = 4", "model"]
columns = dict(zip(names, zip(*rows.values())))
table({"bits a byte": list(rows)} | columns)
# the model, too, shown the three tokens before the next alone
fours = torch.tensor(tokenizer("\n" + prose).input_ids).unfold(0, 4, 1)
p = model(fours[:, :3], logits_to_keep=1).logits[:, 0].softmax(-1)
short = -p.gather(1, fours[:, 3:]).log2().sum() / len(prose.encode())
print(f"prose, the model shown three tokens  {short:.2f}")
met = sum(x in after[tuple(four)] for *four, x in fours[1:].tolist())
print(f"4-grams of the prose met  {met} of {len(fours) - 1}")
print(f"tokens read  {len(read):,}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(190)
for name, row in rows.items():
    ax.plot(range(1, 5), row[:4], "o-", color=INK)
    ax.plot([1, 4], [row[4]] * 2, color=MODEL)
    ax.text(4.15, row[3], f"counting, {name}", va="center")
ax.text(4.15, 0.6, "model, docs\nand prose", color=MODEL)
ax.set(xlim=(0.8, 5.9), ylim=(0, 3.2), xticks=range(1, 5))
ax.set(xlabel="tokens in the n-gram, n", ylabel="bits per byte")
said = [f"{k} {v[3]:.2f} and {v[4]:.2f}" for k, v in rows.items()]
show(fig, "Bits per byte, n = 4 and model: " + "; ".join(said))
# --8<-- [end:figure]

# --8<-- [start:check]
near, far = rows.values()
assert near[3] < near[0] - 0.5, "longer contexts should help"
assert far[3] > far[0], "here they should not help"
assert near[4] < near[3] - 0.2, "on docstrings counting is as good"
assert far[4] < far[3] - 1, "on prose counting is as good"

# control: on text that it has counted, counting wins
own = per_byte(library[:2000])
assert own[3] < own[4] - 0.5, "it does not matter what is read"

# control: the model with no longer a memory than the table
assert short > far[4] + 0.5, "a longer memory is no use to it"
assert short < far[3] - 0.3, "memory is all that it has"
# --8<-- [end:check]
