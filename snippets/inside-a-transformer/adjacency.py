"""Must the adjective modify the noun, or only stand before it?"""

# --8<-- [start:frames]
import random
from statistics import mean, stdev

import torch
from scipy.stats import binomtest, t

from perspectives.model import load

model, tokenizer = load()
rng = random.Random(1)
adjectives = ["black", "grey", "white", "brown"]
adjectives += ["small", "young", "old", "red"]
animals = ["goose", "horse", "dog", "cat", "rabbit"]
animals += ["cow", "pig", "bear", "duck"]
items = [
    (*rng.sample(adjectives, 2), *rng.sample(animals, 2))
    for _ in range(16)
]
frames = {
    "both": "I saw a {a} {c} and a {b} {d}. I fed the",
    "modifies, apart": "I saw a {c} that was {a} and a {d} that was "
    "{b}. I fed the",
    "salad, next": "and {a} {c} saw of the {b} {d} a I. fed the",
    "salad, apart": "and {a} of {c} saw the {b} a {d} I. fed the",
}
# --8<-- [end:frames]


# --8<-- [start:demo]
def first(word):
    return tokenizer(" " + word).input_ids[0]


def pulls(frame):
    """How far each adjective moves the odds to its noun, in nats."""
    rows = [frame.format(a=a, b=b, c=c, d=d) for a, b, c, d in items]
    start = torch.tensor(tokenizer(rows).input_ids)  # of one length
    cache = model.model(start).past_key_values
    cache.batch_repeat_interleave(2)  # read once, ended in two ways
    ends = [[first(x)] for a, b, *_ in items for x in (a, b)]
    state = model.model(torch.tensor(ends), past_key_values=cache)[0]
    logits = model.lm_head(state[:, -1]).view(16, 2, -1)
    c, d = ([first(x[i]) for x in items] for i in (2, 3))
    odds = logits[range(16), :, c] - logits[range(16), :, d]
    return ((odds[:, 0] - odds[:, 1]) / 2).tolist()


pull = {name: pulls(frame) for name, frame in frames.items()}
print("pair              pull  95 % interval  right way  of 16")
for name, x in pull.items():
    half = t.ppf(0.975, 15) * stdev(x) / 4
    k = sum(value > 0 for value in x)
    low, high = binomtest(k, 16).proportion_ci(method="wilson")
    print(
        f"{name:16}  {mean(x):4.1f}  {mean(x) - half:.1f} to "
        f"{mean(x) + half:.1f}     {k:9}  {low:.2f} to {high:.2f}"
    )
# --8<-- [end:demo]

# --8<-- [start:check]
both, modifies, following, neither = map(mean, pull.values())
assert both > 2.5, "the black one should be told from the grey one"
assert following > 0.8, "without a sentence nothing is left"
assert modifies > 0.8, "without adjacency nothing is left"
assert both > max(modifies, following) + 1, "one of them is enough"

# control: the same words, in neither relation
assert neither < following - 0.5, "to have met the words is enough"
# --8<-- [end:check]
