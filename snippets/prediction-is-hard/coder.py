"""Can the text be had back from that many bits?"""

# --8<-- [start:coder]
import math
from fractions import Fraction

import torch

from perspectives.model import load

model, tokenizer = load()
text = "My aunt baked bread on Fridays, and on Thursday nights she"
text += " let me mix the dough."
ids = tokenizer(text).input_ids


def predictor(opening="\n"):
    """A function from token to whole-number shares of the next."""
    state = {"past_key_values": None}

    def shares(token):
        step = torch.tensor([[token]])
        state.update(model(step, **state, logits_to_keep=1))
        p = state.pop("logits")[0, -1].double().softmax(-1)
        return (p * 2**24).long() + 1  # never zero; exact from here on

    return shares, tokenizer(opening).input_ids[0]


def encode(ids, shares, token):
    """Narrow 0 to 1 down to the part that is this text's alone."""
    low, width = Fraction(0), Fraction(1)
    for following in ids:
        share = shares(token)
        end, total = share.cumsum(0)[following], int(share.sum())
        low += width * Fraction(int(end - share[following]), total)
        width *= Fraction(int(share[following]), total)
        token = following
    bits = math.ceil(-math.log2(width)) + 1
    return math.ceil(low * 2**bits), bits  # a number inside, and size


def decode(code, bits, n, shares, token):
    """Ask in which share the number lies, take it out, go on."""
    place, ids = Fraction(code, 2**bits), []
    for _ in range(n):
        share = shares(token)
        ends, total = share.cumsum(0), int(share.sum())
        at = math.floor(place * total)
        token = int(torch.searchsorted(ends, at, right=True))
        start = int(ends[token] - share[token])
        place = (place * total - start) / int(share[token])
        ids.append(token)
    return ids


# --8<-- [end:coder]

# --8<-- [start:demo]
code, bits = encode(ids, *predictor())
back = decode(code, bits, len(ids), *predictor())

whole = torch.tensor([tokenizer("\n").input_ids + ids])
surprisal = model(whole, labels=whole).loss.item() * len(ids)
surprisal /= math.log(2)
raw = 8 * len(text.encode())
same = sum(a == b for a, b in zip(ids, back, strict=True))
print(f"the text, in bits  {raw}")
print(f"its surprisal  {surprisal:.1f}")
print(f"its code  {bits}")
print(f"its tokens  {len(ids)}\nhad back  {same}")
print(f"decoded  {tokenizer.decode(back)!r}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert tokenizer.decode(back) == text, "the text is not had back"
assert surprisal < bits < surprisal + 3, (
    "the code should be as long as the surprisal and no longer"
)
assert bits < raw / 3, "nothing is gained"

# control: the same code, one bit turned; the same after another start
turned = decode(code ^ 1 << bits // 2, bits, len(ids), *predictor())
other = decode(code, bits, len(ids), *predictor("."))
for name, wrong in ("a bit", turned), ("another start", other):
    same = sum(a == b for a, b in zip(ids, wrong, strict=True))
    assert same < 0.75 * len(ids), f"{name}: the text comes anyway"
# --8<-- [end:check]
