"""What does one odd word cost?"""

# --8<-- [start:demo]
import math

from perspectives.model import load

model, tokenizer = load()
before = "The restaurant was busy."
usual = " The chef cooked the meal in the kitchen."
odd = usual.replace("kitchen", "giraffe")


def surprisal(text):
    """Bits for each token after `before`, in one pass."""
    ids = tokenizer(before + text, return_tensors="pt").input_ids[0]
    chance = model(ids[None]).logits[0, :-1].log_softmax(-1)
    bits = -chance.gather(1, ids[1:, None])[:, 0] / math.log(2)
    return bits[len(tokenizer(before).input_ids) - 1 :].tolist()


a, b = surprisal(usual), surprisal(odd)
guess = math.log2(len(tokenizer))
ids = tokenizer(usual).input_ids
words = [tokenizer.decode(i).strip() for i in ids]

print("token    bits  in the odd sentence")
for place, row in enumerate(zip(words, a, b, strict=True), 1):
    print(f"{place} {row[0]:7}  {row[1]:4.1f}  {row[2]:4.1f}")
print(f"sum        {sum(a):.1f}  {sum(b):.1f}")
print(f"a guess among all tokens  {guess:.1f}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

names, bits = words[:-1] + ["or giraffe"], a[:-1] + [b[-2]]
fig, ax = axes(240)
bars = ax.barh(range(len(bits)), bits, color=MODEL)
ax.bar_label(bars, fmt="%.1f", padding=4, color=MODEL)
ax.axvline(guess, 0.14, color=INK)
ax.text(guess + 0.4, 1, "a guess among\nall tokens", va="center")
ax.set(yticks=range(len(bits)), yticklabels=names, xlabel="bits")
ax.invert_yaxis()
ax.grid(False)
parts = ", ".join(map("{} {:.1f}".format, names, bits))
show(fig, f"Bits for each word: {parts}; a guess {guess:.1f}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert b[-2] - a[-2] > 10, "the giraffe is no surprise"
assert abs(sum(a[:-2]) - sum(b[:-2])) < 0.01, (
    "a later word changed the cost of an earlier one"
)

# the chain rule: a pass for each token gives the same sum
ids = tokenizer(before + usual, return_tensors="pt").input_ids
places = range(ids.shape[1] - len(a), ids.shape[1])
last = [model(ids[:, :t]).logits[0, -1] for t in places]


def total(shift=0):
    """Bits of the tokens at those places, or `shift` later."""
    found = [
        x.log_softmax(-1)[ids[0, t + shift]].item()
        for x, t in zip(last, places, strict=True)
    ]
    return -sum(found) / math.log(2)


assert abs(total() - sum(a)) < 0.01, "step by step, another sum"

# control: read one place too early, they do not
assert abs(total(-1) - sum(a)) > 10, "one place off goes unseen"
# --8<-- [end:check]
