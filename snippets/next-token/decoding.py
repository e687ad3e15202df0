"""Does the model pick the likeliest word?"""

# --8<-- [start:demo]
import numpy
import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
text = "My favourite thing about autumn is"
start = tokenizer([text] * 40, return_tensors="pt").input_ids
past = model(start[:1, :-1]).past_key_values  # the same for all
past.batch_repeat_interleave(40)


def keep_top(p, mass):
    """Keep the likeliest tokens, which together hold `mass`."""
    value, order = p.sort(descending=True)
    value[value.cumsum(-1) - value > mass] = 0  # the tail
    return torch.zeros_like(p).scatter(-1, order, value)


def decode(rule):
    """Forty texts of six tokens, each token drawn from rule(p)."""
    rng, ids = numpy.random.RandomState(0), start[:, -1:]
    texts, bits, likeliest = start, 0, 0
    for _ in range(6):
        p = model(ids, past_key_values=past).logits[:, 0].softmax(-1)
        # a draw is a race; token i has speed p[i]: (40, 49152)
        wait = torch.from_numpy(rng.standard_exponential(p.shape))
        ids = (rule(p) / wait).argmax(-1, keepdim=True)  # (40, 1)
        bits -= p.gather(-1, ids).log2().sum().item()
        likeliest += (ids[:, 0] == p.argmax(-1)).sum().item()
        texts = torch.cat([texts, ids], dim=1)
    past.crop(-6)  # the next rule begins where this one did
    return len(set(map(tuple, texts.tolist()))), likeliest, bits / 240


rules = {
    "argmax": lambda p: p * (p == p.amax(-1, keepdim=True)),
    "temperature 0.2": lambda p: p**5,  # 1 / 0.2
    "top-p 0.9": lambda p: keep_top(p, 0.9),
    "temperature 1": lambda p: p,
}
found = {name: decode(rule) for name, rule in rules.items()}
print("rule             texts  likeliest  interval      bits a token")
for name, (texts, k, bits) in found.items():
    low, high = binomtest(k, 240).proportion_ci(method="wilson")
    ends = f"{low:.2f} to {high:.2f}" if texts > 1 else "no chance"
    print(f"{name:15}  {texts:5}  {k:9}  {ends:12}  {bits:12.1f}")
# --8<-- [end:demo]

# --8<-- [start:check]
one, two, three, four = found.values()
assert one[:2] == (1, 240), "argmax should give one text"
assert four[0] >= 36, "at temperature 1 the draws are repeated"
assert four[1] < 120, "drawn tokens are mostly the likeliest"
assert one[2] < four[2] - 1 and two[2] < four[2] - 1, (
    "a cooler rule should choose less surprising tokens"
)

# control: the race is fair; a coin of .7 wins .7 of 5,000 races
race = numpy.random.RandomState(1).standard_exponential((5000, 2))
wins = ((numpy.array([0.7, 0.3]) / race).argmax(-1) == 0).mean()
assert abs(wins - 0.7) < 0.03, "the race does not draw from p"
# --8<-- [end:check]
