"""Does an MLP ever look at another word?"""

# --8<-- [start:demo]
import random
from pathlib import Path

import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
block = model.model.layers[15]
parts = block.mlp.gate_proj, block.mlp.up_proj, block.mlp.down_proj
gate, up, down = (m.weight.T for m in parts)
prose = Path(__file__).parents[1] / "data" / "prose.txt"
ids = tokenizer(prose.read_text()[:400], return_tensors="pt").input_ids
x = model.model(ids, output_hidden_states=True).hidden_states[15]
x = block.post_attention_layernorm(x)  # (1, token, 576)

hidden = torch.nn.functional.silu(x @ gate) * (x @ up)  # 1536 neurons
ours = hidden @ down
order = list(range(ids.shape[1]))
random.Random(0).shuffle(order)
place = model.model.rotary_emb(x, torch.arange(len(order))[None])


def mlp(x):
    return block.mlp(x)


def attention(x):
    n = x.shape[1]
    mask = torch.full((1, 1, n, n), -1e9).triu(1)
    return block.self_attn(x, place, mask)[0]


print("matrix  in    out")
for name, w in ("gate", gate), ("up", up), ("down", down):
    print(f"{name:6}  {w.shape[0]:4}  {w.shape[1]:4}")
gap = (ours - mlp(x)).abs().max().item()
print("by hand as the library:", gap < 0.001)
moved = {}
print("words shuffled  tokens whose result changes  of")
for part in mlp, attention:
    before, after = part(x)[0, order], part(x[:, order])[0]
    far = (after - before).norm(dim=-1) / before.norm(dim=-1)
    moved[part.__name__] = (far > 0.01).sum().item()
    print(
        f"{part.__name__:14}  {moved[part.__name__]:27}  {len(order)}"
    )
# --8<-- [end:demo]

# --8<-- [start:figure]
from itertools import chain, pairwise, product

import numpy as np

from perspectives.figure import INK, MODEL, SOFT, axes, show

fig, ax = axes(290)
ax.axis("off")
ax.set(xlim=(0, 380), ylim=(0, 290))
columns = [
    [(22 + 44 * i, 165 + 27 * (j - (k - 1) / 2)) for j in range(k)]
    for i, k in enumerate((4, 5, 5, 3))
]
for these, those in pairwise(columns):
    for (x_, y_), (x2, y2) in product(these, those):
        ax.plot([x_, x2], [y_, y2], color=SOFT, lw=0.4)
for x_, y_ in chain(*columns):
    ax.plot(x_, y_, "o", color=INK, markersize=9)
ax.text(88, 278, "the classic picture", ha="center")

tall = np.array([576, 1536, 1536, 576]) / 8  # 8 numbers a unit
at = [215, 262, 289, 352]
ax.bar(at, tall, 8, 165 - tall / 2, color=MODEL, lw=0)
ax.text(215, 122, "in\n576", ha="center", va="top")
ax.text(352, 122, "out\n576", ha="center", va="top")
ax.text(275.5, 63, "gate, up\n1536 each", ha="center", va="top")
ax.text(275.5, 165, "×", ha="center", va="center", color=MODEL)
for a, b in ((219, 258), (293, 348)):
    arrow = {"arrowstyle": "->", "color": MODEL}
    ax.annotate("", (b, 165), (a, 165), arrowprops=arrow)
ax.text(283, 278, "one of ours, to scale", ha="center", color=MODEL)
marks = 204 + 5.3 * np.arange(30)  # and thirty of them
ax.bar(marks, 14, 2, 4, color=MODEL, lw=0)
ax.text(
    195, 11, "one of 30 layers", ha="right", va="center", color=SOFT
)
show(
    fig,
    "Left, the classic picture: four columns of circles, each "
    "joined to all of the next. Right, one MLP of the model to scale: "
    "576 numbers in, two columns of 1,536 multiplied with one "
    "another, 576 out; a row of 30 marks, one for each layer",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert gate.shape == up.shape == (576, 1536), "another width"
assert gap < 0.005, "it does something else"
assert moved["mlp"] == 0, "the MLP looks at its neighbours"

# control: the attention layer beside it, under the same shuffle
assert moved["attention"] > 0.9 * len(order), (
    "a shuffle changes nothing here, so the test is blind"
)
# --8<-- [end:check]
