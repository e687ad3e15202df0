"""What does the first matrix know, and what does it do at the end?"""

# --8<-- [start:demo]
import random

from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
matrix = model.model.embed_tokens.weight  # (49152, 576)
kinds = """Monday Tuesday Wednesday Thursday Friday Saturday Sunday
red blue green yellow black white purple
two three four five six seven eight
dog cat horse cow pig sheep rabbit
London Paris Berlin Madrid Rome Vienna Moscow
bread cheese soup rice milk butter meat"""
kinds = [line.split() for line in kinds.splitlines()]
words = [word for row in kinds for word in row]
kind = [i for i, row in enumerate(kinds) for _ in row]
ids = [tokenizer(" " + word).input_ids[0] for word in words]


def same(vectors, kind):
    """For how many words is the nearest other of the same kind?"""
    unit = vectors - vectors.mean(0)
    unit = unit / unit.norm(dim=-1, keepdim=True)
    near = (unit @ unit.T).fill_diagonal_(-1).argmax(-1)
    return sum(kind[i] == kind[j] for i, j in enumerate(near.tolist()))


rng, n = random.Random(0), len(words)
mixed = sorted(kind, key=lambda _: rng.random())
right = {
    "as learnt": same(matrix[ids], kind),
    "kinds dealt anew": same(matrix[ids], mixed),
    "random tokens": same(matrix[rng.sample(range(49152), n)], kind),
}
print("vectors           same kind  of  interval")
for name, k in right.items():
    low, high = binomtest(k, n).proportion_ci(method="wilson")
    print(f"{name:16}  {k:9}  {n}  {max(0, low):.2f} to {high:.2f}")

text = tokenizer("The capital of France is", return_tensors="pt")
state = model.model(**text).last_hidden_state[0, -1]
ours = matrix @ state  # one product with each row is one logit
gap = (ours - model(**text).logits[0, -1]).abs().max().item()
print("scores are products with the same rows:", gap < 0.001)
print("highest:", tokenizer.decode([ours.argmax().item()]))
# --8<-- [end:demo]

# --8<-- [start:check]
assert right["as learnt"] > 30, "its neighbours are no kin"
assert gap < 0.001, "another matrix reads out"

# controls: the kinds dealt anew, and vectors of other tokens
assert right["kinds dealt anew"] < 18, "chance would do it"
assert right["random tokens"] < 18, "any vectors would do"
# --8<-- [end:check]
