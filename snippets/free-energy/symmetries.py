"""How far can the weights move while the logits stay?"""

# --8<-- [start:model]
import copy
import math

import numpy as np
import torch

from perspectives.measure import table
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
neurons, rng = model.config.intermediate_size, np.random.RandomState(0)
# --8<-- [end:model]


# --8<-- [start:demo]
def moves(mlp):
    """Weights, and what takes their place; two controls at the end."""
    gate, up = mlp.gate_proj.weight, mlp.up_proj.weight
    down, order = mlp.down_proj.weight, rng.permutation(neurons)
    loud = torch.tensor(rng.randn(neurons, 1) / 2).float().exp()
    part, softer = (
        [(up, up[order]), (down, down[:, order])],
        down / loud.T,
    )
    return {
        "neurons reordered": [(gate, gate[order]), *part],
        "louder, then softer": [(up, up * loud), (down, softer)],
        "reordered but for gate": part,
        "gate louder instead": [(gate, gate * loud), (down, softer)],
    }


# --8<-- [end:demo]

# --8<-- [start:table]
ids = tokenizer(
    "The chef cooked the meal", return_tensors="pt"
).input_ids
logits, twin = model(ids).logits, copy.deepcopy(model)
blocks = [block.mlp for block in twin.model.layers]
names = list(moves(blocks[0]))
moved, shift = [], []
for name in names:
    twin.load_state_dict(model.state_dict())
    pairs = [pair for x in blocks for pair in moves(x)[name]]
    off = sum((new - old).square().sum() for old, new in pairs)
    was = sum(old.square().sum() for old, _ in pairs)
    moved.append((off / was).sqrt().item())
    for old, new in pairs:
        old.copy_(new)
    shift.append((twin(ids).logits - logits).abs().max().item())
words = ["under 0.01" if x < 0.01 else "over 1" for x in shift]
columns = {"move of all blocks": names, "weights moved": moved}
table(columns | {"logits moved": words}, decimals=1)
free = len(blocks) * neurons
print(f"free directions  {free:,}")
print(f"share of all weights  {free / model.num_parameters():.2%}")
digits = math.lgamma(neurons + 1) / math.log(10)  # of neurons!
print(f"orders in one block, digits  {int(digits) + 1:,}")
print(
    f"orders in all blocks, digits  {int(len(blocks) * digits) + 1:,}"
)
# --8<-- [end:table]

# --8<-- [start:check]
assert max(shift[:2]) < 0.01, "a symmetry changes the logits"
assert min(moved[:2]) > 0.1, "nothing was moved"

assert digits > 80, "there are more atoms than orders"

# control: moves of the same kind and size that nothing undoes
assert min(shift[2:]) > 1, "the logits do not notice any move"
# --8<-- [end:check]
