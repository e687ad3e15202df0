"""Which tokens of a story carry its bits?"""

# --8<-- [start:demo]
import re

import torch

from perspectives.measure import DATA, costs, table, tokens_of

marked = (DATA / "sums.txt").read_text().strip().split("\n\n")
# a result stands in the file with its sum, as [4+3=7]
pieces = [re.split(r"\[.{3}=(\d)\]", story) for story in marked]
stories = ["".join(parts) for parts in pieces]
bits = costs("\n", stories)  # of each token of each story
# --8<-- [end:demo]

# --8<-- [start:table]
cut = [[len(tokens_of(x)) for x in parts] for parts in pieces]
ends = [torch.tensor(lengths).cumsum(0)[::2] for lengths in cut]
at = [places[:-1] for places in ends]  # where the results stand
every = torch.cat(bits)
results = torch.cat([b[i] for b, i in zip(bits, at)])
n, total = len(results), every.sum().item()
dear = every.sort(descending=True).values
parts = results, dear[: len(every) // 10], dear[: len(every) // 5]
names = [
    "the results of sums",
    "the costliest tenth",
    "costliest fifth",
]
columns = {"which": names, "tokens": list(map(len, parts))}
columns["of tokens"] = [len(x) / len(every) for x in parts]
table(columns | {"of bits": [x.sum().item() / total for x in parts]}, 3)
print(f"tokens in the stories  {len(every)}")
print(f"bits a token  {every.mean():.2f}")
free = (total - results.sum().item()) / len(every)
print(f"bits a token, if all results were free  {free:.2f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from perspectives.figure import INK, MODEL, axes, show
from perspectives.model import load

fig, ax = axes(270)
x, y, tokenizer = 0, 0, load()[1]
words = [tokenizer.decode(token) for token in tokens_of(stories[0])]
for i, (word, b) in enumerate(zip(words, bits[0].tolist())):
    shape = TextPath((0, 0), word.replace(" ", "i"), size=13)
    wide = shape.get_extents().x1 + 1
    x, y = (x, y) if x + wide < 376 else (0, y - 24)
    shade = round(0.1 * min(5, b // 3), 1)
    box = {"xy": (x, y - 6), "width": wide, "height": 19}
    ax.add_patch(Rectangle(**box, fc=MODEL, alpha=shade, lw=0))
    if i in at[0]:
        ax.add_patch(Rectangle(**box, fc="none", ec=INK, lw=1.5))
    ax.text(x + 4 * word.startswith(" "), y, word.strip())
    x += wide
ax.set(xlim=(-2, 378), ylim=(y - 10, 20))
ax.axis("off")
told = ", ".join(f"{b:.1f}" for b in bits[0][at[0]])
show(fig, f"A story, bluer where dearer; its results cost {told} bits")
# --8<-- [end:figure]

# --8<-- [start:check]
shares = [x.sum().item() / total for x in parts]
assert shares[0] < 0.1, "the bill is mostly for sums"
assert shares[1] > 0.2, "the bits lie as thick on all tokens"
assert free > 0.9 * total / len(every), "sums would pay"

# control: is a result dearer or cheaper than another token?
assert abs(results.mean() - every.mean()) < 1.5, "results stand out"
# --8<-- [end:check]
