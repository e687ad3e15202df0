"""Where are the 135 million numbers?"""

# --8<-- [start:materials]
from perspectives.model import load

model, _ = load()  # the code names its layers
# --8<-- [end:materials]

# --8<-- [start:demo]
sizes = {"embed": 0, "attn": 0, "mlp": 0, "norm": 0}
for name, weight in model.named_parameters():
    kind = next(kind for kind in sizes if kind in name)
    sizes[kind] += weight.numel()
total = sum(sizes.values())
# --8<-- [end:demo]

# --8<-- [start:table]
names = ["embedding", "attention", "MLP", "norms"]
sizes = dict(zip(names, sizes.values(), strict=True))
print("part           numbers  share, %")
for kind, count in sizes.items():
    print(f"{kind:9}  {count:11,}  {100 * count / total:8.2f}")
print(f"all        {total:11,}    100.00")
block = model.model.layers[0]
shapes = {
    name.split(".")[1].split("_")[0]: tuple(weight.shape)
    for name, weight in block.named_parameters()
    if weight.ndim == 2
}
print("matrix   out    in    numbers")
for name, (out, into) in shapes.items():
    print(f"{name:6}  {out:4}  {into:4}  {out * into:9,}")
more = 30 * 2 * (shapes["q"][0] - shapes["k"][0]) * shapes["k"][1]
print(f"with nine sets of keys and values  {total + more:,}")
print(f"of which attention  {sizes['attention'] + more:,}")
# --8<-- [end:table]

# --8<-- [start:figure]
from matplotlib.patches import Rectangle

from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(270)
ax.axis("off")
ax.set(xlim=(0, 380), ylim=(-48, 222))
corner = {"q": (40, 27), "k": (96, 27), "v": (121, 27), "o": (146, 27)}
corner |= {"gate": (40, 118), "up": (170, 118), "down": (300, 79)}
for name, (x, y) in corner.items():
    out, into = (size / 12.5 for size in shapes[name])  # to scale
    ax.add_patch(Rectangle((x, y), out, into, fc="none", ec=MODEL))
    ax.text(x + out / 2, y + into / 2, name, ha="center", va="center")
arrow = {"arrowstyle": "->", "color": SOFT}
arrows = [(8, 0, 8, 222), (8, 50, 38, 50), (206, 85, 8, 85)]
for x, y, x2, y2 in [*arrows, (8, 141, 38, 141), (360, 208, 8, 208)]:
    ax.annotate("", (x2, y2), (x, y), arrowprops=arrow)
ax.plot([192, 206, 206], [50, 50, 85], color=SOFT, lw=1)
ax.plot([346, 360, 360], [141, 141, 208], color=SOFT, lw=1)
ax.text(16, 0, "the stream: 576 numbers a token", color=MODEL)
ax.text(212, 54, "attention reads, and adds")
ax.text(40, 195, "MLP reads, and adds")
left = 0
for kind in names[:3]:
    wide = 380 * sizes[kind] / total
    ax.add_patch(Rectangle((left, -30), wide, 18, fc="none", ec=MODEL))
    share = f"{100 * sizes[kind] / total:.0f} %"
    ax.text(left + wide / 2, -21, share, ha="center", va="center")
    ax.text(left + wide / 2, -46, kind, ha="center", color=SOFT)
    left += wide
said = ", ".join(f"{k} {n:,}" for k, n in sizes.items())
show(fig, f"The matrices of a block to scale. Numbers: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
made = sum(out * into for out, into in shapes.values())
assert 30 * made == sizes["attention"] + sizes["MLP"], "parts missing"
assert total == 134_515_008, "another model"
assert sizes["MLP"] > total / 2, "the MLPs hold less than half"
# control: a matrix of its own to read out would count twice
assert model.lm_head.weight is model.model.embed_tokens.weight, "two"
# --8<-- [end:check]
