"""Can k tokens be read back from the sum of their embeddings?"""

# --8<-- [start:vectors]
import random

import numpy
import torch

from perspectives.measure import DATA, student, table
from perspectives.model import load

model, tokenizer = load()
given = model.get_input_embeddings().weight  # (49152, 576)
noise = numpy.random.RandomState(0).randn(*given.shape)
unit = torch.nn.functional.normalize
tokens = unit(given - given.mean(0))
by_lot = unit(torch.tensor(noise, dtype=tokens.dtype))
words = (DATA / "words.txt").read_text().split()
words = [tokenizer(f" {word}").input_ids[0] for word in words]
# --8<-- [end:vectors]


# --8<-- [start:demo]
def at_once(v, sums, k):
    """The k vectors with the largest dot product: (sum, k)."""
    return (sums @ v.T).topk(k).indices


def in_turn(v, sums, k):
    """Take the best, subtract what is explained: (sum, k)."""
    rest, found = sums, []
    for _ in range(k):  # orthogonal matching pursuit
        found.append((v @ rest.T).argmax(0))
        basis = v[torch.stack(found, 1)].mT  # (sum, 576, found)
        weights = basis.pinverse() @ sums[..., None]
        rest = sums - (basis @ weights)[..., 0]
    return torch.stack(found, 1)


def share(put, found):
    """Of what was put in each sum, the share found: (sum,)."""
    same = put[:, :, None] == found[:, None]
    return same.any(2).double().mean(1)


# --8<-- [end:demo]

# --8<-- [start:table]
most, rows, every = [1, 2, 4, 8, 16, 32, 64], {}, range(len(tokens))
kinds = {"tokens": (tokens, every), "random": (by_lot, every)}
kinds["words"] = tokens, words
for how, read in ("at once", at_once), ("in turn", in_turn):
    for kind, (v, pool) in kinds.items():
        draw, row = random.Random(0).sample, []
        for k in most:
            put = torch.tensor([draw(pool, k) for _ in range(8)])
            row.append(share(put, read(v, v[put].sum(1), k)))
        rows[f"{kind} {how}"] = row
means = {k: [x.mean().item() for x in row] for k, row in rows.items()}
columns = dict(zip([f"k={k}" for k in most], zip(*means.values())))
table({"in the sum": list(rows)} | columns)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(230)
for name in "random in turn", "words in turn", "words at once":
    ink = INK if "random" in name else MODEL
    ax.semilogx(most, means[name], base=2, color=ink)
    ax.vlines(most, *zip(*map(student, rows[name])), color=ink)
ax.set(xticks=most, xticklabels=most, yticks=[0, 0.5, 1])
ax.set(ylim=(0, 1.2), xlabel="in one sum", ylabel="share read back")
ax.text(64, 1.06, "random directions, in turn", ha="right")
ax.text(4.4, 0.78, "words, in turn", color=MODEL)
ax.text(5, 0.4, "words, at once", color=MODEL)
said = [f"{name} {x[4]:.2f} of 16" for name, x in means.items()]
show(fig, "Share read back: " + ", ".join(said))
# --8<-- [end:figure]

# --8<-- [start:check]
turn, once = means["tokens in turn"], means["tokens at once"]
assert turn[4] > 0.9, "one cannot tell what a sum is made of"
assert turn[6] < 0.7, "there is no limit"
assert means["words in turn"][4] > 0.8, "words of a kind are lost"
assert once[4] < means["random at once"][4] - 0.2, "they interfere less"

# control: in the sums of other tokens these are not found
put = torch.tensor(random.Random(1).sample(every, 128)).view(8, 16)
found = in_turn(tokens, tokens[put.roll(1, 0)].sum(1), 16)
assert share(put, found).mean() < 0.05, "it reads what is not there"
# --8<-- [end:check]
