"""Do written steps help, or would filler do?"""

# --8<-- [start:exact]
import itertools
import random

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
n, shown = 48, [(3, 5, 4), (7, 2, 6), (1, 4, 9), (2, 8, 3)]
every = list(itertools.product(range(1, 10), repeat=3))
sums = random.Random(0).sample(sorted({*every} - {*shown}), n)


def exact(examples, questions, endings):
    """How many endings are what greedy decoding would write?"""
    before = tokenizer(examples, return_tensors="pt").input_ids
    cache = model(before, use_cache=True).past_key_values  # read once
    cache.batch_repeat_interleave(len(questions))
    asked = [tokenizer(q).input_ids for q in questions]
    ended = [tokenizer(e).input_ids for e in endings]
    pairs = list(zip(asked, ended, strict=True))
    size = max(len(q + e) for q, e in pairs) - 1  # all but the last
    ids = torch.tensor([(q + e + [0] * size)[:size] for q, e in pairs])
    state = model.model(ids, past_key_values=cache).last_hidden_state
    hits = 0
    for (q, e), s in zip(pairs, state, strict=True):
        logits = model.lm_head(s[len(q) - 1 : len(q + e) - 1])
        hits += logits.argmax(-1).tolist() == e
    return hits


# --8<-- [end:exact]


# --8<-- [start:demo]
def steps(a, b, c):
    return f" {a} + {b} = {a + b}, {a + b} + {c} = {a + b + c}."


def dots(*q):  # one for each token of the steps
    return " ." * len(tokenizer(steps(*q)).input_ids)


forms = {  # what stands before the answer; does the model write it?
    "at once": (lambda a, b, c: "", False),
    "dots": (dots, False),
    "its own steps": (steps, True),
}
right, ends = {}, []
print("before the answer  right   of  interval")
for name, (form, writes) in forms.items():
    lines = []
    for q in [*shown, *sums]:
        asked, total = " + ".join(map(str, q)), sum(q)
        lines.append((f"{asked}:", form(*q), f" answer {total}\n"))
    examples = "\n" + "".join(map("".join, lines[: len(shown)]))
    lines = lines[len(shown) :]
    if not writes:  # given, so that only the answer is its own
        lines = [(q + f + " answer", "", a[7:]) for q, f, a in lines]
    k = exact(
        examples, [q for q, *_ in lines], [f + a for _, f, a in lines]
    )
    low, high = binomtest(k, n).proportion_ci(method="wilson")
    print(f"{name:17}  {k:5}   {n}  {max(0, low):.2f} to {high:.2f}")
    right[name] = k
    ends.append((low, high))
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import MODEL, axes, show

fig, ax = axes(200)
ax.vlines(range(3), *zip(*ends, strict=True), color=MODEL)
ax.plot(range(3), [k / n for k in right.values()], "o", color=MODEL)
ax.set(ylim=(0, 1), xlim=(-0.5, 2.5), ylabel="share exactly right")
ax.set_xticks(range(3), list(right))
said = ", ".join(f"{k} {name}" for name, k in right.items())
show(fig, f"Sums of three numbers, right of {n}: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
at_once, dotted, stepped = ends  # intervals: (low, high)
assert stepped[0] > at_once[1], "writing the steps out does not help"

# control: as many tokens, and nothing in them
assert stepped[0] > dotted[1], "room is enough, whatever fills it"
# --8<-- [end:check]
