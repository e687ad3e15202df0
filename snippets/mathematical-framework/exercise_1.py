"""Which head of attention 23 names the capital?"""

# --8<-- [start:task]
from math import log

import torch

from perspectives.inside import blocks, read
from perspectives.measure import DATA, first_tokens, table
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
rows = (DATA / "capitals.txt").read_text().splitlines()
lands, towns = zip(*(row.split() for row in rows), strict=True)
ids = [tokenizer(f"The capital of {x} is").input_ids for x in lands]
town = first_tokens(f" {town}" for town in towns)
layer = blocks()[23].self_attn

# What the layer writes at the last token is layer.o_proj of 576
# numbers, which are those of nine heads, 64 each. Split it into nine
# terms, and let each speak for the right town against the next one.
# --8<-- [end:task]

# --8<-- [start:solution]
with read(layer.v_proj, blocks()[29]) as seen:
    looks = model.model(torch.tensor(ids), output_attentions=True)
looks = looks.attentions[23][:, :, -1]  # (12, 9, 5)
values = seen[0].unflatten(-1, (3, 64)).repeat_interleave(3, 2)
heads = torch.einsum("bht,bthd->bhd", looks, values)
maps = layer.o_proj.weight.unflatten(1, (9, 64))  # (576, 9, 64)
wrote = torch.einsum("bhd,ohd->hbo", heads, maps)  # (9, 12, 576)
last = seen[1][:, -1]
size = (last.square().mean(-1, keepdim=True) + 1e-5).sqrt()


def speaks(right, wrong):
    """Bits of lead that each head adds, on average."""
    apart = model.lm_head.weight[right] - model.lm_head.weight[wrong]
    wanted = apart * model.model.norm.weight / size / log(2)
    return (wrote * wanted).sum(-1).mean(1)


term = speaks(town, town.roll(-1))
told = [f"{x:z.1f}" for x in term]
table({"head": list(range(9)), "bits": told})
together, best = term.sum().item(), term.argmax().item()
print(f"all nine  {together:.1f}")
print(f"times likelier  {2**together:.0f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert best == 4 and term[4] > 0.6 * together, "no head does most"
assert 2**together > 20, "it makes little difference"
# control: two towns that the prompt does not ask for
other = speaks(town.roll(-1), town.roll(-2))
assert other[best].abs() < term[best] / 2, "it names any town"
# --8<-- [end:check]
