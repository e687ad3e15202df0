"""Can k tokens be read back from the sum of their embeddings?"""

# --8<-- [start:vectors]
import random

import numpy
import torch

from perspectives.measure import DATA, first_tokens, student, table
from perspectives.model import load

model, _ = load()
given = model.get_input_embeddings().weight  # (49152, 576)
lots = torch.tensor(numpy.random.RandomState(0).randn(*given.shape))
unit = torch.nn.functional.normalize
tokens, by_lot = unit(given - given.mean(0)), unit(lots.float())
eighty = (DATA / "words.txt").read_text().split()
words = first_tokens(f" {word}" for word in eighty).tolist()
# --8<-- [end:vectors]


# --8<-- [start:demo]
def in_turn(v, sums, k):
    """Take the best, subtract what is explained: (sum, found)."""
    rest, found = sums.clone(), torch.zeros(len(k), max(k)).long()
    for step in range(max(k)):  # orthogonal matching pursuit
        on = k > step  # has as many, or more
        found[on, step] = (rest[on] @ v.T).argmax(1)
        basis = v[found[on, : step + 1]].mT  # (sum, 576, found)
        weights = torch.linalg.lstsq(basis, sums[on, :, None]).solution
        rest[on] = sums[on] - (basis @ weights)[..., 0]
    return found


def at_once(v, sums, k):
    """The vectors with the largest dot products: (sum, found)."""
    return (sums @ v.T).topk(max(k)).indices


# --8<-- [end:demo]

# --8<-- [start:table]
most, n, rows = [1, 2, 4, 8, 16, 32, 64], 8, {}
every = range(len(tokens))
kinds = [("tokens", tokens, every), ("random", by_lot, every)]
kinds += [("words", tokens, words)]
for how, read in ("at once", at_once), ("in turn", in_turn):
    for kind, v, pool in kinds:
        draw = random.Random(0).sample
        put = [draw(pool, k) for k in most for _ in range(n)]
        sums = torch.stack([v[each].sum(0) for each in put])
        found = read(v, sums, torch.tensor([*map(len, put)])).tolist()
        pairs = [({*a}, {*b[: len(a)]}) for a, b in zip(put, found)]
        share = [len(a & b) / len(a) for a, b in pairs]
        rows[f"{kind} {how}"] = torch.tensor(share).view(-1, n)
means = {name: row.mean(1).tolist() for name, row in rows.items()}
columns = dict(zip([f"k={k}" for k in most], zip(*means.values())))
table({"in the sum": list(rows)} | columns)
print(f"sums for each share  {n}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(230)
for name in "random in turn", "words in turn", "words at once":
    ink = INK if "random" in name else MODEL
    ax.semilogx(most, means[name], base=2, color=ink)
    ax.vlines(most, *zip(*map(student, rows[name])), color=ink)
ax.set(xticks=most, xticklabels=most, yticks=[0, 0.5, 1])
ax.set(ylim=(0, 1.2), xlabel="in one sum", ylabel="share read")
ax.text(64, 1.06, "random directions, in turn", ha="right")
ax.text(4.4, 0.78, "words, in turn", color=MODEL)
ax.text(5, 0.4, "words, at once", color=MODEL)
said = [f"{name} {x[4]:.2f} of 16" for name, x in means.items()]
show(fig, "Share read back: " + ", ".join(said))
# --8<-- [end:figure]

# --8<-- [start:check]
once = means["tokens at once"][4]
assert means["tokens in turn"][4] > 0.9, "one cannot tell the parts"
assert once < means["random at once"][4] - 0.2, "they interfere less"

# control: in the sums of other tokens these are not found
put = torch.tensor(random.Random(1).sample(every, 128)).view(n, 16)
sums = tokens[put].sum(1)
found = in_turn(tokens, sums, torch.tensor([16] * n)).roll(1, 0)
assert (put[:, :, None] == found[:, None]).sum() < 7, "it invents"
# --8<-- [end:check]
