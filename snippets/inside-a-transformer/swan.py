"""Which heads look back at the swan, and does it matter?"""

# --8<-- [start:materials]
from contextlib import contextmanager

import torch

from perspectives.inside import blocks
from perspectives.measure import next_token
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
start = "I saw a black swan and a grey goose. I fed the"
told = start + " black"
ids = tokenizer(told, return_tensors="pt").input_ids
tokens = [tokenizer.decode([i]) for i in ids[0]]
swan, n = tokens.index(" sw"), len(tokens)
birds = [ids[0, swan], ids[0, tokens.index(" goose")]]


@contextmanager
def hidden(source, heads):
    """In these heads the last token does not see the source."""
    hooks = []
    for layer in {layer for layer, _ in heads}:
        mask = torch.full((n, n), -1e9).triu(1).repeat(1, 9, 1, 1)
        own = [head for other, head in heads if other == layer]
        mask[0, own, -1, source] = -1e9

        def put(part, args, given, mask=mask):
            return args, given | {"attention_mask": mask}

        part = blocks()[layer].self_attn
        hook = part.register_forward_pre_hook(put, with_kwargs=True)
        hooks.append(hook)
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


# --8<-- [end:materials]

# --8<-- [start:demo]
seen = model(ids, output_attentions=True).attentions
looks = torch.stack(seen)[:, 0, :, -1]  # (layer, head, token)
five = (looks[..., swan] > 0.5).nonzero().tolist()
rest = (looks[..., swan] <= 0.5).nonzero().tolist()


def chances(source, heads):
    """Of swan and goose, in per cent, with the source hidden."""
    with hidden(source, heads):
        return 100 * next_token(told)[0, birds].exp2()


rows = {"as it is": (swan, []), "hidden from 5 heads": (swan, five)}
# --8<-- [end:demo]

# --8<-- [start:table]
goose = tokens.index(" goose")
rows["hidden from the other 265"] = (swan, rest)
rows["goose hidden from the 5"] = (goose, five)
print("swan                       swan, %  goose, %  attention")
found = {}
for name, (source, heads) in rows.items():
    found[name] = p = chances(source, heads).tolist()
    mass = sum(looks[a, b, source].item() for a, b in heads)
    print(f"{name:25}  {p[0]:7.1f}  {p[1]:8.1f}  {mass:9.2f}")
others = [i for i in range(n - 1) if i != swan]
least = min(chances(i, five)[0].item() for i in others)
print(f"hidden from the 5, any of 13 others: swan, % or more  {least:.1f}")
print("head  looks at sw  hidden from it alone: swan, %")
alone = {}
for a, b in five:
    alone[a, b] = chances(swan, [(a, b)])[0].item()
    print(f"{a}.{b}  {looks[a, b, swan]:11.2f}  {alone[a, b]:10.1f}")
print("text                    swan, %  goose, %")
for name, text in {
    "the grey": start + " grey",
    "black and grey swapped": told.replace("black", "x", 1)
    .replace("grey", "black")
    .replace("x", "grey"),
}.items():
    p = 100 * next_token(text)[0, birds].exp2()
    found[name] = p.tolist()
    print(f"{name:22}  {p[0]:7.1f}  {p[1]:8.1f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, SOFT, axes, show

fig, ax = axes(290)
ax.axis("off")
ax.set(xlim=(0, 380), ylim=(0, 290))
x, at = 4.0, []
for token in tokens:
    wide = 6.7 * len(token.strip()) + 1
    x += 5 * token.startswith(" ")
    shade = MODEL if token in (" sw", " black") else INK
    at.append(x + wide / 2)
    ax.text(at[-1], 180, token.strip(), ha="center", color=shade)
    x += wide
turn = torch.linspace(0, torch.pi, 40)
far, middle = (at[-1] - at[swan]) / 2, (at[-1] + at[swan]) / 2
for k, (a, b) in enumerate(five):
    high = 40 + 13 * k
    thick = 3 * looks[a, b, swan].item()
    x, y = middle + far * turn.cos(), 194 + high * turn.sin()
    ax.plot(x, y, color=MODEL, lw=thick)
ax.text(middle, 216, "five heads look back", ha="center", color=MODEL)
x = (at[3] + at[swan]) / 2 + (at[swan] - at[3]) / 2 * turn.cos()
ax.plot(x, 176 - 12 * turn.sin(), color=MODEL, lw=1.5)
ax.text(at[swan] - 8, 150, "head 16.0 looks one back", color=SOFT)
for k, (name, p) in enumerate(list(found.items())[:4]):
    y = 118 - 33 * k
    ax.text(0, y, name, va="center")
    for value, dy, fill in ((p[0], 6, MODEL), (p[1], -6, "none")):
        ax.barh(y + dy, 1.5 * value, 9, 190, fc=fill, ec=MODEL)
        ax.text(195 + 1.5 * value, y + dy, f"{value:.1f} %", va="center")
ax.text(190, 140, "swan full, goose empty", color=SOFT)
said = "; ".join(f"{k}: {p[0]:.1f} and {p[1]:.1f}" for k, p in found.items())
show(
    fig,
    "The sentence, with five arcs from the last black to sw, and one "
    f"from sw to the black before it. Swan and goose in per cent: {said}",
)
# --8<-- [end:figure]

# --8<-- [start:check]
plain, cut, rest, _, grey, swapped = found.values()
assert plain[0] > plain[1] and grey[1] > grey[0] + 50, "not told apart"
assert swapped[1] > swapped[0] + 40, "it is the birds, not the pairs"
assert cut[0] < 5, "the look back carries nothing"
# controls: as much attention in the other heads; any other token
assert rest[0] > cut[0] + 30, "as much attention elsewhere does it too"
assert least > cut[0] + 30, "to hide anything is as bad"
# --8<-- [end:check]
