"""Is prediction the same as counting?"""

# --8<-- [start:counting]
import math
from collections import Counter, defaultdict
from pathlib import Path

import torch

from perspectives.model import load

model, tokenizer = load()
data = Path(__file__).parents[1] / "data"
prose = (data / "prose.txt").read_text()
library = (data / "docstrings.txt").read_text()
cut = library.index("\n\n", len(library) * 9 // 10)

read = tokenizer(library[:cut]).input_ids
after = defaultdict(Counter)  # what follows each 0 to 3 tokens
for i, token in enumerate(read):
    for k in range(min(i, 3) + 1):
        after[tuple(read[i - k : i])][token] += 1


def counted(past, token):
    """Witten and Bell: a longer context corrects a shorter one."""
    p = 1 / len(tokenizer)
    for k in range(len(past) + 1):
        if seen := after.get(tuple(past[len(past) - k :])):
            p = seen[token] + len(seen) * p
            p /= seen.total() + len(seen)
    return p


def by_counting(ids, n):
    past = [ids[max(0, i - n + 1) : i] for i in range(1, len(ids))]
    return -sum(map(math.log2, map(counted, past, ids[1:])))


# --8<-- [end:counting]


# --8<-- [start:demo]
def by_model(ids):
    ids = torch.tensor([ids])
    mean = model(ids, labels=ids).loss.item()  # nats for each token
    return mean * (ids.shape[1] - 1) / math.log(2)


texts = {"docs": library[cut : cut + 4000], "prose": prose}
rows = {}
print("bits a byte  n = 1  n = 2  n = 3  n = 4  model  4-grams met")
for name, text in texts.items():
    ids, size = tokenizer("\n" + text).input_ids, len(text.encode())
    row = [by_counting(ids, n) / size for n in range(1, 5)]
    row.append(by_model(ids) / size)
    fours = [tuple(ids[i : i + 4]) for i in range(1, len(ids) - 3)]
    known = sum(after[f[:3]][f[3]] > 0 for f in fours)
    cells = "  ".join(f"{b:5.2f}" for b in row)
    print(f"{name:11}  {cells}  {known} of {len(fours)}")
    rows[name] = row
print(f"tokens read  {len(read):,}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
for name, row in rows.items():
    ax.plot(range(1, 5), row[:4], "o-", color=INK)
    ax.plot([1, 4], [row[4]] * 2, color=MODEL)
    ax.text(4.15, row[3], f"counting, {name}", va="center")
ax.text(4.15, 1.1, "model, docs\nand prose", color=MODEL)
ax.set(xlim=(0.8, 5.9), ylim=(0, 3.2), xticks=range(1, 5))
ax.set(xlabel="tokens in the n-gram, n", ylabel="bits per byte")
said = "{}: counting {:.2f} to {:.2f}, model {:.2f}".format
parts = [said(k, v[0], v[3], v[4]) for k, v in rows.items()]
show(fig, "Bits per byte, n = 1 to 4. " + "; ".join(parts))
# --8<-- [end:figure]

# --8<-- [start:check]
near, far = rows["docs"], rows["prose"]
assert near[3] < near[0] - 0.5, "longer contexts should help"
assert far[3] > far[0], "here they should not help"
assert near[4] < near[3] - 0.2, "on docstrings counting is as good"
assert far[4] < far[3] - 1, "on prose counting is as good"

# control: on text that it has counted, counting wins
ids = tokenizer("\n" + library[:2000]).input_ids
assert by_counting(ids, 4) < by_model(ids) - 1000, (
    "the split into read and held out makes no difference"
)

# control: the tokens of the prose in another order
ids = tokenizer("\n" + prose).input_ids
mixed = [ids[i * 7 % len(ids)] for i in range(len(ids))]
assert by_model(mixed) / len(prose.encode()) > far[4] + 0.5, (
    "the model gains nothing from the order of the tokens"
)
# --8<-- [end:check]
