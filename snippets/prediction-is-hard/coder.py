"""Can the text be had back from so few bits?"""

# --8<-- [start:parts]
import math
from fractions import Fraction
from functools import cache

import torch

from perspectives.measure import cost, next_token, table, tokens_of
from perspectives.model import load

_, tokenizer = load()
before = "My aunt baked bread on Fridays, and on Thursday nights she"
text = " let me mix the dough."
ids = tokens_of(text)


@cache
def parts(text):
    """Where the part of each next token begins and ends: of 1."""
    share = (2 ** (next_token(text)[0].double() + 24)).long() + 1
    ends = [0, *share.cumsum(0).tolist()]  # whole numbers: exact
    return ends, ends[-1]


# --8<-- [end:parts]


# --8<-- [start:demo]
def encode(ids, text):
    """The part of 0 to 1 that is this text's alone."""
    low, width = Fraction(0), Fraction(1)
    for token in ids:
        ends, total = parts(text)
        low += width * Fraction(ends[token], total)
        width *= Fraction(ends[token + 1] - ends[token], total)
        text += tokenizer.decode(token)
    return low, width


low, width = encode(ids, before)
bits = math.ceil(-math.log2(width)) + 1
code = math.ceil(low * 2**bits)  # a number inside, with so many bits
# --8<-- [end:demo]


# --8<-- [start:decode]
def decode(code, text):
    """Ask in which part the number lies, stretch it, go on."""
    place, said = Fraction(code, 2**bits), ""
    for _ in ids:
        ends, total = parts(text + said)
        at = torch.tensor(math.floor(place * total))
        token = torch.searchsorted(torch.tensor(ends), at, right=True)
        start, end = ends[token - 1], ends[token]
        place = (place * total - start) / (end - start)
        said += tokenizer.decode(token - 1)
    return said


back, wrong = (
    decode(code, before),
    decode(code ^ 2 ** (bits - 1), before),
)
# --8<-- [end:decode]

# --8<-- [start:table]
surprisal, raw = cost(before, text).item(), 8 * len(text)
print(f"the text, in bits  {raw}\nits surprisal  {surprisal:.1f}")
print(f"its code, in bits  {bits}\ndecoded  {back!r}\n")
said = tokens_of(back), tokens_of(wrong)
same = [sum(map(int.__eq__, each, ids)) for each in said]
lines = ["as it is", "first bit turned"]
table({"the number": lines, "tokens back": same, "of": [len(ids)] * 2})
# --8<-- [end:table]

# --8<-- [start:check]
assert back == text, "the text is not had back"
assert surprisal < bits < surprisal + 3, "longer than the surprisal"
assert bits < raw / 3, "nothing is gained"

# control: one bit of the number turned
assert wrong != text, "the text comes whatever the number is"
# --8<-- [end:check]
