"""Does the explanation of a language model speak?"""

# --8<-- [start:reading]
from math import log, log2

import numpy as np
import torch
from transformers import AutoModelForCausalLM

from perspectives.measure import DATA, table
from perspectives.model import load

model, tokenizer = load()
text = (DATA / "prose.txt").read_text()[:400]
ids = tokenizer(text, return_tensors="pt").input_ids


def bits(network):
    """Bits a token, and all the logits."""
    logits = network(ids).logits[0, :-1]
    surprise = -logits.log_softmax(-1)[range(len(logits)), ids[0, 1:]]
    return surprise.mean().item() / log(2), logits


# --8<-- [end:reading]

# --8<-- [start:demo]
torch.manual_seed(0)
fresh = AutoModelForCausalLM.from_config(model.config)
fresh.float().eval().requires_grad_(False)
trained, wanted = bits(model)
random, _ = bits(fresh)  # the explanation, with random weights
fresh.load_state_dict(model.state_dict())
loaded, given = bits(fresh)
rng = np.random.RandomState(0)
for weight in fresh.parameters():
    if weight.ndim == 2:  # the same rows, in another order
        order = torch.from_numpy(rng.permutation(len(weight)))
        weight.data = weight[order]
reordered, _ = bits(fresh)
# --8<-- [end:demo]

# --8<-- [start:table]
cost = {"trained model": trained, "architecture": random}
cost |= {"with its weights": loaded, "rows reordered": reordered}
cost["a guess"] = log2(len(tokenizer))
rows = list(cost)
columns = {"network": rows, "bits a token": list(cost.values())}
table(columns | {"tokens": [ids.shape[1] - 1] * len(rows)}, decimals=1)
weights = sum(weight.numel() for weight in model.parameters())
print(f"weights  {weights:,}")
# --8<-- [end:table]

# --8<-- [start:check]
assert trained < 9, "this model does not predict either"
assert random > cost["a guess"] - 0.5, "the architecture predicts"

# control: with the trained weights in it, the code is the model
assert torch.equal(wanted, given), "the code was not the same"
assert reordered > trained + 5, "any weights of this size would do"
# --8<-- [end:check]
