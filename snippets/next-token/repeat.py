"""Can it predict a text that nobody has ever written?"""
# --8<-- [start:demo]
import math
import random
from itertools import pairwise
from pathlib import Path

import torch
from perspectives.figure import INK, MODEL, axes, show
from perspectives.model import load

model, tokenizer = load()
docs = Path(__file__).parents[1] / "data" / "docstrings.txt"
read = set(pairwise(tokenizer(docs.read_text()).input_ids))
newline, rng = tokenizer("\n").input_ids, random.Random(0)


def twice(first, second):
    """Bits of each token of both lines; was it the likeliest?"""
    lines = zip(first, second, strict=True)
    ids = torch.tensor([newline + a + newline + b for a, b in lines])
    chance = model(ids).logits[:, :-1].log_softmax(-1)
    cost = -chance.gather(2, ids[:, 1:, None])[..., 0] / math.log(2)
    return cost, chance.argmax(-1) == ids[:, 1:]  # (lines, 2 size + 1)


print("tokens  lines  first hits  again hits  of  interval  pairs read")
for n in 8, 16, 64, 32:  # 256 tokens each
    lines = [rng.sample(range(1000, 40000), n) for _ in range(256 // n)]
    cost, hit = twice(lines, lines)
    once, again = hit[:, :n].sum(), hit[:, n + 1 :].sum().item()
    mid, half = again + 1.92, 1.96 * (again - again**2 / 256 + 0.96) ** 0.5
    low, high = (mid - half) / 259.84, (mid + half) / 259.84  # Wilson
    known = sum(pair in read for x in lines for pair in pairwise(x))
    print(f"{n:6}  {256 // n:5}  {once:10}  {again:10}  256"
          f"  {low:.2f} to {high:.2f}  {known}")  # fmt: skip

mixed = [rng.sample(x, n) for x in lines]  # the last 8 lines, n = 32
other, hit_other = twice(lines, mixed)
bits = cost.mean(0)
first, second, third = bits[:n], bits[n + 1 :], other[:, n + 1 :]
print("lines of 32  bits a token")
for k, v in ("first", first), ("repeated", second), ("reordered", third):
    print(f"{k:11}  {v.mean():.1f}")

fig, ax = axes(220)
guess = math.log2(39000)
spread = 1.96 * cost.std(0) / len(lines) ** 0.5
ax.errorbar(range(1, 2 * n + 2), bits, spread, fmt=".", color=MODEL,
            elinewidth=0.8)  # fmt: skip
ax.plot([1, 2 * n + 1], [guess] * 2, color=INK)
ax.text(2 * n + 1, guess + 0.4, "a guess", ha="right")
ax.text(2 * n + 1, 5, "the same line again", ha="right", color=MODEL)
ax.text(2, 8, "a random line", color=MODEL)
ax.set(ylim=(0, 29), xlabel="token", ylabel="bits")
show(fig, f"Bits by position: {first.mean():.1f} on a random line, "
     f"{second.mean():.1f} on its repetition, a guess {guess:.1f}")  # fmt: skip
# --8<-- [end:demo]

# --8<-- [start:check]
assert once <= 2, "random tokens cannot be predicted the first time"
assert low > 0.6, "the repetition is not predicted"
assert known == 0, "some of these pairs were there to be counted"
assert first.mean() - second.mean() > 10, "repeating gains too little"

# control: the same tokens in another order; knowing them is not enough
assert hit_other[:, n + 1 :].sum() < 20, "any second line is predicted"
assert third.mean() - second.mean() > 10, "order makes no difference"
# --8<-- [end:check]
