"""Which heads look back at the swan, and does it matter?"""

# --8<-- [start:materials]
from contextlib import contextmanager

import torch

from perspectives.inside import blocks
from perspectives.measure import next_token
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
told = "I saw a black swan and a grey goose. I fed the black"
ids = tokenizer(told, return_tensors="pt").input_ids
tokens = [tokenizer.decode([i]) for i in ids[0]]
swan, goose, n = tokens.index(" sw"), tokens.index(" goose"), 15
birds = ids[0, [swan, goose]]


@contextmanager
def hidden(source, heads):
    """In these heads the last token does not see the source."""
    hooks = []
    for layer in {layer for layer, _ in heads}:
        mask = torch.full((n, n), -1e9).triu(1).repeat(1, 9, 1, 1)
        own = [head for other, head in heads if other == layer]
        mask[0, own, -1, source] = -1e9
        hook = blocks()[layer].self_attn.register_forward_pre_hook(
            lambda _, args, given, m=mask: (
                args,
                given | {"attention_mask": m},
            ),
            with_kwargs=True,
        )
        hooks.append(hook)
    yield
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


hid = chances(swan, five)
# --8<-- [end:demo]

# --8<-- [start:table]
rows = {
    "as it is": (swan, []),
    "hidden from 5 heads": (swan, five),
    "hidden from the other 265": (swan, rest),
    "goose hidden from the 5": (goose, five),
}
rows |= {
    f"hidden from {a}.{b} alone": (swan, [(a, b)]) for a, b in five
}
print("swan                       swan, %  goose, %  attention")
found = {}
for name, (source, heads) in rows.items():
    found[name] = p = chances(source, heads).tolist()
    mass = sum(looks[a, b, source].item() for a, b in heads)
    print(f"{name:25}  {p[0]:7.1f}  {p[1]:8.1f}  {mass:9.2f}")
grey = (100 * next_token(told[:-5] + "grey")[0, birds].exp2()).tolist()
row = f"{grey[0]:7.1f}  {grey[1]:8.1f}  {0:9.2f}"
print(f"if it ends in grey         {row}")
others = [i for i in range(n - 1) if i != swan]
least = min(chances(i, five)[0].item() for i in others)
print(f"any of 13 others, hidden from the 5: at least  {least:.1f}")
back = seen[16][0, 0, swan, 3].item()
print(f"16.0 looks from sw to black  {back:.2f}")
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
for high, (a, b) in zip((40, 53, 66, 79, 92), five, strict=True):
    x, y = middle + far * turn.cos(), 194 + high * turn.sin()
    thick = 3 * looks[a, b, swan].item()
    ax.plot(x, y, color=MODEL, lw=thick)
ax.text(middle, 216, "five heads look back", ha="center", color=MODEL)
x = at[swan] - 0.5 * (at[swan] - at[3]) * (1 + turn.cos())
ax.plot(x, 176 - 12 * turn.sin(), color=MODEL, lw=3 * back)
ax.text(at[swan] - 4, 156, "head 16.0 looks one back", color=MODEL)
ax.text(190, 137, "swan full, goose empty", color=SOFT)
for y, name in zip((115, 81, 47, 13), rows, strict=False):
    ax.text(0, y, name, va="center")
    p = found[name]
    for value, dy, fill in ((p[0], 7, MODEL), (p[1], -7, "none")):
        ax.barh(y + dy, 1.5 * value, 10, 190, fc=fill, ec=MODEL)
        ax.text(
            195 + 1.5 * value, y + dy, f"{value:.1f} %", va="center"
        )
said = "; ".join(
    f"{name} {found[name][0]:.1f} and {found[name][1]:.1f}"
    for name in list(rows)[:4]
)
show(
    fig,
    "Five arcs from the last black to sw, one from sw to the black "
    f"before it. Chances of swan and goose, in per cent: {said}",
)
# --8<-- [end:figure]

# --8<-- [start:check]
whole, cut, elsewhere, *_ = (p[0] for p in found.values())
assert whole > 50 and grey[1] > grey[0] + 50, "not told apart"
assert cut < 5 and hid[1] > 80, "the look back carries nothing"
# controls: as much attention in the other heads; any other token
assert elsewhere > 40, "as much attention elsewhere does it too"
assert least > 60, "to hide anything from the five is as bad"
# --8<-- [end:check]
