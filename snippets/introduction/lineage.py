"""Which half of 2017 is this model?"""

# --8<-- [start:model]
import torch

from perspectives.measure import DATA, table
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
body, config = model.model, model.config
# --8<-- [end:model]

# --8<-- [start:demo]
texts = ["The black swan is", "The black swan was"]
ids, other = tokenizer(texts, return_tensors="pt").input_ids[:, None]


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
heads, keys = config.num_attention_heads, config.num_key_value_heads
tied = model.lm_head.weight is body.embed_tokens.weight
now = [
    "some" if hasattr(model, "encoder") else "none",
    f"{len(body.layers)} blocks",
    "yes" if looks_ahead[0] else "no",
    "rotary" if body.rotary_emb else "other",
    type(body.norm).__name__.removeprefix("Llama"),
    f"{heads} heads, {keys} keys",
    "gated" if hasattr(body.layers[0].mlp, "gate_proj") else "plain",
    "yes" if tied else "no",
]
columns = {"part": list(then), "in 2017": list(then.values())}
table(columns | {"this model": now})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, SOFT, axes, show

figure, ax = axes(height=215)
ax.set(xlim=(0, 380), ylim=(0, 215))
ax.axis("off")


def arrow(start, end, colour):
    style = dict(arrowstyle="->", color=colour, shrinkA=0, shrinkB=0)
    ax.annotate("", end, start, arrowprops=style)


# each from the words at the bottom to the output at the top
for line in (DATA / "towers.txt").read_text().splitlines():
    x, half, parts = line.split(": ")
    x, y, colour = int(x), 35, MODEL if x == "327" else INK
    ax.text(x, 19, half, ha="center", color=colour)
    for part in parts.split(" | "):
        arrow((x, y), (x, y + 16), colour)
        words = part.split("/")
        high = 15 * len(words) + 10
        ax.bar(x, high, 80, y + 16, fc="none", ec=colour)
        for n, word in enumerate(reversed(words)):
            ax.text(x, y + 25 + 15 * n, word, ha="center", color=colour)
        y += 16 + high
    if half == "decoder":
        arrow((x, y), (x, y + 16), colour)
arrow((82, 119), (97, 119), INK)  # what the encoder made
for x, name in ((90, "2017"), (232, "2018"), (327, "this model")):
    ax.text(x, 2, name, ha="center", color=SOFT)
said = (
    "2017: encoder and decoder; 2018: the decoder; this model: one of "
)
show(figure, f"{said}{len(body.layers)} blocks")
# --8<-- [end:figure]

# --8<-- [start:check]
assert now[0] == "none", "it has an encoder"
assert not looks_ahead[0], "a word sees the words after it"
assert tied, "reading in and reading out are two matrices"

# control: without the mask earlier words must notice
assert looks_ahead[1], "nothing reaches earlier words: a blind test"
# --8<-- [end:check]
