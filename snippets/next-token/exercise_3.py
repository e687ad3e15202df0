"""What would a table of pairs have said next?"""

# --8<-- [start:task]
from collections import Counter, defaultdict
from itertools import pairwise

import torch

from perspectives.measure import DATA, table, wilson
from perspectives.model import load

model, tokenizer = load()
library = (DATA / "docstrings.txt").read_text()
read = tokenizer(library).input_ids
text = (DATA / "prose.txt").read_text()
prose = tokenizer(text).input_ids

# build `after`: for each token, a Counter of the tokens that follow
# it in `read`. How often is the top one the next token of `prose`,
# and how often is the model's?
# --8<-- [end:task]

# --8<-- [start:solution]
after = defaultdict(Counter)
for token, following in pairwise(read):
    after[token][following] += 1


def favourite(token):
    return max(after[token], key=after[token].get, default=None)


pairs = [favourite(token) for token in prose[:-1]]
logits = model(torch.tensor([prose])).logits[0, :-1]
guess = logits.argmax(-1).tolist()

n, right = len(pairs), {}
for name, guesses in ("pairs", pairs), ("the model", guess):
    right[name] = sum(
        g == token for g, token in zip(guesses, prose[1:])
    )
columns = {"guesser": list(right), "right": list(right.values())}
ends = [wilson(k, n) for k in right.values()]
table(columns | {"of": [n, n], "interval": ends})
# --8<-- [end:solution]

# --8<-- [start:check]
assert sum(c.total() for c in after.values()) == len(read) - 1, (
    "each adjacent pair is counted once"
)
assert right["the model"] > 1.5 * right["pairs"], (
    "the model should guess better"
)

# control: on what it has counted, the table does far better
own = sum(favourite(a) == b for a, b in pairwise(read[:2000]))
assert own / 1999 > 1.5 * right["pairs"] / n, (
    "a table should know its own text"
)
# --8<-- [end:check]
