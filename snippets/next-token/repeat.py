"""Can it predict a text that nobody has ever written?"""

# --8<-- [start:demo]
import math
import random
from itertools import pairwise
from pathlib import Path

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
docs = Path(__file__).parents[1] / "data" / "docstrings.txt"
read = set(pairwise(tokenizer(docs.read_text()).input_ids))
start, rng = tokenizer("\n").input_ids, random.Random(0)
pool = range(1000, 40000)  # token ids


def twice(first, second):
    """Bits of each token of both lines; was it the likeliest?"""
    lines = zip(first, second, strict=True)
    ids = torch.tensor([start + a + start + b for a, b in lines])
    chance = model(ids).logits[:, :-1].log_softmax(-1)
    cost = -chance.gather(2, ids[:, 1:, None])[..., 0] / math.log(2)
    return cost, chance.argmax(-1) == ids[:, 1:]  # (lines, 2 n + 1)


print("tokens  lines  right  again  of   interval      pairs read")
for n in 8, 16, 32:
    lines = [rng.sample(pool, n) for _ in range(256 // n)]
    cost, hit = twice(lines, lines)
    once, again = hit[:, :n].sum(), hit[:, n + 1 :].sum().item()
    low, high = binomtest(again, 256).proportion_ci(method="wilson")
    known = sum(pair in read for x in lines for pair in pairwise(x))
    print(
        f"{n:6}  {256 // n:5}  {once:5}  {again:5}  256"
        f"  {low:.2f} to {high:.2f}  {known}"
    )

other, hit_other = twice(lines, [rng.sample(x, n) for x in lines])
first, second = cost[:, :n].mean(), cost[:, n + 1 :].mean()
mixed, guess = other[:, n + 1 :].mean(), math.log2(len(pool))
print(f"lines of {n}  bits a token")
print(f"the first  {first:.1f}")
print(f"the same again  {second:.1f}")
print(f"the same, reordered  {mixed:.1f}")
print(f"a guess  {guess:.1f}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
error = 2.36 * cost.std(0) / len(lines) ** 0.5  # t, 7 degrees
place = range(1, 2 * n + 2)
ax.errorbar(place, cost.mean(0), error, fmt=".", color=MODEL)
ax.plot([1, 65], [guess, guess], color=INK)
ax.text(65, guess + 0.5, "a guess", ha="right")
ax.text(64, 6, "the same again", ha="right", color=MODEL)
ax.text(3, 11, "a random line", color=MODEL)
ax.set(ylim=(0, 29), xlabel="token", ylabel="bits")
show(
    fig,
    f"Bits by position: {first:.1f} on a random line, "
    f"{second:.1f} repeated, a guess {guess:.1f}",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert once <= 2, "random tokens cannot be predicted the first time"
assert low > 0.6, "the repetition is not predicted"
assert known == 0, "some of these pairs could have been counted"
assert first - second > 10, "repeating gains too little"

# control: the same tokens in another order
assert hit_other[:, n + 1 :].sum() < 20, "any line is predicted"
assert mixed - second > 10, "to have met the tokens is enough"
# --8<-- [end:check]
