"""If a written step is wrong, does the answer follow it?"""

# --8<-- [start:exact]
import random

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
rng, n = random.Random(1), 24
sums = [[rng.randint(1, 9) for _ in range(3)] for _ in range(n)]
wrong = [a + b + rng.choice([-1, 1, 2]) for a, b, _ in sums]
shown = [(3, 5, 4), (7, 2, 6), (1, 4, 9), (2, 8, 3)]


def line(a, b, c, step, note=""):
    """The line as far as its first step, and the rest of it."""
    begun = f"{a} + {b} + {c}:{note} {a} + {b} = {step},"
    return begun, f" {step} + {c} = {step + c}."


examples = [
    f"{''.join(line(*q, q[0] + q[1]))} answer {sum(q)}\n" for q in shown
]
before = tokenizer("\n" + "".join(examples), return_tensors="pt")


def exact(questions, endings):
    """Is each ending what greedy decoding would write?"""
    cache = model(**before, use_cache=True).past_key_values
    cache.batch_repeat_interleave(len(questions))
    asked = [tokenizer(q).input_ids for q in questions]
    ended = [tokenizer(e).input_ids for e in endings]
    pairs = list(zip(asked, ended, strict=True))
    size = max(len(q + e) for q, e in pairs) - 1  # all but the last
    ids = torch.tensor([(q + e + [0] * size)[:size] for q, e in pairs])
    state = model.model(ids, past_key_values=cache).last_hidden_state
    hits = []
    for (q, e), s in zip(pairs, state, strict=True):
        logits = model.lm_head(s[len(q) - 1 : len(q + e) - 1])
        hits.append(logits.argmax(-1).tolist() == e)
    return hits


# --8<-- [end:exact]

# --8<-- [start:demo]
right = [a + b for a, b, _ in sums]
both = list(zip(sums, right, wrong, strict=True))
tests = {  # the line so far, and how it would go on
    "right step": [line(*q, r) for q, r, _ in both],
    "wrong step": [line(*q, w) for q, _, w in both],
    # the same wrong number in the same line, where it is no step
    "wrong aside": [line(*q, r, f" (page {w})") for q, r, w in both],
}
rows = [row for test in tests.values() for row in test]
hits, said = exact(*zip(*rows, strict=True)), {}
print("written      goes on from   found  of  interval")
for i, name in enumerate(tests):
    said[name] = k = sum(hits[n * i : n * i + n])
    low, high = binomtest(k, n).proportion_ci(method="wilson")
    what = "wrong number" if name == "wrong step" else "right number"
    print(f"{name:11}  {what:12}  {k:5}  {n}  {low:.2f} to {high:.2f}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert said["right step"] >= 12, "it cannot add"
assert said["wrong step"] >= 12, "the total does not follow the step"

# control: a wrong number that is no step must not mislead
assert said["wrong aside"] >= 12, "any wrong number misleads it"
# --8<-- [end:check]
