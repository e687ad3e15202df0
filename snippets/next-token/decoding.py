"""Does the model pick the likeliest word?"""

# --8<-- [start:decode]
import numpy
import torch

from perspectives.measure import table, wilson
from perspectives.model import load

model, tokenizer = load()
text = "My favourite thing about autumn is"
start = tokenizer([text] * 40, return_tensors="pt").input_ids
past = model(start[:1, :-1]).past_key_values  # the same for all
past.batch_repeat_interleave(40)


def race(speed, rng):
    """Of each row, the first to arrive: token i has speed[i]."""
    wait = torch.from_numpy(rng.standard_exponential(speed.shape))
    return (speed / wait).argmax(-1)


def decode(rule):
    """Forty texts of six tokens, each token drawn from rule(p)."""
    rng, ids = numpy.random.RandomState(0), start[:, -1:]
    texts, likeliest = start, 0
    for _ in range(6):
        p = model(ids, past_key_values=past).logits[:, 0].softmax(-1)
        ids = race(rule(p), rng)[:, None]  # (40, 1)
        likeliest += (ids[:, 0] == p.argmax(-1)).sum().item()
        texts = torch.cat([texts, ids], dim=1)
    past.crop(-6)  # the next rule begins where this one did
    return len(set(map(tuple, texts.tolist()))), likeliest


# --8<-- [end:decode]


# --8<-- [start:demo]
def keep_top(p, mass):
    """Keep the likeliest tokens, which together hold `mass`."""
    value, order = p.sort(descending=True)
    value[value.cumsum(-1) - value > mass] = 0  # the tail
    return torch.zeros_like(p).scatter(-1, order, value)


rules = {
    "argmax": lambda p: p * (p == p.amax(-1, keepdim=True)),
    "temperature 0.2": lambda p: p**5,  # 1 / 0.2
    "top-p 0.9": lambda p: keep_top(p, 0.9),
    "temperature 1": lambda p: p,
}
found = {name: decode(rule) for name, rule in rules.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
texts, likeliest = zip(*found.values(), strict=True)
drawn, steps = len(start), 6 * len(start)
ends = [wilson(k, steps) for k in likeliest[1:]]
columns = {"rule": list(found), "texts": texts, "drawn": [drawn] * 4}
columns |= {"likeliest": likeliest, "of": [steps] * 4}
table(columns | {"interval": ["no chance", *ends]})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(150)
names = [f"{a}: {n} of 40 texts" for a, n in zip(found, texts)]
share = [k / 240 for k in likeliest]
ax.plot(share[:1], names[:1], "o", color=INK)
ax.hlines(names[1:], *zip(*ends), color=MODEL)
ax.plot(share[1:], names[1:], "o", color=MODEL)
ax.set(xlim=(0, 1.05), xlabel="share of the likeliest")
ax.invert_yaxis()
parts = [f"{a} {b:.2f}" for a, b in zip(found, share)]
show(fig, "Share of the likeliest token: " + ", ".join(parts))
# --8<-- [end:figure]

# --8<-- [start:check]
one, two, three, four = found.values()
assert one == (1, 240), "argmax should give one text"
assert four[0] >= 36, "at temperature 1 the draws are repeated"
assert four[1] < 120, "drawn tokens are mostly the likeliest"
assert two[1] > three[1] + 100, "cooler is not nearer to argmax"

# control: the race is fair; a coin of .7 wins .7 of 5,000 races
coins = torch.tensor([[0.7, 0.3]]).expand(5000, 2)
first = race(coins, numpy.random.RandomState(1))
wins = (first == 0).double().mean().item()
assert abs(wins - 0.7) < 0.03, "the race does not draw from p"
# --8<-- [end:check]
