"""Does the model favour strings of bits that are easy to say?"""

# --8<-- [start:strings]
from itertools import product

import numpy as np
import torch
from scipy.stats import spearmanr
from transformers import DynamicCache

from perspectives.measure import DATA, first_tokens, student, table
from perspectives.model import load

model, tokenizer = load()
pair = first_tokens("01").tolist()
every = list(product((0, 1), repeat=8))
prompts = (DATA / "bits.txt").read_text().split("|")


def phrases(bits):
    """Lempel-Ziv: pieces, each the shortest not met before it."""
    s, count, start = bytes(bits), 0, 0
    while start < len(s):
        end = start + 1
        while end < len(s) and s[start:end] in s[: end - 1]:
            end += 1
        count, start = count + 1, end
    return count


def learner(s):
    """Bits for it by counts of pairs, made as the string goes by."""
    seen, cost = np.ones((3, 2)), 0
    for before, b in zip((2, *s), s):
        cost -= np.log2(seen[before, b] / seen[before].sum())
        seen[before, b] += 1
    return cost


def ranks(bits):
    """How far their order is that of pieces; and the learner's."""
    return [spearmanr(x, bits)[0] for x in (pieces, costs[-1])]


def dealt(bits, lot):
    """As dear at each fork, but which way is the dearer is drawn."""
    for k in range(8):
        forks = bits.reshape(-1, 2**k, 2, 2 ** (7 - k))
        turn = lot.rand(2**k, 1, 1) < 0.5
        bits = np.where(turn, forks[:, :, ::-1], forks)
    return bits.reshape(-1, 256)


# --8<-- [end:strings]


# --8<-- [start:demo]
def surprisals(prompt):
    """Bits for each of the 256, if the next digit is 0 or 1."""
    ids = tokenizer(prompt, return_tensors="pt").input_ids
    cache, bits = DynamicCache(), torch.zeros(1)
    for _ in range(8):  # a tree: every beginning is read once
        state = model.model(ids, past_key_values=cache)[0][:, -1]
        both = state @ model.lm_head.weight[pair].T  # two logits
        both = both.log_softmax(-1) / np.log(2)
        bits = (bits[:, None] - both).flatten()
        cache.batch_repeat_interleave(2)  # goes on with 0 and with 1
        ids = torch.tensor(pair * len(both))[:, None]
    return bits.numpy()


# --8<-- [end:demo]

# --8<-- [start:table]
pieces = np.array([phrases(s) for s in every])
costs = [*map(surprisals, prompts), np.array([*map(learner, every)])]
kinds = [pieces == k for k in (2, 3, 4, 5)]
found = [[*(x[k].mean() for k in kinds), *ranks(x)] for x in costs]
found, learnt = np.array(found[:-1]), found[-1]
ends = np.array([student(column) for column in zip(*found)])
rows = [f"after {prompt!r}" for prompt in prompts]
rows += ["counts of pairs", "mean of prompts", "+-"]
cells = [*found, learnt, ends.mean(1), np.diff(ends)[:, 0] / 2]
names = "in 2", "in 3", "in 4", "in 5", "rank correlation", "by pairs"
columns = dict(zip(names, np.array(cells).T.tolist()))
table({"bits, by pieces": rows} | columns)
lot, given = np.random.RandomState(0), np.array(costs[:-1])
null = [[*map(ranks, dealt(given, lot))] for _ in range(1000)]
null = np.array(null)  # (draw, prompt, measure)
chance = np.quantile(abs(null), 0.95, axis=0)
usual = np.quantile(abs(null.mean(1)), 0.95, axis=0)
above, paired = (found[:, 4:] > chance).sum(0)
for how, each, mean in zip(("pieces", "pairs"), chance.T, usual):
    print(f"by chance, {how}  {min(each):.2f} to {max(each):.2f}")
    print(f"mean by chance, {how}  {mean:.2f}")
print(f"prompts  {len(prompts)}\nabove chance  {above}")
print(f"above chance, by pairs  {paired}")
# --8<-- [end:table]

# --8<-- [start:check]
assert ends[4, 1] < 0.2, "a preference nearly as clear as a learner's"
assert above < len(prompts) / 2, "an order under most prompts"
assert max(x[0] - x[1] for x in found) < -1, "none are favoured"
assert ends[5, 0] > 0.2 and paired == len(prompts), (
    "strings that are easy for a learner are no cheaper either"
)

# control: a learner that is known to favour what is simple
assert learnt[4] > 2 * ends[4, 1], "the measure sees no preference"
# --8<-- [end:check]
