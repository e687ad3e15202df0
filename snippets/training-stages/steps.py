"""Do written steps help, or would filler do?"""

# --8<-- [start:sums]
import random
from itertools import product

import torch
from torch.nn.utils.rnn import pad_sequence

from perspectives.measure import tokens_of
from perspectives.model import load

model, tokenizer = load()
n, shown = 48, [(3, 5, 4), (7, 2, 6), (1, 4, 9), (2, 8, 3)]
every = sorted({*product(range(1, 10), repeat=3)} - {*shown})
sums = random.Random(0).sample(every, n)


def exact(examples, lines):
    """How many lines end as greedy decoding would end them?"""
    before = tokenizer(examples, return_tensors="pt").input_ids
    cache = model(before, logits_to_keep=1).past_key_values  # once
    cache.batch_repeat_interleave(len(lines))
    rows = [list(map(tokens_of, line)) for line in lines]
    ids = [torch.tensor(q + end) for q, end in rows]
    padded, hits = pad_sequence(ids, batch_first=True), 0
    state = model.model(padded, past_key_values=cache)[0]
    for (q, end), x in zip(rows, state):
        logits = model.lm_head(x[len(q) - 1 : len(q + end) - 1])
        hits += logits.argmax(-1).tolist() == end
    return hits


# --8<-- [end:sums]


# --8<-- [start:demo]
def steps(a, b, c):
    return f" {a} + {b} = {a + b}, {a + b} + {c} = {a + b + c}."


def unrelated(*q):  # as long, but its total is of no use
    long = [x for x in every if len(steps(*x)) == len(steps(*q))]
    far = [x for x in long if abs(sum(x) - sum(q)) > 1]
    return steps(*random.Random(str(q)).choice(far))


forms = {  # what stands between a sum and its answer
    "at once": lambda a, b, c: "",
    # one for each token of the steps
    "dots": lambda *q: " ." * len(tokens_of(steps(*q))),
    "steps of another sum": unrelated,
    "its own steps": steps,  # which the model writes itself
}
# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import table, wilson


def right(form, shown):
    """How many sums, after examples in the same form?"""
    lines = [
        (f"{a} + {b} + {c}:{form(a, b, c)} answer", f" {a + b + c}\n")
        for a, b, c in shown + sums
    ]
    examples = "\n" + "".join(map("".join, lines[:4]))
    if form is steps:  # not given: it writes all after the colon
        parts = [(q + end).partition(":") for q, end in lines]
        lines = [(q + colon, end) for q, colon, end in parts]
    return exact(examples, lines[4:])


hits = {name: right(form, shown) for name, form in forms.items()}
hits["usual total"] = max(map([*map(sum, sums)].count, range(28)))
intervals = [wilson(k, n) for k in hits.values()]
columns = {"before the answer": list(hits)}
columns["right"] = list(hits.values())
table(columns | {"of": [n] * 5, "interval": intervals})

# control: other examples, drawn at random
rest = sorted({*every} - {*sums})
others = [random.Random(seed).sample(rest, 4) for seed in range(10)]
plain, worked = [
    [right(forms[name], other) for other in others]
    for name in ("at once", "its own steps")
]
print(f"other examples, at once  {min(plain)} to {max(plain)}")
print(f"other examples, steps  {min(worked)} to {max(worked)}")
print(f"other sets  {len(others)}\nset by set  {plain}, {worked}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(190)
ax.axvline(hits["usual total"] / n, color=INK, linestyle=":")
ax.hlines(list(forms), *zip(*intervals[:4]), color=MODEL)
for name, fill in zip(forms, ("full", "none", "none", "full")):
    ax.plot(hits[name] / n, name, "o", color=MODEL, fillstyle=fill)
ax.invert_yaxis()
ax.set(xlim=(-0.02, 1), xlabel="share exactly right")
told = ", ".join(f"{k} {name}" for name, k in hits.items())
show(fig, f"Sums of three numbers, right of {n}: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
at_once, dotted, other, stepped, usual = intervals  # (low, high)
assert stepped[0] > max(at_once[1], usual[1]), "no gain by steps"

assert min(worked) > max(plain), "these four examples do it"

# control: as many tokens, without sense or of another sum
assert stepped[0] > max(dotted[1], other[1]), "filler does as well"
# --8<-- [end:check]
