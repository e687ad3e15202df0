"""Which heads find where the present token stood before?"""

# --8<-- [start:materials]
import random

import torch

from perspectives.model import load

model, _ = load()  # the code names its layers
rng, n = random.Random(0), 40
lines = [rng.sample(range(1000, 40000), n) for _ in range(4)]
again = [rng.sample(line, n) for line in lines]  # in another order
# --8<-- [end:materials]


# --8<-- [start:demo]
def scores(first, second):
    """Attention to what followed the same token in the first half."""
    both = zip(first, second, strict=True)
    ids = torch.tensor([a + b for a, b in both])
    seen = model.model(ids, output_attentions=True).attentions
    # n - 1 places back: (line, head, token) in every layer
    return torch.stack([a.diagonal(1 - n, 2, 3)[..., 1:] for a in seen])


score = scores(lines, lines).mean((1, 3))  # (layer, head)
# --8<-- [end:demo]

# --8<-- [start:table]
shuffled = scores(lines, again).mean((1, 3))
order = score.flatten().argsort(descending=True).tolist()
top = [divmod(i, 9) for i in order[:6]]
print("head  finds  second half shuffled")
for a, b in top:
    print(f"{a}.{b}  {score[a, b]:5.2f}  {shuffled[a, b]:20.2f}")
print(f"median of 270  {score.median():.2f}")
print(f"highest of 270, shuffled  {shuffled.max():.2f}")
# --8<-- [end:table]

# --8<-- [start:check]
found = {(17, 3), (17, 4), (18, 6), (18, 7)}
assert set(top[:4]) == found, "others lead"
assert score[:17].max() < 0.1 and score.median() < 0.1, "many do it"
# control: the same tokens again, in another order
assert shuffled.max() < 0.2, "they look there whatever stands there"
# --8<-- [end:check]
