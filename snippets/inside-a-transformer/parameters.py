"""Where are the 135 million numbers?"""

# --8<-- [start:demo]
from collections import Counter

from perspectives.model import load

model, _ = load()  # the code names its layers
kinds = {  # a part of the name, and what it belongs to
    "embed": "embedding",
    "attn": "attention",
    "mlp": "MLP",
    "norm": "norms",
}
counts, tensors = Counter(), Counter()
for name, weight in model.named_parameters():
    name = name.replace("post_attention_layernorm", "norm")
    kind = next(kind for key, kind in kinds.items() if key in name)
    counts[kind] += weight.numel()
    tensors[kind] += 1

total = counts.total()
print("part        tensors      numbers  share")
for kind in kinds.values():
    print(
        f"{kind:9}  {tensors[kind]:8}  {counts[kind]:11,}"
        f"  {100 * counts[kind] / total:5.2f} %"
    )
print(f"all        {tensors.total():8}  {total:11,}  100.00 %")

c = model.config
keys = c.num_key_value_heads * c.head_dim
formula = {
    "embedding": c.vocab_size * c.hidden_size,
    "attention": 30 * c.hidden_size * (2 * c.hidden_size + 2 * keys),
    "MLP": 30 * 3 * c.hidden_size * c.intermediate_size,
    "norms": (30 * 2 + 1) * c.hidden_size,
}
tied = model.lm_head.weight is model.model.embed_tokens.weight
print("reads out with the matrix it reads in with:", tied)
# --8<-- [end:demo]

# --8<-- [start:figure]
from matplotlib.patches import Rectangle

from perspectives.figure import INK, MODEL, SOFT, axes, show

fig, ax = axes(170)
ax.axis("off")
left = counts["embedding"] / total
down = counts["attention"] / (total - counts["embedding"])
areas = {  # left, bottom, width, height
    "embedding": (0, 0, left, 1),
    "attention": (left, 0, 1 - left, down),
    "MLP": (left, down, 1 - left, 1 - down),
}
for kind, (x, y, w, h) in areas.items():
    ax.add_patch(
        Rectangle(
            (x, y), w, h, facecolor="none", edgecolor=MODEL, lw=1.4
        )
    )
    share = f"{100 * counts[kind] / total:.1f} %"
    ax.text(
        x + 0.015, y + h - 0.04, f"{kind}\n{share}", va="top", color=INK
    )
thirty = (1 - left) / 30
for i in range(7, 30):  # one column a layer; room for the names
    ax.vlines(left + i * thirty, 0, 1, color=MODEL, lw=0.4)
ax.text(0.99, -0.03, "30 layers", ha="right", va="top", color=SOFT)
ax.set(xlim=(-0.005, 1.005), ylim=(-0.14, 1.01))
said = ", ".join(f"{k} {counts[k]:,}" for k in kinds.values())
show(fig, f"Areas in proportion to the numbers each part holds: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert counts == formula, "the parts are not what we took them for"
assert tied and total == 134_515_008, "another model"
assert counts["MLP"] > total / 2, "the MLPs hold less than half"

# control: with a matrix of its own to read out, it would not add up
assert total + formula["embedding"] > 162_000_000, "too small to tell"
# --8<-- [end:check]
