"""Can k tokens be read back from the sum of their embeddings?"""

# --8<-- [start:reading]
import random

import numpy as np
import torch

from perspectives.model import load

model, tokenizer = load()
unit = torch.nn.functional.normalize
table = model.get_input_embeddings().weight
n, d = table.shape
rng = np.random.RandomState(0)
noise = torch.tensor(rng.randn(n, d), dtype=torch.float32)
vectors = {"tokens": unit(table - table.mean(0)), "random": unit(noise)}


def at_once(v, sums, k):
    """The k vectors with the largest dot product."""
    return (sums @ v.T).topk(k).indices


def in_turn(v, sums, k):
    """Take the best one, subtract what is explained, repeat."""
    rest, taken = sums, []
    for _ in range(k):  # orthogonal matching pursuit
        taken.append((v @ rest.T).argmax(0))
        basis = v[torch.stack(taken, 1)].mT  # (trial, d, taken)
        gram, known = basis.mT @ basis, basis.mT @ sums[..., None]
        weights = torch.linalg.solve(gram, known)
        rest = sums - (basis @ weights)[..., 0]
    return torch.stack(taken, 1)


# --8<-- [end:reading]

# --8<-- [start:demo]
random.seed(0)
trials, most = 8, [1, 2, 4, 8, 16, 32, 64]
drawn = {
    k: torch.tensor([random.sample(range(n), k) for _ in range(trials)])
    for k in most
}


def share(v, k, read):
    """Of the k tokens in each sum, the share read back: (trial,)"""
    found = read(v, v[drawn[k]].sum(1), k)
    return np.array(
        [
            len(set(a) & set(b)) / k
            for a, b in zip(
                found.tolist(), drawn[k].tolist(), strict=True
            )
        ]
    )


curves = {}
print("in the sum      " + "  ".join(f"{f'k={k}':4}" for k in most))
for how, read in ("at once", at_once), ("in turn", in_turn):
    for name, v in vectors.items():
        got = [share(v, k, read) for k in most]
        curves[name, how] = mean, se = np.array(
            [(s.mean(), s.std() / (trials - 1) ** 0.5) for s in got]
        ).T
        row = "  ".join(f"{m:.2f}" for m in mean)
        print(f"{name} {how}  {row}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(230)
for (name, how), (mean, se) in curves.items():
    ink = MODEL if name == "tokens" else INK
    line = "-" if how == "in turn" else "--"
    ax.plot(most, mean, line, color=ink)
    ax.vlines(most, mean - 2 * se, mean + 2 * se, color=ink)
ax.set_xscale("log", base=2)
ax.set_xticks(most, map(str, most))
ax.set(xlabel="vectors in the sum", ylabel="share read back")
ax.set(ylim=(0, 1.04))
ax.annotate("tokens, at once", (2.1, 0.5), color=MODEL)
ax.annotate("random", (1.2, 0.9), color=INK)
share_of = {k: v[0] for k, v in curves.items()}
show(
    fig,
    "Share of tokens read back from a sum of k embeddings. At "
    f"once: {share_of['tokens', 'at once'][3]:.2f} of 8, "
    f"{share_of['tokens', 'at once'][5]:.2f} of 32. In turn: "
    f"{share_of['tokens', 'in turn'][5]:.2f} of 32, "
    f"{share_of['tokens', 'in turn'][6]:.2f} of 64. Random vectors "
    "are never below them.",
)
# --8<-- [end:figure]

# --8<-- [start:check]
r = {k: dict(zip(most, v, strict=True)) for k, v in share_of.items()}
assert r["tokens", "in turn"][16] > 0.9, (
    "one can never tell which tokens a sum is made of"
)
assert r["tokens", "in turn"][64] < 0.7, "there is no limit"
assert r["random", "at once"][16] > r["tokens", "at once"][16] + 0.2, (
    "tokens interfere no more than random vectors"
)
# control: the sums of other tokens
v, k = vectors["tokens"], 16
read = in_turn(v, v[drawn[k].roll(1, 0)].sum(1), k).tolist()
hits = [
    len(set(a) & set(b))
    for a, b in zip(read, drawn[k].tolist(), strict=True)
]
assert np.mean(hits) / k < 0.05, "it reads what was not written"
# --8<-- [end:check]
