"""How early can the next token be read?"""

# --8<-- [start:materials]
from math import log

import torch

from perspectives.inside import blocks, read
from perspectives.measure import DATA, table
from perspectives.model import load

model, tokenizer = load()
texts = [
    (DATA / file).read_text()[:500]
    for file in ("prose.txt", "casual.txt", "docstrings.txt")
]
# --8<-- [end:materials]


# --8<-- [start:demo]
def bits(x, came):
    """What tokens cost, read from this stream: (token,)."""
    scores = model.lm_head(model.base_model.norm(x))
    return -scores.log_softmax(-1).gather(1, came[:, None]) / log(2)


costs, control = [], []  # what came there, and what came elsewhere
for text in texts:
    ids = tokenizer(text, return_tensors="pt").input_ids
    with read(*blocks()) as seen:
        model.base_model(ids)
    came = ids[0, 2:]
    costs.append([bits(x[0, 1:-1], came) for x in seen])
    control.append([bits(x[0, 1:-1], came.roll(50)) for x in seen])
# --8<-- [end:demo]

# --8<-- [start:table]
cost, other = (
    torch.stack([torch.cat(each).mean() for each in zip(*some)])
    for some in (costs, control)
)
depth, even = len(cost), log(model.lm_head.out_features) / log(2)
first = [*(cost < even), True].index(True)
print(f"tokens  {sum(len(x[0]) for x in costs)}\nblocks  {depth}")
print(f"an even guess  {even:.1f}")
print(f"first block that beats it  {first}")
print(f"of the way  {(first + 1) / depth:.2f}")
print(f"at the end  {cost[-1]:.1f}")
print(f"elsewhere, at the end  {other[-1]:.1f}")
eighths = [round(depth * k / 8) - 1 for k in range(2, 9)]
columns = {"after block": eighths, "bits": cost[eighths]}
table(columns | {"of what came elsewhere": other[eighths]}, decimals=1)
# --8<-- [end:table]

# --8<-- [start:check]
assert first > depth / 2, "half of the way is enough"
assert cost[-1] < even / 2, "it cannot be read at the end"
# control: what came elsewhere is not what is read
assert other[-1] > 2 * cost[-1], "it reads common tokens alone"
# --8<-- [end:check]
