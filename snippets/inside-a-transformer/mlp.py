"""Does an MLP ever look at another word?"""

# --8<-- [start:materials]
import random

import torch

from perspectives.inside import read
from perspectives.measure import DATA
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
block = model.model.layers[15]
text = (DATA / "prose.txt").read_text()[:400]
ids = tokenizer(text, return_tensors="pt").input_ids
# what attention reads, and what the MLP reads: (1, token, 576)
with read(block.input_layernorm, block.post_attention_layernorm) as x:
    model.model(ids)
n = ids.shape[1]
order = random.Random(0).sample(range(n), n)
turn = model.model.rotary_emb(x[0], torch.arange(n)[None])
mask = torch.full((1, 1, n, n), -1e9).triu(1)


def attention(x):
    return block.self_attn(x, turn, mask)[0]


# --8<-- [end:materials]


# --8<-- [start:demo]
def changed(part, x):
    """Deal the words to other places: how many results change?"""
    before, after = part(x)[0, order], part(x[:, order])[0]
    far = (after - before).norm(dim=-1) / before.norm(dim=-1)
    return (far > 0.01).sum().item()


looks, mlp = changed(attention, x[0]), changed(block.mlp, x[1])
# --8<-- [end:demo]

# --8<-- [start:table]
print("words dealt anew  results that change  of")
print(f"MLP               {mlp:19}  {n}")
print(f"attention         {looks:19}  {n}")
gate = block.mlp.gate_proj.weight
print(f"the MLP is {gate.shape[1]} numbers in, {gate.shape[0]} neurons")
# --8<-- [end:table]

# --8<-- [start:figure]
from itertools import pairwise, product

from perspectives.figure import INK, MODEL, SOFT, axes, show

fig, ax = axes(185)
ax.axis("off")
ax.set(xlim=(0, 380), ylim=(-8, 215))
columns = [
    [(12 + 46 * i, 100 + 26 * (j - (k - 1) / 2)) for j in range(k)]
    for i, k in enumerate((4, 5, 5, 3))
]
for pair in pairwise(columns):
    for a, b in product(*pair):
        ax.plot(*zip(a, b, strict=True), color=SOFT, lw=0.4)
for column in columns:
    ax.plot(*zip(*column, strict=True), "o", color=INK, markersize=8)
ax.text(81, 205, "the classic picture", ha="center")
tall = [576 / 9, 1536 / 9, 1536 / 9, 576 / 9]  # 9 numbers a unit
for at, high in zip((212, 258, 284, 346), tall, strict=True):
    ax.bar(at, high, 8, 100 - high / 2, color=MODEL, lw=0)
ax.text(271, 100, "×", ha="center", va="center", color=MODEL)
for a, b in ((218, 252), (290, 340)):
    arrow = {"arrowstyle": "->", "color": MODEL}
    ax.annotate("", (b, 100), (a, 100), arrowprops=arrow)
ax.text(280, 205, "one of 30, to scale", ha="center", color=MODEL)
for at, name in ((212, "576"), (271, "2 × 1,536"), (346, "576")):
    y = 62 if name == "576" else 10
    ax.text(at, y, name, ha="center", va="top", color=SOFT)
said = "Left, circles all joined; right, an MLP: 576, 2 × 1,536, 576"
show(fig, said)
# --8<-- [end:figure]

# --8<-- [start:check]
assert gate.shape == (1536, 576), "another width"
assert mlp == 0, "the MLP looks at its neighbours"
# control: the attention layer beside it, under the same shuffle
assert looks > 0.9 * n, "a shuffle changes nothing, the test is blind"
# --8<-- [end:check]
