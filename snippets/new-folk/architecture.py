"""Does the explanation of a language model speak?"""

# --8<-- [start:demo]
import math
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForCausalLM

from perspectives.model import load

model, tokenizer = load()
torch.manual_seed(0)
fresh = AutoModelForCausalLM.from_config(
    model.config, dtype=torch.float32
)  # the same architecture, its weights drawn by lot
fresh.eval().requires_grad_(False)

text = Path(__file__).parents[1] / "data" / "prose.txt"
ids = tokenizer(text.read_text()[:400], return_tensors="pt").input_ids
paris = tokenizer(" Paris").input_ids[0]
start = tokenizer("The capital of France is", return_tensors="pt")


def bits(network):
    """Bits a token, the probability of Paris, and all logits."""
    logits = network(ids).logits[0]
    log_p = logits[:-1].log_softmax(-1)
    cost = -log_p[range(ids.shape[1] - 1), ids[0, 1:]].mean().item()
    p = network(**start).logits[0, -1].softmax(-1)[paris].item()
    return cost / math.log(2), p, logits


rows = {"this model": bits(model), "architecture": bits(fresh)}
fresh.load_state_dict(model.state_dict())
rows["+ its weights"] = bits(fresh)
same = torch.equal(rows["+ its weights"][2], rows["this model"][2])

rng = np.random.RandomState(0)
for weight in fresh.parameters():
    if weight.ndim == 2:  # the same rows, in another order
        order = torch.from_numpy(rng.permutation(len(weight)))
        weight.data = weight[order]
rows["+ reordered"] = bits(fresh)

print("network         bits a token  P(Paris)")
for name, (cost, p, _) in rows.items():
    print(f"{name:14}  {cost:12.1f}  {p:8.2f}")
print(f"a guess among all tokens  {math.log2(len(tokenizer)):.1f}")
weights = sum(weight.numel() for weight in model.parameters())
print(f"weights  {weights:,}")
# --8<-- [end:demo]

# --8<-- [start:check]
cost = {name: row[0] for name, row in rows.items()}
assert cost["this model"] < 9, "this model does not predict either"
assert cost["architecture"] > cost["this model"] + 5, (
    "the architecture alone predicts the text"
)

# control: the same code with the trained weights in it is the model
assert same, "the code was not the same, so its failing says nothing"
assert cost["+ reordered"] > cost["this model"] + 5, (
    "any weights of this size would do"
)
# --8<-- [end:check]
