"""How many random vectors fit into a sum?"""

# --8<-- [start:task]
import math
import random

import numpy as np
import torch

n = 20_000
rng = np.random.RandomState(0)
random.seed(0)


def read_back(d, k, trials=20):
    """The share of k unit vectors, of n in d dimensions, that can be
    read back at once from their sum.
    """
    v = torch.tensor(rng.randn(n, d), dtype=torch.float32)
    v = torch.nn.functional.normalize(v)
    drawn = [random.sample(range(n), k) for _ in range(trials)]
    found = (v[torch.tensor(drawn)].sum(1) @ v.T).topk(k).indices
    hits = sum(
        len(set(a) & set(b))
        for a, b in zip(drawn, found.tolist(), strict=True)
    )
    return hits / k / trials


# a vector outside the sum gets a dot product of about sqrt(k / d);
# of n such numbers the largest is about sqrt(2 log n) times that.
# At which k does it reach 1? Try your k for d = 72, 144, 288, 576.
# --8<-- [end:task]

# --8<-- [start:solution]
got, crowd = {}, {}
print("dimensions   k  read back  with 4 k")
for d in (72, 144, 288, 576):
    k = round(d / (2 * math.log(n)))
    got[d], crowd[d] = read_back(d, k), read_back(d, 4 * k)
    print(f"{d:10}  {k:2}  {got[d]:9.2f}  {crowd[d]:8.2f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert min(got.values()) > 0.75, "the rule promises too much"
assert max(got.values()) - min(got.values()) < 0.2, (
    "room does not grow in step with the dimensions"
)
# control: four times as many do not fit
assert max(crowd.values()) < min(got.values()) - 0.2, (
    "any number can be read back, so the rule is no limit"
)
# --8<-- [end:check]
