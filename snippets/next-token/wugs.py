"""Does a noun that never existed take a plural?"""

# --8<-- [start:demo]
import random

from perspectives.measure import cost, wilson
from perspectives.model import load

model, tokenizer = load()
rng, nouns, s = random.Random(0), [], tokenizer("s").input_ids
while len(nouns) < 20:
    noun = "".join(map(rng.choice, ["bdfgklmnprtvz", "aeiou"] * 2))
    noun += rng.choice("bdgklmnprt")
    pieces = tokenizer(f" {noun}").input_ids
    whole = tokenizer(f" {noun}s").input_ids
    # it is in three pieces or more, and the -s is one more
    if whole == pieces + s and len(pieces) > 2:
        nouns += [noun] if noun not in nouns else []


def price(word):
    """Bits of -s after "I can see WORD NOUN": (20,)."""
    return cost(
        [f"This is a {x}. I can see {word} {x}" for x in nouns], "s"
    )


one = price("one")
shift = {w: one - price(w) for w in ("two", "three", "my", "this")}
print("the nouns  ", ", ".join(nouns[:6]), "and 14 more")
print(f"P(-s) after one  {(-one.median()).exp2():.3f}")
print("word   P(-s)  raised  of  interval      bits  least")
for word, x in shift.items():
    k, p = int((x > 0).sum()), (x - one).median().exp2()
    low, high = wilson(k, 20)
    print(
        f"{word:5}  {p:.3f}  {k:6}  20  {low:.2f} to {high:.2f}"
        f"  {x.median():4.1f}  {x.min():5.1f}"
    )
# --8<-- [end:demo]

# --8<-- [start:check]
assert shift["two"].min() > 1.5, "a noun takes no plural after two"
assert shift["three"].min() > 1.5, "a noun takes none after three"

# control: words that are no numbers move it less or not at all
assert shift["this"].median() < 1.4, "any word raises it as much"
assert shift["my"].median() < shift["two"].median() - 3, (
    "a word that allows both should lie between"
)
# --8<-- [end:check]
