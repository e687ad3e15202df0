"""Given a number, does the model know its factors?"""

# --8<-- [start:rows]
import math
import random

import torch

from perspectives.model import load

model, tokenizer = load()
primes = [p for p in range(11, 98) if all(p % d for d in range(2, p))]
pairs = [(p, q) for p in primes for q in primes if p < q]
pairs = [(p, q) for p, q in pairs if p * q > 999]
random.Random(0).shuffle(pairs)
shown, asked = pairs[:8], pairs[8:48]


def divided(p, q, number=None):
    return f"{number or p * q} = {p} x {q}; factors: {p} and {q}\n"


def multiplied(p, q, number=None):
    return f"{p} x {q} = {number or p * q}\n"


def cost(row, numbers, end="\n"):
    """Bits of each digit on the right of "=" in 40 rows, up to END."""
    start = "\n" + "".join(row(*pair) for pair in shown)
    first = tokenizer(start, return_tensors="pt")
    cache = model.model(**first, use_cache=True).past_key_values
    cache.batch_repeat_interleave(40)
    rows = [row(*x, n) for x, n in zip(asked, numbers, strict=True)]
    rows = [text.partition(end)[0] for text in rows]
    ids = torch.tensor(tokenizer(rows).input_ids)
    state = model.model(ids[:, :-1], past_key_values=cache)[0]
    digit = [tokenizer.decode(t).isdigit() for t in ids[0]]
    where = torch.tensor(digit).nonzero()[4:, 0]
    scores, right = model.lm_head(state[:, where - 1]), ids[:, where]
    p = scores.log_softmax(-1).gather(2, right[..., None])[..., 0]
    return -p / math.log(2), scores.argmax(-1) == right  # (40, digits)


# --8<-- [end:rows]

# --8<-- [start:demo]
numbers = [p * q for p, q in asked]
others = numbers[1:] + numbers[:1]  # each number moved on by one row
found, apart = {}, {}
print("40 rows         bits  interval      exact  digit by digit")
for name, row in ("factors", divided), ("product", multiplied):
    bits, hit = cost(row, numbers)
    swapped, hit_swapped = cost(row, others, ";")
    kinds = {name: (bits[:, :4], hit[:, :4])}
    if row is divided:
        kinds["copied"] = bits[:, 4:], hit[:, 4:]
    kinds[f"{name}, swap"] = swapped, hit_swapped
    apart[name] = (swapped - bits[:, :4]).sum(1)
    for kind, (b, h) in kinds.items():
        total, k = b.sum(1), int(h.all(1).sum())
        m, e = total.mean(), 2.02 * total.std() / 40**0.5  # t, 39
        each = " ".join(f"{x:.1f}" for x in b.mean(0))
        print(
            f"{kind:13}  {m:5.1f}  {m - e:4.1f} to {m + e:<4.1f}"
            f"  {k:5}  {each}"
        )
        found[kind] = m.item(), k
print("what the right number saves  bits  interval")
for name, x in apart.items():
    m, e = x.mean(), 2.02 * x.std() / 40**0.5
    print(
        f"saved on the {name:15}  {m:4.1f}  {m - e:.1f} to {m + e:.1f}"
    )
guess, digits = math.log2(len(pairs)), 4 * math.log2(10)
print(f"a guess among all digits  {digits:.1f}")
print(f"a guess among the {len(pairs)} pairs  {guess:.1f}")
tries = max(primes.index(p) + 1 for p, _ in asked)
print(f"primes to try from 11 on, at most  {tries}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert found["factors"][0] > guess + 2, "it knows something of them"
assert found["factors"][1] <= 4, "it factors numbers"
assert abs(apart["factors"].mean()) < 1, "the number helps"

# control: the same digits, where they can be copied
assert found["copied"][0] < 1 and found["copied"][1] >= 36, (
    "the digits are dear as such, so this says nothing of factoring"
)

# control: the test sees a number that helps, if it helps at all
assert apart["product"].mean() - apart["factors"].mean() > 2, (
    "the test is blind: multiplying gains no more than factoring"
)
# --8<-- [end:check]
