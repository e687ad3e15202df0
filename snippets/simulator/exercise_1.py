"""Is there another law of text?"""

# --8<-- [start:task]
from perspectives.model import load

model, tokenizer = load()


def odds(contexts, x, y):
    """Log-odds of the word x over y after each context, in nats."""
    batch = tokenizer(
        ["\n" + context for context in contexts],
        return_tensors="pt",
        padding=True,
        padding_side="left",
    )
    logits = model(**batch, logits_to_keep=1).logits[:, -1]
    x, y = (tokenizer(word).input_ids[0] for word in (x, y))
    return (logits[:, x] - logits[:, y]).tolist()


# think of a law; write eight or more items of two contexts that end
# alike and two words; count how often each context prefers its own
# --8<-- [end:task]

# --8<-- [start:solution]
pairs = """girl boy, queen king, woman man, mother father,
aunt uncle, sister brother, actress actor, daughter son"""
pairs = [pair.split() for pair in pairs.split(",")]
words = " herself", " himself"


def kept(form):
    """Pairs in which both contexts prefer their own word."""
    she = odds([form.format(x, y) for x, y in pairs], *words)
    he = odds([form.format(y, x) for x, y in pairs], *words)
    return sum(f > 0 > m for f, m in zip(she, he, strict=True))


n = len(pairs)
near = kept("The {} saw")
far = kept("The {} who met the {} saw")
print("law                    both  of")
print(f"the girl               {near:4}  {n}")
print(f"the girl, a boy after  {far:4}  {n}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert near >= 7, "the law should hold close by"

# control: another noun in between, which is not the subject
assert far < near - 4, "it is the subject that decides: mend the page"
# --8<-- [end:check]
