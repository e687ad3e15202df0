"""Which heads look where in the swan's sentence?"""

# --8<-- [start:demo]
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
told = "I saw a black swan and a grey goose. I fed the black"
ids = tokenizer(told, return_tensors="pt").input_ids
seen = model(ids, output_attentions=True).attentions
looks = torch.stack(seen)[:, 0]  # (layer, head, to, from)
black, swan, goose, last = 3, 4, 9, 14
five = (looks[:, :, last, swan] > 0.5).nonzero().tolist()
# --8<-- [end:demo]

# --8<-- [start:table]
print("head  last to sw  last to goose  sw to black")
for a, b in [*five, (16, 0)]:
    pairs = (last, swan), (last, goose), (swan, black)
    x, y, z = (looks[a, b, i, j] for i, j in pairs)
    print(f"{a}.{b}  {x:10.2f}  {y:13.2f}  {z:11.2f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(135)
ax.axis("off")
ax.set(xlim=(0, 380), ylim=(0, 140))
x, at = 4.0, []
for i, token in enumerate(tokenizer.batch_decode(ids[0][:, None])):
    word = token.strip()
    x += 5 * token.startswith(" ")
    at.append(x + 3.3 * len(word))
    shade = MODEL if i in (black, swan, last) else INK
    ax.text(at[-1], 30, word, ha="center", color=shade)
    x += 6.7 * len(word) + 1
turn = torch.linspace(0, torch.pi, 40)
arcs = [(last, swan, 42, 40 + 13 * k, *h) for k, h in enumerate(five)]
arcs += [(swan, black, 26, -12, 16, 0)]
arcs += [(last, goose, 42, 26, a, b) for a, b in five[1:2]]
for to, of, y, high, a, b in arcs:
    far, middle = (at[to] - at[of]) / 2, (at[to] + at[of]) / 2
    shade = INK if of == goose else MODEL
    thick = round(3 * looks[a, b, to, of].item(), 1)
    ax.plot(
        middle + far * turn.cos(),
        y + high * turn.sin(),
        color=shade,
        lw=thick,
    )
middle = (at[swan] + at[last]) / 2
ax.text(middle, 66, "five heads look back", ha="center", color=MODEL)
ax.text(at[swan] - 6, 6, "head 16.0 looks one back", color=MODEL)
said = ", ".join(f"{a}.{b}" for a, b in five)
show(
    fig,
    f"Arcs from the last black to sw: {said}; from sw to black: 16.0",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert looks[16, 0, swan, black] > 0.8, "16.0 does not look one back"
# control: the five at the other bird, and 16.0 at the swan from the end
to_goose = [looks[a, b, last, goose] for a, b in five]
assert max(to_goose) < 0.2, "they look at any bird"
assert looks[16, 0, last, swan] < 0.1, "16.0 looks at any word"
# --8<-- [end:check]
