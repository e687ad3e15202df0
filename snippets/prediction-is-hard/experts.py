"""Does it see coming what an expert will write?"""

# --8<-- [start:texts]
import math
import random
from itertools import pairwise
from pathlib import Path

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
data = Path(__file__).parents[1] / "data"


def read(marked):
    """Bits and hits by token; by word: text, bits, is it marked?"""
    ids, words = tokenizer("\n").input_ids, []
    for i, word in enumerate(marked.split()):
        plain = word.replace("*", "")
        new = tokenizer(f" {plain}" if i else plain).input_ids
        words.append([plain, "*" in word, len(new)])
        ids = ids + new
    ids = torch.tensor([ids])
    scores = model(ids).logits[0, :-1]
    p = scores.log_softmax(-1)[range(len(scores)), ids[0, 1:]]
    bits = -p / math.log(2)
    for word, part in zip(
        words, bits.split([w[2] for w in words]), strict=True
    ):
        word[2] = part.sum().item()
    return bits, scores.argmax(-1) == ids[0, 1:], words


# --8<-- [end:texts]

# --8<-- [start:demo]
found, marks, rest = {}, [], []
print("text              right  of   interval      bits a byte")
for name in "expert", "casual":
    text = (data / f"{name}.txt").read_text()
    words = text.split()
    random.Random(5).shuffle(words)
    mixed = f"{name}, shuffled", " ".join(words)
    for title, t in (name, text), mixed:
        bits, hit, read_words = read(t)
        k, n = int(hit.sum()), len(hit)
        rate = bits.sum().item() / len(t.replace("*", "").strip())
        low, high = binomtest(k, n).proportion_ci(method="wilson")
        print(
            f"{title:16}  {k:5}  {n}  {low:.2f} to {high:.2f}"
            f"  {rate:11.2f}"
        )
        found[title] = k / n, rate, read_words
    long = [w for w in found[name][2] if len(w[0].strip(".,:")) > 3]
    marks.append([w[2] for w in long if w[1]])
    rest.append([w[2] for w in long if not w[1]])

print("words          costliest 5 %  marked  marked in all")
for name in "expert", "casual":
    words = sorted(found[name][2], key=lambda w: -w[2])
    first = words[: round(0.05 * len(words))]
    k = sum(w[1] for w in first)
    print(
        f"{name}, marks  {len(first):13}  {k:6}"
        f"  {sum(w[1] for w in words):13}"
    )
# --8<-- [end:demo]


# --8<-- [start:marks]
def drawn(rng):
    """Mean bits of as many longer words, marked or not, by lot."""
    deal = [
        rng.sample(m + r, len(m))
        for m, r in zip(marks, rest, strict=True)
    ]
    return sum(map(sum, deal)) / sum(map(len, deal))


every = marks[0] + marks[1]
lead = sum(every) / len(every)
by_lot = sorted(drawn(random.Random(i)) for i in range(1000))
print("longer words    words  bits a word  95 % of draws")
print(f"marked          {len(every):5}  {lead:11.1f}  -")
print(
    f"as many by lot  {len(every):5}  {sum(by_lot) / 1000:11.1f}"
    f"  {by_lot[25]:.1f} to {by_lot[975]:.1f}"
)
# --8<-- [end:marks]

# --8<-- [start:figure]
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from perspectives.figure import MODEL, axes, show

fig, ax = axes(430)
y = 0
for name in "expert", "casual":
    words, x = found[name][2], 0
    floor = sorted(w[2] for w in words)[-round(0.05 * len(words))]
    for word, _, bits in words[:62]:
        wide = TextPath((0, 0), word, size=13).get_extents().x1
        if x + wide > 370:
            x, y = 0, y - 22
        box = (x - 1, y - 5), wide + 2, 17
        dark = round(0.1 * min(5, 1 + bits // 5), 1)  # five grades
        ax.add_patch(Rectangle(*box, color=MODEL, alpha=dark, lw=0))
        ax.text(x, y, word)
        if bits >= floor:
            ax.plot([x, x + wide], [y - 6] * 2, color=MODEL, lw=2.5)
        x += wide + 6
    y -= 40
ax.set(xlim=(-2, 378), ylim=(y + 30, 16))
ax.axis("off")
show(
    fig,
    "The beginnings of the two texts, darker where a word cost "
    "more bits; the costliest of each text are underlined: peak and "
    "Here among them in the expert's, boiler and guy in the other",
)
# --8<-- [end:figure]

# --8<-- [start:check]
for name in "expert", "casual":
    right, rate, words = found[name]
    share, other, _ = found[f"{name}, shuffled"]
    assert 0.15 < right < 0.5, "it sees nothing coming, or all"
    assert lead > by_lot[975], "the marked words cost what others cost"

    # control: the same words in another order
    assert share < right - 0.1 and other > rate + 0.4, (
        "the order of the words makes no difference"
    )

# control: marks moved to the longer words that follow them
moved = []
for name in "expert", "casual":
    long = [w for w in found[name][2] if len(w[0].strip(".,:")) > 3]
    moved += [b[2] for a, b in pairwise(long) if a[1] and not b[1]]
assert sum(moved) / len(moved) < by_lot[975], "any marks will do"
# --8<-- [end:check]
