"""What does one odd word cost?"""

# --8<-- [start:demo]
from perspectives.measure import costs

before = "The restaurant was busy."
usual = " The chef cooked the meal in the kitchen."
odd = usual.replace("kitchen", "giraffe")
a, b = costs(before, [usual, odd])  # bits of each token
# --8<-- [end:demo]

# --8<-- [start:table]
import math

from perspectives.measure import table, tokens_of
from perspectives.model import load

model, tokenizer = load()
words = [tokenizer.decode(i).strip() for i in tokens_of(usual)]
places = [f"{place} {word}" for place, word in enumerate(words, 1)]
table(
    {
        "token": [*places, "sum"],
        "bits": [*a.tolist(), a.sum().item()],
        "in the odd sentence": [*b.tolist(), b.sum().item()],
    },
    decimals=1,
)
guess = math.log2(len(tokenizer))
print(f"a guess among all tokens  {guess:.1f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from matplotlib.patches import Rectangle

from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(150)
ax.set(xlim=(0, 380), ylim=(0, 150))
ax.axis("off")
swapped = [word.replace("kitchen", "giraffe") for word in words]
even = ["a guess among all tokens"], [guess]
rows = (words, a.tolist()), (swapped, b.tolist()), even
for row, (texts, costs_) in enumerate(rows):
    x, y, colour = 0, 128 - 52 * row, INK if row == 2 else MODEL
    for word, cost in zip(texts, costs_):
        width, shade = 7 * len(word) + 9, round(cost / 55, 2)
        place = (x, y - 11), width, 24
        ax.add_patch(Rectangle(*place, fc=colour, lw=0, alpha=shade))
        ax.text(x + width / 2, y, word, ha="center", va="center")
        bits = f"{cost:.1f}"
        ax.text(x + width / 2, y - 24, bits, ha="center", color=colour)
        x += width + 2
parts = ", ".join(map("{} {:.1f}".format, words, a))
show(fig, f"Bits: {parts}; giraffe {b[-2]:.1f}; a guess {guess:.1f}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert b[-2] - a[-2] > 10, "the giraffe is no surprise"
assert abs(a[:-2].sum() - b[:-2].sum()) < 0.01, (
    "a later word changed the cost of an earlier one"
)

# the chain rule: a pass for each token gives the same sum
ids = tokenizer(before + usual, return_tensors="pt").input_ids[0]
steps = range(len(ids) - len(a), len(ids))
last = [model(ids[None, :t]).logits[0, -1] for t in steps]
chances = [x.log_softmax(-1) / math.log(2) for x in last]


def total(shift=0):
    """Bits of the tokens at those places, or `shift` later."""
    came = zip(chances, steps, strict=True)
    return -sum(x[ids[t + shift]].item() for x, t in came)


assert abs(total() - a.sum()) < 0.01, "step by step, another sum"

# control: read one place too early, they do not
assert abs(total(-1) - a.sum()) > 10, "one place off goes unseen"
# --8<-- [end:check]
