"""Can it follow a rule that was made up a moment ago?"""
# --8<-- [start:demo]
import random

import torch
from perspectives.figure import INK, MODEL, axes, show
from perspectives.model import load

model, tokenizer = load()
words = "sun dog tree house fish bird cup milk king road hand star"
words = f"{words} leaf ship frog door rain salt moon goat".split()
rules = [
    lambda a, b: (f"{a} {b}", b),  # the second of two
    lambda a, b: (a, f"{a} {a}"),  # twice
    lambda a, b: (a, f"{a}zo"),  # a new ending
    lambda a, b: (a, f"<<{a}>>"),  # in brackets
]


def task(rule, k, rng, turn):
    """k examples, a question and its answer; turn 1 mixes outputs."""
    pairs = [rule(*rng.sample(words, 2)) for _ in range(k + 1)]
    outs = [pairs[(i + turn) % k][1] for i in range(k)]
    given = [f"{p[0]} -> {o}\n" for p, o in zip(pairs, outs, strict=False)]
    question = "\n" + "".join(given) + f"{pairs[k][0]} ->"
    answer = f" {pairs[k][1]}\n"
    return tokenizer(question).input_ids, tokenizer(answer).input_ids


def right(k, turn=0):
    """Of 40 tasks, how many would greedy decoding answer exactly?"""
    rng = random.Random(k)
    tasks = [task(r, k, rng, turn) for r in rules for _ in range(10)]
    size = max(len(q + a) for q, a in tasks)
    ids = [q + a + [0] * (size - len(q + a)) for q, a in tasks]
    state = model.model(torch.tensor(ids)).last_hidden_state
    hits = 0
    for (q, a), s in zip(tasks, state, strict=True):
        top = model.lm_head(s[len(q) - 1 : len(q + a) - 1]).argmax(-1)
        hits += top.tolist() == a  # every token is the likeliest
    return hits


def wilson(k, n=40, z=1.96):
    mid, half = k + z * z / 2, z * (k - k * k / n + z * z / 4) ** 0.5
    return max(0, (mid - half) / (n + z * z)), (mid + half) / (n + z * z)


shown = [0, 1, 2, 4, 8]
hits = [right(k) for k in shown]
mixed = right(8, turn=1)
print("examples   right  of  interval")
fig, ax = axes(220)
for x, (k, hit) in enumerate(zip([*shown, "8"], [*hits, mixed], strict=True)):
    name, x = (f"{k} mixed", 4.3) if x == 5 else (f"{k}", x)
    low, high = wilson(hit)
    print(f"{name:9}  {hit:5}  40  {low:.2f} to {high:.2f}")
    colour = {"color": MODEL, "fillstyle": "none" if "m" in name else "full"}
    ax.errorbar(x, hit / 40, [[hit / 40 - low], [high - hit / 40]], fmt="o",
                capsize=4, **colour)  # fmt: skip
# --8<-- [end:demo]
