"""Can it predict a text that nobody has ever written?"""

# --8<-- [start:model]
import math
import random
from itertools import pairwise

import torch

from perspectives.measure import DATA, table, wilson
from perspectives.model import load

model, tokenizer = load()
start = tokenizer("\n").input_ids
# --8<-- [end:model]


# --8<-- [start:demo]
def twice(first, second):
    """Bits of each token of two lines, and was it the likeliest?"""
    lines = zip(first, second, strict=True)
    ids = torch.tensor([start + a + start + b for a, b in lines])
    # log2 of the probability of every token: (lines, 2 n + 1, 49152)
    chance = model(ids).logits[:, :-1].log_softmax(-1) / math.log(2)
    bits = -chance.gather(2, ids[:, 1:, None])[..., 0]
    return bits, chance.argmax(-1) == ids[:, 1:]  # (lines, 2 n + 1)


# --8<-- [end:demo]

# --8<-- [start:table]
docs = (DATA / "docstrings.txt").read_text()
read = set(pairwise(tokenizer(docs).input_ids))
rng, pool, rows = random.Random(0), range(1000, 40000), []
for n in 8, 16, 32:
    lines = [rng.sample(pool, n) for _ in range(256 // n)]
    bits, hit = twice(lines, lines)
    once, again = hit[:, :n].sum().item(), hit[:, n + 1 :].sum().item()
    ends = wilson(again, 256)
    pairs = [list(pairwise(start + x)) for x in lines]
    known = sum(pair in read for x in pairs for pair in x[1:])
    # a table of the pairs of the first line, asked along the second
    told = sum(dict(x)[a] == b for x in pairs for a, b in x)
    rows.append((n, 256 // n, once, again, 256, ends, known, told))
names = ["tokens", "lines", "right", "again", "of", "interval"]
names += ["pairs read", "by pairs of the prompt"]
table(dict(zip(names, zip(*rows))))

other, hit_other = twice(lines, [rng.sample(x, n) for x in lines])
first, second = bits[:, :n].mean(), bits[:, n + 1 :].mean()
mixed, guess = other[:, n + 1 :].mean(), math.log2(len(pool))
print(f"lines of {n}  bits a token")
print(f"the first  {first:.1f}")
print(f"the same again  {second:.1f}")
print(f"the same, reordered  {mixed:.1f}")
print(f"a guess  {guess:.1f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(190)
error = 2.36 * bits.std(0) / len(lines) ** 0.5  # t, 7 degrees
place = range(1, 2 * n + 2)
ax.errorbar(place, bits.mean(0), error, fmt=".", color=MODEL)
ax.plot(place[n + 1 :], other.mean(0)[n + 1 :], "x", color=INK)
ax.plot([1, 65], [guess, guess], color=INK)
ax.text(65, guess - 3, "a guess", ha="right")
ax.text(64, 6, "the same again", ha="right", color=MODEL)
ax.text(64, 25, "in another order", ha="right")
ax.text(3, 11, "a random line", color=MODEL)
ax.set(ylim=(0, 29), xlabel="token", ylabel="bits")
said = f"{first:.1f} on a random line, {second:.1f} repeated"
said += f", {mixed:.1f} reordered, a guess {guess:.1f}"
show(fig, f"Bits by position: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert once <= 2, "random tokens cannot be predicted the first time"
assert ends[0] > 0.6, "the repetition is not predicted"
assert known == 0, "some of these pairs could have been counted"
assert told == 256, "a table of the prompt's pairs would not do it"
assert first - second > 10, "repeating gains too little"

# control: the same tokens in another order
assert hit_other[:, n + 1 :].sum() < 20, "any line is predicted"
assert mixed - second > 10, "to have met the tokens is enough"
# --8<-- [end:check]
