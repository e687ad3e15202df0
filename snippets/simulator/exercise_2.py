"""Is there another law of text?"""

# --8<-- [start:task]
from perspectives.measure import log_odds, table

words = " herself", " himself"


def odds(contexts):
    """Bits by which the first word leads after each context."""
    return log_odds(["\n" + context for context in contexts], *words)


# think of a law; write eight or more items of two contexts that end
# alike and two words; count how often each context prefers its own
# --8<-- [end:task]

# --8<-- [start:solution]
pairs = """girl boy, queen king, woman man, mother father,
aunt uncle, sister brother, actress actor, daughter son"""
pairs = [pair.split() for pair in pairs.split(",")]


def kept(form):
    """Pairs in which both contexts prefer their own word."""
    she = odds([form.format(x, y) for x, y in pairs])
    he = odds([form.format(y, x) for x, y in pairs])
    return ((she > 0) & (he < 0)).sum().item()


near = kept("The {} saw")
far = kept("The {} who met the {} saw")
columns = {"law": ["the girl", "the girl, a boy after"]}
table(columns | {"both": [near, far], "of": [len(pairs)] * 2})
# --8<-- [end:solution]

# --8<-- [start:check]
assert near >= 7, "the law should hold close by"

# control: another noun in between, which is not the subject
assert far < near - 4, "it is the subject that decides: mend the page"
# --8<-- [end:check]
