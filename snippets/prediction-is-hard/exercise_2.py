"""Which word is this number?"""

# --8<-- [start:task]
from collections import Counter
from fractions import Fraction

from perspectives.measure import DATA

text = (DATA / "prose.txt").read_text().lower()
count = Counter(x for x in text if x.isalpha())
letters = sorted(count)
total = count.total()  # how often is each letter in the prose?

# A predictor that knows these counts and nothing else wrote a word
# of eight letters as a number of 37 bits. The stretch from 0 to 1 is
# cut into 23 parts, in the order of the alphabet, each as wide as
# the letter's share; the part of the first letter is cut the same
# way for the second, and so on. The number lies in the eighth part.
# Which word is it?
code = Fraction(111_207_372_013, 2**37)
# --8<-- [end:task]


# --8<-- [start:solution]
def parts():
    """Where each letter's part begins, and how wide it is."""
    start = Fraction(0)
    for letter in letters:
        width = Fraction(count[letter], total)
        yield letter, start, width
        start += width


def decode(place, n):
    word = ""
    for _ in range(n):
        for letter, start, width in parts():
            if start <= place < start + width:
                word += letter
                place = (place - start) / width  # as if it were all
                break
    return word


print("the word  ", decode(code, 8))
# --8<-- [end:solution]


# --8<-- [start:check]
def encode(word):
    table = {x: (start, width) for x, start, width in parts()}
    low, width = Fraction(0), Fraction(1)
    for letter in word:
        start, share = table[letter]
        low, width = low + width * start, width * share
    return low, width


word = decode(code, 8)
low, width = encode(word)
assert low <= code < low + width, "it lies in another word's part"
assert decode(low, 8) == word, "a part begins with its own number"

# control: the next part belongs to another word
assert decode(low + width, 8) != word, "the parts overlap"
# --8<-- [end:check]
