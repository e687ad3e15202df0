"""What do the four spare, and is copying theirs alone?"""

# --8<-- [start:demo]
import torch

from perspectives.inside import cut
from perspectives.measure import DATA, costs, table

lines = (DATA / "lines.txt").read_text().splitlines()
after = "A note.\n\n"
texts = {  # what is read -> after what
    "again": ([f" {x}" for x in lines], lines),
    "another line": ([f" {x}" for x in lines], lines[1:] + lines[:1]),
    "prose": ((DATA / "prose.txt").read_text()[:1500], after),
    "docs": ((DATA / "docstrings.txt").read_text()[:1500], after),
}
sets = {
    "none": [],
    "the four": [(17, 3), (17, 4), (18, 6), (18, 7)],
    "16.0": [(16, 0)],
    "23.2, 23.7, 28.2, 29.1": [(23, 2), (23, 7), (28, 2), (29, 1)],
}
bits = {name: [] for name in texts}
for silent in sets.values():
    for name, (text, context) in texts.items():
        with cut(silent):
            each = torch.cat(costs(context, text))
        bits[name].append(each.mean().item())
table({"bits a token": list(sets)} | bits, 1)
# --8<-- [end:demo]

# --8<-- [start:check]
again, other, *plain = bits.values()
assert again[1] > again[0] + 5, "it can still copy"
# controls: the same words after another line, and ordinary texts
gains = [b - a for a, b in zip(again, other, strict=True)]
assert gains[1] < gains[0] / 4, "it still copies"
for row in other, *plain:
    assert row[1] < row[0] + 0.3, "all text suffers"
# --8<-- [end:check]
