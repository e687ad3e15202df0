"""Which half of 2017 is this model?"""

# --8<-- [start:model]
import torch

from perspectives.measure import DATA, table
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
body, config = model.model, model.config
# --8<-- [end:model]

# --8<-- [start:demo]
ids = tokenizer("The black swan is", return_tensors="pt").input_ids
other = ids.clone()
other[0, -1] = tokenizer(" was").input_ids[0]  # only the last word


def earlier_notice(mask=None):
    """Do earlier words change when the last one is exchanged?"""
    one, two = (body(x, attention_mask=mask)[0] for x in (ids, other))
    return not torch.equal(one[0, :-1], two[0, :-1])


everywhere = torch.zeros(1, 1, ids.shape[1], ids.shape[1])  # no mask
looks_ahead = earlier_notice(), earlier_notice(everywhere)
# --8<-- [end:demo]

# --8<-- [start:table]
lines = (DATA / "lineage.txt").read_text().splitlines()
then = dict(line.split(": ") for line in lines)
weights = list(body.layers[0].mlp.children())
heads, keys = config.num_attention_heads, config.num_key_value_heads
tied = model.lm_head.weight is body.embed_tokens.weight
now = [
    "some" if hasattr(model, "encoder") else "none",
    f"{len(body.layers)} blocks",
    str(config.hidden_size),
    "yes" if looks_ahead[0] else "no",
    "rotary" if body.rotary_emb else "other",
    type(body.norm).__name__.removeprefix("Llama"),
    f"{heads} heads, {keys} keys",
    f"{config.hidden_act}, {len(weights) - 1} weights",
    "yes" if tied else "no",
]
columns = {"part": list(then), "in 2017": list(then.values())}
table(columns | {"this model": now})
# --8<-- [end:table]

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
said = "2017: an encoder and a decoder; 2018: the decoder alone; this "
said += f"model, in blue: a decoder of {len(body.layers)} blocks"
show(figure, said)
# --8<-- [end:figure]

# --8<-- [start:check]
assert now[0] == "none", "it has an encoder"
assert not looks_ahead[0], "a word sees the words after it"
assert tied, "reading in and reading out are two matrices"

# control: without the mask earlier words must notice
assert looks_ahead[1], "nothing reaches earlier words: a blind test"
# --8<-- [end:check]
