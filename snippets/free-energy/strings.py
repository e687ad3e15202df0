"""Does the model favour strings of bits that are easy to say?"""

# --8<-- [start:costs]
from itertools import product

import numpy as np
import torch
from scipy.stats import spearmanr
from transformers import DynamicCache

from perspectives.model import load

model, tokenizer = load()


def phrases(s):
    """Lempel-Ziv: pieces, each the shortest not met before it."""
    count = start = 0
    while start < len(s):
        end = start + 1
        while end < len(s) and s[start:end] in s[: end - 1]:
            end += 1
        count, start = count + 1, end
    return count


def surprisals(prompt):
    """Bits for each of the 256, if the next digit is 0 or 1."""
    ids = tokenizer(prompt, return_tensors="pt").input_ids
    cache, bits = DynamicCache(), torch.zeros(1)
    for _ in range(8):  # a tree: every beginning is read once
        state = model.model(ids, past_key_values=cache)[0][:, -1]
        both = state @ model.lm_head.weight[pair].T
        both = -both.log_softmax(-1) / np.log(2)
        bits = (bits[:, None] + both).flatten()
        cache.batch_repeat_interleave(2)  # goes on with 0 and with 1
        ids = torch.tensor(pair * len(state))[:, None]
    return bits.numpy()


def learner(s):
    """Bits for it by counts of pairs, made as the string goes by."""
    seen, cost = np.ones((3, 2)), 0
    for before, b in zip((2, *s), s, strict=False):
        cost -= np.log2(seen[before, b] / seen[before].sum())
        seen[before, b] += 1
    return cost


# --8<-- [end:costs]

# --8<-- [start:demo]
pair = [tokenizer(d).input_ids[0] for d in "01"]
every = list(product((0, 1), repeat=8))
pieces = np.array([phrases(bytes(s)) for s in every])
prompts = {"bits": "Bits: ", "binary": "Binary:", "new line": "\n"}
costs = {k: surprisals(p) for k, p in prompts.items()}
costs["counts of pairs"] = [learner(s) for s in every]
rank, mean = {}, {}
print("bits, by pieces   in 2   in 3   in 4   in 5  rank correlation")
for name, cost in costs.items():
    mean[name] = [
        np.mean(cost, where=pieces == k) for k in (2, 3, 4, 5)
    ]
    rank[name] = spearmanr(pieces, cost)[0]
    print(
        f"{name:15}  "
        + "  ".join(f"{m:5.1f}" for m in mean[name])
        + f"  {rank[name]:16.2f}"
    )
n = [(pieces == k).sum() for k in (2, 3, 4, 5)]
print("how many         " + "  ".join(f"{k:5}" for k in n))
# --8<-- [end:demo]

# --8<-- [start:check]
for k in prompts:
    assert rank[k] < rank["counts of pairs"] - 0.1, (
        "a preference as clear as the learner's"
    )
    assert mean[k][0] < min(mean[k][1:]) - 1.5, (
        "not even strings of one digit are favoured"
    )
assert rank["binary"] > 0.15, "no order under any prompt"
assert max(abs(rank["bits"]), abs(rank["new line"])) < 0.15, (
    "an order that does not depend on the prompt"
)

# control: a learner that is known to favour what is simple
assert rank["counts of pairs"] > 0.4, (
    "the measure would not see a preference if there were one"
)
# --8<-- [end:check]
