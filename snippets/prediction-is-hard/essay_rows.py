"""What do the essay's two rows cost, digit by digit?"""

# --8<-- [start:demo]
import math

import torch

from perspectives.model import load

model, tokenizer = load()
above = "6, 2, 3\n35, 5, 7\n98, 2, 7, 7\n143, 11, 13\n"
above += "1500, 2, 2, 3, 5, 5, 5\n"
rows = {5744: ", 2, 2, 2, 2, 359\n", 10201: ", 101, 101\n"}


def cost(number, factors, above=above):
    """Bits of each digit of the factors, the number before them."""
    before = tokenizer(f"Numbers and their factors:\n{above}{number}")
    after = tokenizer(factors).input_ids
    ids = torch.tensor([before.input_ids + after])
    state = model.model(ids).last_hidden_state[0, -len(after) - 1 : -1]
    p = model.lm_head(state).log_softmax(-1)[range(len(after)), after]
    bits = (-p / math.log(2)).tolist()
    said = zip(map(tokenizer.decode, after), bits, strict=True)
    return [(digit, b) for digit, b in said if digit.isdigit()]


a, b = rows
right = {n: cost(n, factors) for n, factors in rows.items()}
wrong = {n: cost(a + b - n, factors) for n, factors in rows.items()}
print("row    digits         bits  after the other row's number")
for n in rows:
    digits = " ".join(digit for digit, _ in right[n])
    bits, moved = (sum(x for _, x in y[n]) for y in (right, wrong))
    print(f"{n:5}  {digits:13}  {bits:4.1f}  {moved:4.1f}")
print(f"the digits of 359  {sum(x for _, x in right[a][-3:]):.1f}")
first, second = (sum(x for _, x in right[b][i : i + 3]) for i in (0, 3))
print(f"101, first time  {first:.1f}  second time  {second:.1f}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
labels, x = [], 0
for n in rows:
    place = range(x, x + len(right[n]))
    full, other = ([bits for _, bits in y[n]] for y in (right, wrong))
    ax.plot(place, full, "o", color=MODEL)
    ax.plot(place, other, "o", color=MODEL, fillstyle="none", ms=9)
    ax.text(place[0] - 0.3, 10, f"{n}")
    labels += zip(place, [d for d, _ in right[n]], strict=True)
    x += len(full) + 1
ax.axhline(math.log2(10), color=INK)
ax.text(-0.4, 3.5, "a guess")
ax.set(ylim=(0, 11), ylabel="bits", xlabel="digits of the factors")
ax.set_xticks(*zip(*labels, strict=True))
said = "; ".join(
    f"{n} {sum(b for _, b in right[n]):.1f} bits, "
    f"{sum(b for _, b in wrong[n]):.1f} after the other"
    for n in rows
)
show(fig, f"Bits for the digits of the factors of {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert a == 2**4 * 359 and b == 101**2, "the rows are wrong"
sums = {n: sum(x for _, x in right[n]) for n in rows}
for n in rows:
    apart = sum(x for _, x in wrong[n]) - sums[n]
    assert abs(apart) < 3, "the number in front makes a difference"
    assert sums[n] > 10, "the factors are known"

    # control: the same row a line before, so that it can be copied
    copied = cost(n, rows[n], above + f"{n}{rows[n]}" * 2)
    assert sum(x for _, x in copied) < sums[n] / 2, (
        "these digits are dear even where they can be copied"
    )
# --8<-- [end:check]
