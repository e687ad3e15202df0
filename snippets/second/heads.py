"""Do some heads find where the present token stood before?"""

# --8<-- [start:lists]
import random

import torch

from perspectives.measure import table
from perspectives.model import load

model, tokenizer = load()
rng, n, start = random.Random(1), 40, tokenizer("").input_ids
lists = [rng.sample(range(1000, 40000), n) for _ in range(8)]
again = [rng.sample(some, n) for some in lists]  # in another order
# --8<-- [end:lists]


# --8<-- [start:demo]
def finds(first, second):
    """Attention to what followed the same token: (layer, head)."""
    ids = [start + a + b for a, b in zip(first, second)]
    run = model(torch.tensor(ids), output_attentions=True)
    seen = torch.stack(run.attentions).diagonal(1 - n, 3, 4)
    return seen[..., len(start) + 1 :].mean((1, 3))


score = finds(lists[:4], lists[:4])
fresh = finds(lists[4:], lists[4:])  # lists not used to choose heads
mixed = finds(lists[4:], again[4:])
# --8<-- [end:demo]

# --8<-- [start:table]
top = score.flatten().argsort(descending=True)[:4].tolist()
names = ["{}.{}".format(*divmod(i, score.shape[1])) for i in top]
columns = {
    "by score": [f"rank {i}" for i in range(1, 5)],
    "head": names,
}
for name, s in (("finds", score), ("fresh", fresh), ("mixed", mixed)):
    columns[name] = s.flatten()[top]
table(columns)
print(f"heads  {score.numel()}")
print(f"median  {fresh.median():.3f}")
print(f"highest, mixed  {mixed.max():.2f}")
# --8<-- [end:table]

# --8<-- [start:check]
assert fresh.flatten()[top].min() > 0.3, "they do not find it"
assert fresh.median() < 0.1, "most heads do"
# control: the same tokens again, in another order
assert mixed.max() < 0.2, "they look there whatever stands there"
# --8<-- [end:check]
