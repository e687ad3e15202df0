"""Is the model at a place of which the theory speaks, a minimum?"""

# --8<-- [start:texts]
from math import log

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from perspectives.measure import DATA, student, table
from perspectives.model import load

model, tokenizer = load()
kinds = ["prose", "docstrings", "dialogues", "sums"]
rows = []  # of each kind five rows of 64 tokens: four new, one to learn
for kind in kinds:
    text = (DATA / f"{kind}.txt").read_text()[:2400]
    ids = torch.tensor(tokenizer(text).input_ids[: 5 * 64])
    rows.append(ids.view(5, 64))
learned = torch.stack([ids[0] for ids in rows])
new = torch.cat([ids[1:] for ids in rows])
rng = np.random.RandomState(0)
nonsense = learned[:, rng.permutation(64)]


def losses(rows):
    """Bits a token, of each row."""
    pairs = zip(model(rows).logits, rows)
    each = [cross_entropy(x[:-1], row[1:]) for x, row in pairs]
    return torch.stack(each) / log(2)


# --8<-- [end:texts]

# --8<-- [start:demo]
blocks = model.model.layers  # the code names its layers
weights = [b.mlp.down_proj.weight.requires_grad_() for b in blocks]


def downhill(rows):
    with torch.enable_grad():
        return torch.autograd.grad(-losses(rows).sum(), weights)


ways = {"down": downhill(learned), "nonsense": downhill(nonsense)}
# --8<-- [end:demo]

# --8<-- [start:table]
lot = [rng.randn(*p.shape) for p in weights]
ways["by lot"] = [torch.tensor(d, dtype=torch.float32) for d in lot]
for p in weights:
    p.requires_grad_(False)
before, change = losses(new), {}
for name, way in ways.items():
    size = sum(d.square().sum() for d in way).sqrt()
    saved = [p.clone() for p in weights]
    for p, d in zip(weights, way):
        p.add_(0.15 * d / size)
    change[name] = losses(new) - before
    for p, old in zip(weights, saved):
        p.copy_(old)
columns = {"step": list(change), "of": [len(new)] * len(change)}
columns["fell"] = [(d < -0.01).sum().item() for d in change.values()]
ends = [student(d) for d in change.values()]
parts = {kind: slice(4 * i, 4 * i + 4) for i, kind in enumerate(kinds)}
for name, part in {"bits a token": slice(None), **parts}.items():
    means = [d[part].mean().item() for d in change.values()]
    columns[name] = [round(mean, 3) + 0 for mean in means]  # no -0
columns["+-"] = [(high - low) / 2 for low, high in ends]
table(columns, decimals=3)
print(f"bits a token, before  {before.mean():.1f}")
# --8<-- [end:table]

# --8<-- [start:check]
learnt, scrambled, lot = ends
assert before.mean() < 8, "it is at the foot of no valley at all"
assert learnt[1] < -0.02, "no way down: the model sits at a minimum"

# control: a step as long in a direction drawn by lot
assert max(map(abs, lot)) < 0.02, (
    "any step changes the loss, so the gradient tells nothing"
)
# control: downhill for the same tokens in another order. It helps as
# well, so what is learnt here is not what the text says
assert scrambled[1] < -0.02, "the step learns from the text's order"
# --8<-- [end:check]
