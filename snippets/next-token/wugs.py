"""Does a noun that never existed take a plural?"""
# --8<-- [start:demo]
import random

import torch
from perspectives.model import load

model, tokenizer = load()
rng, nouns, s = random.Random(0), [], tokenizer("s").input_ids
while len(nouns) < 20:
    letters = "bdfgklmnprtvz", "aeiou", "bdfgklmnprtvz", "aeiou", "bgmr"
    noun = "".join(map(rng.choice, letters))
    pieces = tokenizer(f" {noun}").input_ids
    plural = tokenizer(f" {noun}s").input_ids
    if len(pieces) > 2 and plural == pieces + s:
        nouns.append(noun)


def plural_s(word):
    """Log probability of -s after "I can see WORD NOUN", 20 nouns."""
    texts = [f"This is a {x}. I can see {word} {x}" for x in nouns]
    batch = tokenizer(
        texts, return_tensors="pt", padding=True, padding_side="right"
    )
    last = batch.attention_mask.sum(1) - 1  # (20,)
    logits = model(**batch).logits[range(20), last]
    return logits.log_softmax(-1)[:, s[0]]


one = plural_s("one")
shift = {w: plural_s(w) - one for w in ("two", "three", "my", "this")}
print("invented nouns  ", ", ".join(nouns[:5]), "and 15 more")
print("after  P(s), median  raised  of  interval  median  least, nats")
print(f"one    {one.median().exp():.3f}")
for word, x in shift.items():
    k, z = int((x > 0).sum()), 1.96
    mid, half = k + z * z / 2, z * (k - k * k / 20 + z * z / 4) ** 0.5
    low, high = (mid - half) / (20 + z * z), (mid + half) / (20 + z * z)
    print(f"{word:5}  {(one + x).median().exp():.3f}  {k}  20"
          f"  {low:.2f} to {high:.2f}  {x.median():.1f}  {x.min():.1f}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert all(" " + x not in tokenizer.get_vocab() for x in nouns)
assert shift["two"].min() > 1, "some noun takes no plural after two"
assert shift["three"].min() > 1, "or none after three"

# control: a word that is not a number
assert shift["this"].median() < 1, "any other word raises it as much"
assert shift["my"].median() < shift["two"].median() - 2
# --8<-- [end:check]
