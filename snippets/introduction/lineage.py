"""Which half of 2017 is this model?"""

# --8<-- [start:demo]
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
body, config = model.model, model.config
block = body.layers[0]
ids = tokenizer("The black swan is", return_tensors="pt").input_ids
other = ids.clone()
other[0, -1] = tokenizer(" was").input_ids[0]  # only the last word
everywhere = torch.zeros(1, 1, ids.shape[1], ids.shape[1])  # no mask


def earlier_notice(mask=None):
    one, two = (body(x, attention_mask=mask)[0] for x in (ids, other))
    return not torch.equal(one[0, :-1], two[0, :-1])


matrices = sum(hasattr(m, "weight") for m in block.mlp.children())
tied = model.lm_head.weight is body.embed_tokens.weight
heads, keys = config.num_attention_heads, config.num_key_value_heads
norm = type(block.input_layernorm).__name__.removeprefix("Llama")
rotary = "rotary" if body.rotary_emb else "other"
gate, bare = config.hidden_act, not hasattr(model, "encoder")
rows = [
    ("encoder", "6 blocks", "none" if bare else "some"),
    ("decoder", "6 blocks", f"{len(body.layers)} blocks"),
    ("width", "512", config.hidden_size),
    ("sees later words", "encoder", ["no", "yes"][earlier_notice()]),
    ("places of words", "sines, added", rotary),
    ("norm", "LayerNorm", norm),
    ("attention", "8 heads, 8 keys", f"{heads} heads, {keys} keys"),
    ("MLP", "ReLU, 2 weights", f"{gate}, {matrices} weights"),
    ("one matrix in, out", "yes", "yes" if tied else "no"),
]
print("part                in 2017          this model")
for part, then, now in rows:
    print(f"{part:18}  {then:15}  {now}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from matplotlib.patches import Rectangle

from perspectives.figure import INK, MODEL, SOFT, axes, show

figure, ax = axes(height=215)
ax.set(xlim=(0, 380), ylim=(0, 215))
ax.axis("off")
back = "attention", "back"
shared = "attention", "back,", "rotary,", "keys shared"
towers = {  # from the words at the bottom to the output at the top
    (42, "encoder", INK): [("attention", "both ways"), ("MLP",)],
    (137, "decoder", INK): [back, ("attention", "across"), ("MLP",)],
    (232, "decoder", INK): [back, ("MLP",)],
    (327, "decoder", MODEL): [shared, ("MLP,", "gated")],
}


def arrow(start, end, colour):
    style = dict(arrowstyle="->", color=colour, shrinkA=0, shrinkB=0)
    ax.annotate("", end, start, arrowprops=style)


for (x, half, colour), parts in towers.items():
    ax.text(x, 19, half, ha="center", color=colour)
    y = 35
    for words in parts:
        arrow((x, y), (x, y + 16), colour)
        height = 15 * len(words) + 10
        edge = {"fc": "none", "ec": colour}
        ax.add_patch(Rectangle((x - 40, y + 16), 80, height, **edge))
        for n, word in enumerate(reversed(words)):
            ax.text(x, y + 25 + 15 * n, word, ha="center", color=colour)
        y += 16 + height
    if half == "decoder":
        arrow((x, y), (x, y + 16), colour)
arrow((82, 119), (97, 119), INK)  # what the encoder made
for x, name in ((90, "2017"), (232, "2018"), (327, "this model")):
    ax.text(x, 2, name, ha="center", color=SOFT)
said = (
    "In 2017 an encoder, whose attention goes both ways, beside a "
    "decoder, whose attention goes back, and across to the encoder. In "
    "2018 the decoder without the way across. This model, in blue: a "
    f"decoder of {len(body.layers)} blocks, with rotary attention of "
    f"{heads} heads on {keys} sets of keys, and gated MLPs."
)
show(figure, said)
# --8<-- [end:figure]

# --8<-- [start:check]
assert rows[0][2] == "none", "it has an encoder"
assert not earlier_notice(), "a word sees the words after it"
assert earlier_notice(everywhere), (
    "without the mask nothing reaches earlier words: a blind test"
)
assert tied, "reading in and reading out are two matrices"
# --8<-- [end:check]
