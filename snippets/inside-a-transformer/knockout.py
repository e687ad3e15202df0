"""What is lost when four heads of 270 are silenced?"""

# --8<-- [start:run]
import math
import random
from pathlib import Path
from statistics import mean, stdev

import torch
from scipy.stats import t

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
blocks, rotary = model.model.layers, model.model.rotary_emb
prose = Path(__file__).parents[1] / "data" / "prose.txt"


def layers(x, first, last):
    """The stream x (row, token, 576) after some of the layers."""
    n = x.shape[1]
    place = rotary(x, torch.arange(n)[None])
    mask = torch.full((1, 1, n, n), -1e9).triu(1)
    for block in blocks[first:last]:
        x = block(x, attention_mask=mask, position_embeddings=place)
    return x


def silenced(x, heads):
    """The last stream; before layer 17 nothing changes."""
    handles = [
        blocks[layer].self_attn.o_proj.register_forward_pre_hook(
            lambda _, args, h=head: (
                args[0].index_fill(
                    2, torch.arange(64 * h, 64 * h + 64), 0
                ),
            )
        )
        for layer, head in heads
    ]
    x = layers(x, 17, 30)
    for handle in handles:
        handle.remove()
    return model.model.norm(x)


# --8<-- [end:run]

# --8<-- [start:texts]
swan = "I saw a black swan and a grey goose. I fed the black"
rng = random.Random(1)
lines = [rng.sample(range(1000, 40000), 40) for _ in range(2)]
adjectives = ["black", "grey", "white", "brown"]
adjectives += ["small", "young", "old", "red"]
animals = ["horse", "dog", "cat", "rabbit"]
animals += ["cow", "pig", "bear", "duck"]
drawn = [
    (*rng.sample(adjectives, 2), *rng.sample(animals, 2))
    for _ in range(16)
]
pairs = [
    f"I saw a {a} {c} and a {b} {d}. I fed the {x}"
    for a, b, c, d in drawn
    for x in (a, b)
]
right = [w for *_, c, d in drawn for w in (c, d)]
wrong = [w for *_, c, d in drawn for w in (d, c)]
one = {w: tokenizer(" " + w).input_ids[0] for w in ["sw", *animals]}
texts = {
    "swan": [tokenizer(swan).input_ids],
    "twice": [line + line for line in lines],
    "prose": [tokenizer(prose.read_text()).input_ids[:100]],
    "pairs": tokenizer(pairs).input_ids,
}
ids = {name: torch.tensor(rows) for name, rows in texts.items()}
half = {
    name: layers(model.model.embed_tokens(x), 0, 17)
    for name, x in ids.items()
}
# --8<-- [end:texts]


# --8<-- [start:demo]
def cost(x, ids, start=0):
    """Bits a token, from the one after `start` on."""
    chance = model.lm_head(x[:, start:-1]).log_softmax(-1)
    bits = chance.gather(2, ids[:, start + 1 :, None]) / -math.log(2)
    return bits.mean().item()


def measure(heads):
    out = {k: silenced(x, heads) for k, x in half.items()}
    end = model.lm_head(out["pairs"][:, -1])
    last = model.lm_head(out["swan"][0, -1]).softmax(-1)
    lead = end[range(32), [one[w] for w in right]]
    lead = lead - end[range(32), [one[w] for w in wrong]]
    return (
        last[one["sw"]].item(),
        cost(out["twice"], ids["twice"], start=40),
        cost(out["prose"], ids["prose"]),
        lead.view(16, 2).mean(1).tolist(),  # of each draw
    )


# --8<-- [end:demo]

# --8<-- [start:sets]
chosen = [(17, 3), (17, 4), (18, 6), (18, 7)]
sets = {"none": [], "the four": chosen}
for i in range(5):
    sets[f"others {i + 1}"] = [
        (layer, h)
        for layer in (17, 18)
        for h in rng.sample(
            [h for h in range(9) if (layer, h) not in chosen], 2
        )
    ]
result = {name: measure(heads) for name, heads in sets.items()}
print("silenced  P(sw)  bits, repeat  bits, prose  lead")
for name, (p, twice, plain, lead) in result.items():
    print(
        f"{name:8}  {p:5.2f}  {twice:12.1f}  {plain:11.1f}"
        f"  {mean(lead):4.1f}"
    )


def compare(name, before, after):
    """Paired: each draw is its own control."""
    lost = [x - y for x, y in zip(before, after, strict=True)]
    half = t.ppf(0.975, 15) * stdev(lost) / 4
    print(
        f"{name:24}  {mean(lost):z4.1f}  {mean(lost) - half:.1f} to "
        f"{mean(lost) + half:.1f}"
    )
    return mean(lost)


print("lead, over 16 draws       mean  95 % interval")
leads = {name: row[-1] for name, row in result.items()}
lost = {
    name: compare(f"lost to {name}", leads["none"], lead)
    for name, lead in leads.items()
    if name != "none"
}
worst = max(list(lost)[1:], key=lost.get)
compare("the four, less the worst", leads[worst], leads["the four"])
# --8<-- [end:sets]

# --8<-- [start:check]
before, after = result["none"], result["the four"]
control = [r for k, r in result.items() if k.startswith("others")]
assert after[0] < before[0] - 0.3, "the swan does not need them"
assert after[1] > before[1] + 5, "nor does a repeated line"
assert after[2] < before[2] + 0.3, "they are needed for any text"

# control: two other heads of each of these layers, by lot
assert min(r[0] for r in control) > after[0] + 0.15, "any will do"
assert max(r[1] for r in control) < after[1] - 4, "any will do"
others = mean(lost[name] for name in list(lost)[1:])
assert lost["the four"] > others + 0.4, "others cost as much"
# --8<-- [end:check]
