"""Has a word a neuron of its own?"""

# --8<-- [start:read]
import numpy as np
import torch

from perspectives.inside import blocks, read
from perspectives.measure import DATA, first_tokens, table, wilson
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
words = (DATA / "words.txt").read_text().split()
ids = first_tokens(f" {word}" for word in words)[:, None]
parts = []  # in the order in which they run
for b in blocks():
    parts += b.post_attention_layernorm, b.mlp.act_fn, b.mlp.up_proj, b
found = []
for frame in (DATA / "frames.txt").read_text().splitlines():
    head = torch.tensor([tokenizer(frame).input_ids])
    past = model.model(head).past_key_values  # what stands before
    past.batch_repeat_interleave(len(ids))
    with read(*parts) as seen:
        model.model(ids, past_key_values=past)
    z, gate, up, x = (torch.cat(seen[i::4], 1) for i in range(4))
    found.append((gate * up, x, z))  # (word, layer, unit)
three = (torch.stack(x).permute(2, 0, 1, 3) for x in zip(*found))
neurons, stream, inputs = three  # (layer, frame, word, unit)
# --8<-- [end:read]


# --8<-- [start:demo]
def own(units):
    """The words that fill four of the five top places of a unit."""
    top = units.flatten(0, 1).topk(5, dim=0).indices % len(words)
    most = top.mode(0).values  # (unit,)
    return most[(top == most).sum(0) >= 4].unique()


def counts(a, x, z, m):
    """How many words have a unit, among six kinds of units?"""
    aim = x[:5].mean(0) - x[:5].mean((0, 1))  # by half of the frames
    units = a[5:], x[5:] @ drawn, a[5:] @ mixed, x[5:] @ aim.T
    units = *units, z[5:] @ drawn  # z is what the neurons read
    turned = z[5:] @ turns[:, None]  # the same weights read it turned
    other = m.act_fn(m.gate_proj(turned)) * m.up_proj(turned)
    found = [len(own(each)) for each in (*units, *other)]
    return *found[:5], min(found[5:]), max(found[5:])


# --8<-- [end:demo]

# --8<-- [start:table]
lots = torch.tensor(np.random.RandomState(0).randn(2112, 1536)).float()
drawn, mixed = lots[:576], lots[576:]
turns = torch.linalg.qr(lots[:1728, :576].reshape(3, 576, 576))[0]
mlps = [b.mlp for b in blocks()]
have = np.array([*map(counts, neurons, stream, inputs, mlps)])
order = lots[:400].argsort(0)
dealt = neurons[15, 5:].flatten(0, 1).gather(0, order)[None]
names = ["neuron", "random direction", "mixture", "aimed"]
names += ["direction of input", "turned, least", "turned, most"]
some, n = [0, 5, 10, 15, 20, 25, 29], len(words)
columns = {"layer": [f"layer {i}" for i in some]}
columns |= {k: have[some, i].tolist() for i, k in enumerate(names)}
columns |= {"interval": [wilson(have[i, 0], n) for i in some]}
table(columns | {"of": [n] * len(some)})
print(f"places dealt anew  {len(own(dealt))}")
chance = n * neurons.shape[-1] / len(tokenizer)
print(f"if each neuron had one token of all  {chance:.1f}")
for unit in (0, 500, 1000, 1500):
    top = neurons[15, 5:, :, unit].flatten().topk(5).indices % n
    print(f"neuron {unit}  {', '.join(words[i] for i in top)}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
ax.plot(have[:, 0], color=MODEL)
ax.vlines(range(30), *have[:, 5:].T, color=INK)
for i, line in (1, "--"), (3, ":"):
    ax.plot(have[:, i], line, color=INK)
ax.text(12, 10, "a neuron", color=MODEL)
ax.text(0.5, 46, "neurons, with")
ax.text(0.5, 37, "input turned")
ax.text(12, 53, "of the stream")
ax.text(29, 83, "aimed", ha="right")
ax.set(xlabel="layer", ylabel="words of 80 that have", ylim=(0, 92))
told = ", ".join(f"{k} {x}" for k, x in zip(names, have[15]))
show(fig, f"Words of {n} with a unit of their own, layer 15: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert have[15, 0] < 40, "most words have a neuron of their own"
assert have[15, 1] > have[15, 0] + 20, "neurons beat random directions"
assert (have[23:, 0] > have[23:, 1] - 5).all(), "late as well"
level = abs(have[:, :1] - have[:, 4:]).mean(0)
assert max(level) < 6, "unlike random units that read the same"
# controls: what stands for a word is found; what is dealt anew is not
assert have[:19, 3].min() > 70, "the measure cannot see a word's unit"
assert len(own(dealt)) < 5, "chance alone gives a word a neuron"
# --8<-- [end:check]
