"""Does a noun that never existed take a plural?"""

# --8<-- [start:nouns]
import random

from perspectives.measure import cost, table, tokens_of, wilson

rng, nouns, s = random.Random(0), [], tokens_of("s")
while len(nouns) < 20:
    noun = "".join(map(rng.choice, ["bdfgklmnprtvz", "aeiou"] * 2))
    noun += rng.choice("bdgklmnprt")
    pieces = tokens_of(f" {noun}")
    whole = tokens_of(f" {noun}s")
    # it is in three pieces or more, and the -s is one more
    if whole == pieces + s and len(pieces) > 2:
        nouns += [noun] if noun not in nouns else []
words = "two", "three", "my", "this"
# --8<-- [end:nouns]


# --8<-- [start:demo]
def price(words):
    """Bits of -s after such words and a noun: (20,)."""
    return cost([f"This is a {x}. {words} {x}" for x in nouns], "s")


one = price("I can see one")
shift = {w: one - price(f"I can see {w}") for w in words}
shift["at two, one"] = one - price("At two I can see one")
# --8<-- [end:demo]

# --8<-- [start:table]
print("the nouns  ", ", ".join(nouns[:6]), "and 14 more")
print(f"P(-s) after one  {(-one.median()).exp2():.3f}")
raised = [int((x > 0).sum()) for x in shift.values()]
ends = [wilson(k, len(nouns)) for k in raised]
chances = [(x - one).median().exp2().item() for x in shift.values()]
table(
    {
        "word": list(shift),
        "P(-s)": [f"{p:.3f}" for p in chances],
        "raised": raised,
        "of": [len(nouns)] * 5,
        "interval": ends,
        "bits": [x.median().item() for x in shift.values()],
        "least": [x.min().item() for x in shift.values()],
    },
    decimals=1,
)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, RULE, axes, show

fig, ax = axes(190)
for place, x in enumerate(shift.values()):
    filled = "full" if place < 2 else "none"
    ax.plot(x, [place] * 20, "o", color=MODEL, fillstyle=filled)
ax.axvline(0, color=RULE)
ax.set(yticks=range(5), yticklabels=shift, ylim=(4.5, -0.5))
ax.set(xlabel="bits by which -s is likelier than after “one”")
medians = [f"{w} {x.median():.1f}" for w, x in shift.items()]
show(fig, "Twenty nouns, median in bits: " + ", ".join(medians))
# --8<-- [end:figure]

# --8<-- [start:check]
assert shift["two"].min() > 1.5, "a noun takes no plural after two"
assert shift["three"].min() > 1.5, "a noun takes none after three"

# controls: a number word that counts something else, and others
assert shift["at two, one"].median() < 1.4, "to hear “two” is enough"
assert shift["this"].median() < 1.4, "any word raises it as much"
assert shift["my"].median() < shift["two"].median() - 3, (
    "a word that allows both should lie between"
)
# --8<-- [end:check]
