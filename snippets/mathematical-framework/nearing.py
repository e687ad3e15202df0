"""Does a model that learnt nothing near its end as well?"""

# --8<-- [start:demo]
import copy
from itertools import pairwise
from math import log

import torch

from perspectives.inside import read
from perspectives.measure import DATA, table
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
ids = tokenizer((DATA / "prose.txt").read_text()).input_ids[:120]
ids = torch.tensor(ids).view(5, 24)
twin, rng = copy.deepcopy(model), torch.Generator().manual_seed(0)
for weight in twin.parameters():  # rows and columns in another order
    for side in range(weight.ndim):
        order = torch.randperm(weight.shape[side], generator=rng)
        weight.data = weight.data.index_select(side, order)


def apart(network, depths):
    """Bits between an early reading and the last: (depth,)."""
    with read(*network.model.layers) as stream:
        end = network(ids).logits[:, 1:].log_softmax(-1)
    for depth in depths:
        y = network.lm_head(
            network.model.norm(stream[depth - 1][:, 1:])
        )
        far = end.exp() * (end - y.log_softmax(-1))
        yield far.sum(-1).mean().item() / log(2)


depths = [22, 24, 26, 28, 29]
own, dealt = ([*apart(x, depths)] for x in (model, twin))
table({"blocks": depths, "model": own, "weights dealt anew": dealt}, 1)
# --8<-- [end:demo]

# --8<-- [start:check]
nearer = [a - b for a, b in pairwise(own)]
assert min(nearer) > 0.4, "the model strays from its end"
assert own[0] > 1.5 * dealt[0], "it begins no farther from its end"
# control: weights that learnt nothing near their end as well
falls = [a - b for a, b in pairwise(dealt)]
assert min(falls) > 0.4, "only what was learnt nears its end"
# --8<-- [end:check]
