"""Which of sixteen words can be read back from their sum?"""

# --8<-- [start:vectors]
import random

import torch
from scipy.optimize import linear_sum_assignment

from perspectives.measure import DATA, table
from perspectives.model import load

model, tokenizer = load()
given = model.get_input_embeddings().weight
v = torch.nn.functional.normalize(given - given.mean(0))
words = (DATA / "words.txt").read_text().split()
ids = [tokenizer(f" {word}").input_ids for word in words]
# --8<-- [end:vectors]


# --8<-- [start:demo]
def in_turn(total, k):
    """Take the best token, subtract what is explained, repeat."""
    rest, found = total, []
    for _ in range(k):
        found.append((v @ rest).argmax().item())  # of 49,152
        basis = v[found].T  # (576, found)
        rest = total - basis @ (basis.pinverse() @ total)
    return found


put = [token for [token] in random.Random(0).sample(ids, 16)]
back = in_turn(v[put].sum(0), 16)  # from 576 numbers
# --8<-- [end:demo]


# --8<-- [start:table]
def name(token):
    """A token that begins with a blank, without it."""
    text = tokenizer.decode(token)
    return text[1:] if text[0] == " " else f"{text}, no blank"


lost = [i for i in put if i not in back]
extra = [i for i in back if i not in put]
# each lost word has one of the wrong ones, the nearest if it can be
alike = (v[lost] @ v[extra].T).numpy()
order = linear_sum_assignment(alike, maximize=True)[1]
instead = dict(zip(lost, [extra[place] for place in order]))
shown = {name(i): name(instead.get(i, i)) for i in put}
table({"word": list(shown), "comes back as": list(shown.values())})
print(f"back  {16 - len(lost)}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(140)
for place, (word, found) in enumerate(shown.items()):
    row, column = divmod(place, 4)
    ink, text = MODEL, word
    if found != word:
        ink, text = INK, f"{word} → {found}"
    box = {"boxstyle": "round", "edgecolor": ink, "fill": False}
    middle = {"ha": "center", "va": "center"}
    ax.text(column, -row, text, color=ink, bbox=box, **middle)
ax.set(xlim=(-0.5, 3.5), ylim=(-3.5, 0.5))
ax.axis("off")
fate = [f"{a} as {b}" for a, b in shown.items() if a != b]
show(fig, "Sixteen words; wrong: " + ", ".join(fate or ["none"]))
# --8<-- [end:figure]

# --8<-- [start:check]
assert len(lost) < 5, "the words of a sum cannot be told apart"
assert max(map(len, ids)) == 1, "each word should be one token"

# control: the sum of sixteen other words holds none of these
left = [token for [token] in ids if token not in put]
fresh = in_turn(v[left[:16]].sum(0), 16)
assert not set(fresh) & set(put), "it finds what is not there"
# --8<-- [end:check]
