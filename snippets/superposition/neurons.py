"""Does a neuron of this model stand for one word?"""

# --8<-- [start:activations]
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
data = Path(__file__).parents[1] / "data"
names = ["prose", "expert", "casual", "sums", "dialogues", "rogue"]
text = "\n\n".join((data / f"{x}.txt").read_text() for x in names)
ids = torch.tensor(tokenizer(text).input_ids)
ids = ids[: len(ids) // 96 * 96].view(-1, 96)  # (window, token)

kept, layers = {}, model.model.layers
hook = layers[12].mlp.down_proj.register_forward_pre_hook(
    lambda _, x: kept.update(neurons=x[0])
)
model.model.layers = layers[:13]  # what comes after is not needed
kept["stream"] = model.model(ids).last_hidden_state
model.model.layers = layers
hook.remove()

words = [tokenizer.decode(i).strip().lower() for i in ids.flatten()]
often = Counter(words)
asked = [
    i
    for i, w in enumerate(words)  # content words, by and large
    if i % 96 and len(w) > 2 and w.isalpha() and often[w] <= 20
]
code = {w: i for i, w in enumerate(dict.fromkeys(words))}
word = torch.tensor([code[words[i]] for i in asked])
# --8<-- [end:activations]


# --8<-- [start:demo]
def pure(a):
    """Which units have one word in five of their top ten?"""
    top = word[a.topk(10, dim=0).indices]  # (10, unit)
    return (top[:, None] == top).sum(0).amax(0) >= 5


a = kept["neurons"].flatten(0, 1)[asked]  # (word, 1536)
rng = np.random.RandomState(0)
turn = np.linalg.qr(rng.randn(1536, 1536))[0].astype(np.float32)
aim = torch.tensor(rng.randn(576, 1536), dtype=torch.float32)
order = torch.tensor(rng.rand(*a.shape)).argsort(0)
units = {
    "neurons": a,
    "mixtures of neurons": a @ torch.tensor(turn),
    "directions of stream": kept["stream"].flatten(0, 1)[asked] @ aim,
    "shuffled": a.gather(0, order),
}
share = {k: pure(v).float().mean().item() for k, v in units.items()}
fit = sum(often[w] >= 5 for w in {words[i] for i in asked})
print(f"{len(asked)} words, {fit} of them often enough")
print("1,536 of each         pure, %")
for name, s in share.items():
    print(f"{name:20}  {s * 100:7.1f}")
# --8<-- [end:demo]


# --8<-- [start:cards]
def top(unit):
    """Its five strongest places: the word, and two tokens before it."""
    at = [asked[i] for i in a[:, unit].topk(5).indices.tolist()]
    read = [
        tokenizer.decode(ids.flatten()[max(i - 2, 0) : i + 1])
        for i in at
    ]
    return " / ".join(" ".join(text.split()) for text in read)


single = pure(a).nonzero()[:, 0].tolist()
print("neuron, drawn by lot from all")
for unit in rng.permutation(1536)[:6]:
    print(f"{unit:5}  {top(unit)}")
print("neuron, drawn by lot from the pure")
for unit in rng.permutation(single)[:4]:
    print(f"{unit:5}  {top(unit)}")
print("neuron, chosen by us")
for unit in (474, 440):
    print(f"{unit:5}  {top(unit)}")
# --8<-- [end:cards]

# --8<-- [start:check]
assert share["neurons"] < 0.1, "most neurons stand for one word"
assert share["directions of stream"] > share["neurons"] + 0.01, (
    "neurons are purer than a direction drawn by lot"
)
# control: who fired where is shuffled; the measure must find nothing
assert share["shuffled"] < 0.005, "chance alone makes a unit pure"
assert share["neurons"] > share["shuffled"] + 0.008, (
    "the measure sees nothing at all"
)
# --8<-- [end:check]
