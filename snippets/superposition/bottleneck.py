"""Do 49,152 tokens get in one another's way in 576 dimensions?"""

# --8<-- [start:demo]
import numpy as np
import torch

from perspectives.model import load

model, tokenizer = load()
unit = torch.nn.functional.normalize
table = model.get_input_embeddings().weight  # (49152, 576)
centred = table - table.mean(0)
n, d = table.shape
rng = np.random.RandomState(0)
noise = torch.tensor(rng.randn(n, d), dtype=torch.float32)
vectors = {"tokens": unit(centred), "random": unit(noise)}

sample = torch.tensor(rng.permutation(n)[:2000])
apart = torch.ones(2000, 2000, dtype=torch.bool).triu(1)
cosines, typical = {}, {}
print("vectors  typical  99th percentile  acts like")
for name, v in vectors.items():
    gram = (v.T @ v).square().sum().item()  # all squared cosines
    typical[name] = ((gram - n) / n / (n - 1)) ** 0.5
    some = v[sample]
    cosines[name] = (some @ some.T)[apart]
    top = np.percentile(cosines[name].abs(), 99)
    print(
        f"{name:7}  {typical[name]:7.2f}  {top:15.2f}"
        f"  {n * n / gram:9.0f}"
    )
welch = ((n - d) / d / (n - 1)) ** 0.5
print(f"least possible  {welch:.3f}")
asked = sample[:200]
print("table     finds itself  of")
for name, v in ("as it is", table), ("centred", centred):
    own = (v[asked] @ v.T).argmax(1).eq(asked).sum().item()
    print(f"{name:8}  {own:12}  {len(asked)}")
# --8<-- [end:demo]

# --8<-- [start:neighbours]
lists = """Monday Tuesday Wednesday Thursday Friday Saturday Sunday
January February March April June July August September
two three four five six seven eight nine ten
red blue green yellow black white brown pink
Paris London Berlin Madrid Rome Vienna Moscow Tokyo
mother father sister brother son daughter uncle aunt"""
kinds = lists.split("\n")
words = [(w, kind) for kind in kinds for w in kind.split()]
ids = [tokenizer(f" {w}").input_ids for w, _ in words]
assert all(len(i) == 1 for i in ids), "each word is one token"
ids = torch.tensor(ids)[:, 0]


def own_kind(v):
    """How many words have one of their own kind nearest?"""
    close = (v[ids] @ v[ids].T).fill_diagonal_(-1).argmax(1)
    return sum(words[i][1] == words[j][1] for i, j in enumerate(close))


kin = {name: own_kind(v) for name, v in vectors.items()}
print("nearest word  own kind  of")
for name, k in kin.items():
    print(f"{name} words  {k:8}  {len(words)}")
for i, (w, _) in list(enumerate(words))[4::11]:
    near = (vectors["tokens"][ids[i]] @ vectors["tokens"].T).topk(5)
    print(f"{w:8} {tokenizer.batch_decode(near.indices[1:, None])}")
# --8<-- [end:neighbours]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(210)
bins = np.linspace(-0.3, 0.5, 41)
for (name, c), ink in zip(cosines.items(), (MODEL, INK), strict=True):
    share = np.histogram(c, bins)[0] / len(c) * 100
    ax.stairs(share, bins, color=ink)
    ax.annotate(
        name, (0.12, 4.5) if ink == MODEL else (0.05, 14), color=ink
    )
ax.set(xlabel="cosine of two vectors", ylabel="% of pairs")
ax.set(xlim=(-0.3, 0.5), ylim=(0, 20.5))
show(
    fig,
    "Histogram of cosines between pairs. Random vectors: a "
    f"narrow bell, typically {typical['random']:.2f} from zero. "
    f"Tokens: wider, typically {typical['tokens']:.2f}, with a tail "
    "to the right.",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert typical["random"] < 1.03 * welch, "random is near the bound"
assert typical["tokens"] > 1.7 * welch, (
    "the tokens are spread as evenly as the space allows"
)
assert kin["tokens"] > 38, "neighbours are not of a kind"

# control: the same rows, dealt out to other tokens
deal = torch.tensor(np.random.RandomState(1).permutation(n))
assert own_kind(vectors["tokens"][deal]) < 20, (
    "any rows of this table are neighbours by kind"
)
assert kin["random"] < 20, "random vectors are neighbours by kind"
# --8<-- [end:check]
