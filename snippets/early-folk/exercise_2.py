"""How far does one get without carrying?"""

# --8<-- [start:task]
import numpy as np

from perspectives.model import load

_, tokenizer = load()
print("cut into ", *tokenizer.tokenize("4096 + 7 = 4103"))
a, b = np.mgrid[100:1000, 100:1000]  # all sums of three digits

# The answer is written from the left, a carry comes from the right.
# In what share of the sums would the answer without any carry from
# the units, (a - a % 10) + (b - b % 10) + (a + b) % 10, be right? And
# in what share would all but its tens and units be right?
# --8<-- [end:task]

# --8<-- [start:solution]
true = a + b
careless = (a - a % 10) + (b - b % 10) + true % 10
share = {
    "all digits": (careless == true).mean(),
    "but tens and units": (careless // 100 == true // 100).mean(),
    "the last": (careless % 10 == true % 10).mean(),
}
print("right without a carry  share")
for name, value in share.items():
    print(f"{name:21}  {value:5.2f}")
# --8<-- [end:solution]

# --8<-- [start:check]
# a carry from the units is needed for 45 of 100 pairs of last digits
assert abs(share["all digits"] - 0.55) < 1e-9, "count the carries"
assert share["but tens and units"] > 0.9, "a carry seldom travels far"
pieces = tokenizer.tokenize("4096")
assert pieces == list("4096"), "a digit is a token"

# control: a number in words is no row of digits
assert len(tokenizer.tokenize(" seven hundred and five")) == 4, (
    "numbers in words are cut into digits as well"
)
# --8<-- [end:check]
