"""Do the rows of the first matrix lie beside their kin?"""

# --8<-- [start:materials]
import random

import torch

from perspectives.measure import DATA, first_tokens, wilson
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
matrix = model.model.embed_tokens.weight  # (49152, 576)
kinds = (DATA / "kinds.txt").read_text().splitlines()
words = " ".join(kinds).split()
kind = [i for i, row in enumerate(kinds) for _ in row.split()]
ids = first_tokens(f" {word}" for word in words)
# --8<-- [end:materials]


# --8<-- [start:demo]
def neighbours(rows):
    """For each row, the others from the nearest to the farthest."""
    unit = rows - rows.mean(0)
    unit = unit / unit.norm(dim=-1, keepdim=True)
    return (unit @ unit.T).fill_diagonal_(-1).argsort(descending=True)


near = neighbours(matrix[ids])
# --8<-- [end:demo]

# --8<-- [start:table]
rng, n = random.Random(0), len(words)
mixed = rng.sample(kind, n)
other = neighbours(matrix[rng.sample(range(49152), n)])
right = {
    "as learnt": (near, kind),
    "kinds dealt anew": (near, mixed),
    "rows of other tokens": (other, kind),
}
print("rows                  same kind  of  95 % interval")
for name, (order, k) in right.items():
    hits = sum(k[i] == k[j] for i, j in enumerate(order[:, 0].tolist()))
    low, high = wilson(hits, n)
    right[name] = hits
    print(f"{name:20}  {hits:9}  {n}  {low:.2f} to {high:.2f}")
print("word    nearest three of the 42")
for i in range(0, n, 7):
    three = ", ".join(words[j] for j in near[i, :3])
    print(f"{words[i]:6}  {three}")
text = tokenizer("The capital of France is", return_tensors="pt")
state = model.model(**text).last_hidden_state[0, -1]
gap = (matrix @ state - model(**text).logits[0, -1]).abs().max()
print("highest score:", tokenizer.decode((matrix @ state).argmax()))
# --8<-- [end:table]

# --8<-- [start:check]
assert right["as learnt"] > 30, "its neighbours are no kin"
assert gap < 0.001, "another matrix reads out"
# controls: the kinds dealt anew, and rows of other tokens
assert right["kinds dealt anew"] < 18, "chance would do it"
assert right["rows of other tokens"] < 18, "any rows would do"
# and a row that is read out must be its own: one further on is not
moved = torch.roll(matrix, 1, 0) @ state
assert (moved - model(**text).logits[0, -1]).abs().max() > 5, "blind"
# --8<-- [end:check]
