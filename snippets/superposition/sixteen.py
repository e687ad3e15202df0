"""Which of sixteen words can be read back from their sum?"""

# --8<-- [start:vectors]
import random

import numpy
import torch
from scipy.optimize import linear_sum_assignment

from perspectives.measure import DATA, table, tokens_of
from perspectives.model import load

model, tokenizer = load()
given = model.get_input_embeddings().weight
v = torch.nn.functional.normalize(given - given.mean(0))
words = (DATA / "words.txt").read_text().split()
ids = [tokens_of(f" {word}") for word in words]
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
total = v[put].sum(0)  # 576 numbers
back = in_turn(total, 16)
at_once = (v @ total).topk(16).indices.tolist()
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
back_at = [len({*each} & {*put}) for each in (back, at_once)]
rows = {"read": ["in turn", "at once"], "words back": back_at}
table(rows | {"of": [len(put)] * 2})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(290)
strip = total.clamp(-1.3, 1.3)  # a few stick out
ax.plot(numpy.linspace(-0.45, 3.45, 576), strip, MODEL, lw=0.6)
middle = {"ha": "center", "va": "center"}
for place, pair in enumerate(shown.items()):
    row, column = divmod(place, 4)
    for text, y in zip(pair, (5.5 - row, -2.5 - row)):
        ink = INK if y > 0 or text != pair[0] else MODEL
        box = {"boxstyle": "round", "ec": ink, "fill": False}
        box |= {"ls": "-" if text == pair[0] else "--"}
        ax.text(column, y, text, color=ink, bbox=box, **middle)
ax.set(xlim=(-0.5, 3.5), ylim=(-6, 6))
ax.axis("off")
fate = [f"{a} as {b}" for a, b in shown.items() if a != b]
show(fig, "Sixteen words; wrong: " + ", ".join(fate or ["none"]))
# --8<-- [end:figure]

# --8<-- [start:check]
assert back_at[0] > 11, "the words of a sum cannot be told apart"
assert back_at[1] < 8, "there is no need to read in turn"
assert max(map(len, ids)) == 1, "each word should be one token"

# control: the sum of sixteen other words holds none of these
left = [token for [token] in ids if token not in put]
fresh = in_turn(v[left[:16]].sum(0), 16)
assert not set(fresh) & set(put), "it finds what is not there"
# --8<-- [end:check]
