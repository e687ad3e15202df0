"""Does the model sit at the bottom of its loss?"""

# --8<-- [start:demo]
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from perspectives.model import load

model, tokenizer = load()
data = Path(__file__).parents[1] / "data"
text = (data / "docstrings.txt").read_text()
ids = torch.tensor(tokenizer(text[:20_000]).input_ids[: 9 * 128])
ids = ids.view(9, 128)  # row 0 gives the direction, 1 to 8 are new


def losses(rows):
    """Mean surprisal of each row's tokens, in nats."""
    pairs = zip(model(rows).logits, rows, strict=True)
    return torch.stack([cross_entropy(x[:-1], r[1:]) for x, r in pairs])


layers = model.model.layers
weights = [b.mlp.down_proj.weight.requires_grad_() for b in layers]
with torch.enable_grad():
    down = torch.autograd.grad(-losses(ids[:1]).sum(), weights)
for p in weights:
    p.requires_grad_(False)
rng = np.random.RandomState(0)
chance = [torch.tensor(rng.randn(*p.shape)).float() for p in weights]


def step(direction, length=0.15):
    """Losses after one step of that length; the weights go back."""
    size = sum(d.square().sum() for d in direction).sqrt()
    saved = [p.clone() for p in weights]
    for p, d in zip(weights, direction, strict=True):
        p.add_(d * length / size)
    after = losses(ids)
    for p, s in zip(weights, saved, strict=True):
        p.copy_(s)
    return after


before = losses(ids)
print("step            its row  eight new rows  fell")
change = {}
for name, way in ("down", down), ("at random", chance):
    change[name] = d = step(way) - before
    fell = (d[1:] < -0.005).sum().item()
    print(f"{name:14}  {d[0]:7.2f}  {d[1:].mean():14.2f}  {fell} of 8")
# --8<-- [end:demo]

# --8<-- [start:check]
new = change["down"][1:]
assert new.mean() < -0.02, "no way down: the model sits at a minimum"
assert (new < 0).sum() >= 7, "the way down is down for one row only"

# control: a step of the same length in a direction drawn by lot
assert change["at random"].abs().max() < 0.02, (
    "any step lowers the loss, so the gradient tells nothing"
)
assert (losses(ids[:1]) - before[0]).abs() < 1e-3, "not put back"
# --8<-- [end:check]
