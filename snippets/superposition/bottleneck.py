"""Do 49,152 tokens get in one another's way in 576 dimensions?"""

# --8<-- [start:vectors]
import numpy as np
import torch

from perspectives.measure import DATA, first_tokens, table
from perspectives.model import load

model, _ = load()
unit = torch.nn.functional.normalize
given = model.get_input_embeddings().weight  # (49152, 576)
n, d = given.shape
lines = (DATA / "words.txt").read_text().splitlines()
words = [(word, line) for line in lines for word in line.split()]
ids = first_tokens(f" {word}" for word, _ in words)
lots = torch.tensor(np.random.RandomState(0).randn(n, d)).float()
# --8<-- [end:vectors]

# --8<-- [start:demo]
tokens = unit(given - given.mean(0))
size, axis = torch.linalg.eigh(tokens.mT @ tokens / n)  # its spread
vectors = {
    "tokens": tokens,  # the common mean taken off
    "random": unit(lots),
    "random, same spread": unit(lots @ (axis * size.sqrt()).mT),
    "tokens, evened out": unit(tokens @ (axis / size.sqrt())),
}
overlap = {}  # the typical cosine, over all pairs
for name, v in vectors.items():
    squares = (v.mT @ v).square().sum().item()
    overlap[name] = ((squares - n) / n / (n - 1)) ** 0.5
# --8<-- [end:demo]


# --8<-- [start:table]
def nearest(v):
    """A token's largest cosine with another, on average."""
    some = torch.arange(0, n, n // 1000).split(100)
    near = [(v[i] @ v.T).scatter_(1, i[:, None], -1) for i in some]
    return torch.cat([x.amax(1) for x in near]).mean().item()


def own_kind(v):
    """How many words have one of their own kind nearest?"""
    near = (v[ids] @ v[ids].T).fill_diagonal_(-1).argmax(1).tolist()
    return sum(words[i][1] == words[j][1] for i, j in enumerate(near))


kin = {name: own_kind(v) for name, v in vectors.items()}
near = {name: nearest(v) for name, v in vectors.items()}
angle = np.degrees(np.arcsin(list(overlap.values())))
columns = {"vectors": list(vectors), "overlap": list(overlap.values())}
columns |= {"degrees": [f"{x:.1f}" for x in angle]}
columns |= {"nearest": list(near.values())}
columns |= {"own kind": list(kin.values()), "of": [len(words)] * 4}
table(columns, 3)
print(f"least possible overlap  {((n - d) / d / (n - 1)) ** 0.5:.3f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, SOFT, axes, show

fig, ax = axes(200)
bins = np.linspace(60, 120, 61)
flat = unit(lots[:, :3])
drawn = (tokens, MODEL), (flat, SOFT), (vectors["random"], INK)
for v, ink in drawn:
    some = v[torch.tensor(np.arange(0, n, 25))]
    cosines = (some @ some.T)[np.triu_indices(len(some), 1)]
    angles = cosines.clamp(-1, 1).arccos().rad2deg().numpy()
    share = np.histogram(angles, bins)[0] / len(angles) * 100
    ax.stairs(share, bins, color=ink)
ax.text(93, 15, "random, 576 dimensions")
ax.text(97, 5, "the tokens", color=MODEL)
ax.text(61, 1.9, "three dimensions", color=SOFT)
ax.set(xlabel="degrees between two vectors", xticks=range(60, 121, 15))
ax.set(ylabel="% of pairs", xlim=(60, 120), ylim=(0, 18))
told = ", ".join(f"{k} {x:.1f}" for k, x in zip(vectors, angle))
show(fig, f"Degrees from a right angle, typically: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
plain, lot = overlap["tokens"], overlap["random"]
assert plain > 2 * lot, "the tokens lie as evenly as they can"
same, even = list(overlap.values())[2:]
assert same > 0.85 * plain, "their spread does not explain it"
assert min(kin["tokens"], kin["tokens, evened out"]) > 70, "no kin"
# controls: spread without meaning, and meaning without the spread
assert kin["random, same spread"] < 20, "any vectors are kin"
assert even < 1.05 * lot, "they overlap without their spread"
# the overlap is blind to close pairs, the nearest neighbour is not
same = near["random, same spread"]
assert near["tokens, evened out"] > 1.5 * same, "no close pairs"
assert near["random"] < 0.25, "there is no room to lie farther apart"
# --8<-- [end:check]
