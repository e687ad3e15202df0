"""Has the stream axes of its own, and what is its first token?"""

# --8<-- [start:demo]
import torch

from perspectives.inside import blocks, read
from perspectives.measure import DATA, table
from perspectives.model import load

model, tokenizer = load()
ids = tokenizer((DATA / "prose.txt").read_text()).input_ids[:144]
with read(blocks()[10], blocks()[11], blocks()[15]) as seen:
    model(torch.tensor(ids).view(6, 24))
rng = torch.Generator().manual_seed(0)
turn = torch.linalg.qr(torch.randn(576, 576, generator=rng)).Q


def loudest(x):
    """The share of its squared length that one number has."""
    return (x.square().amax(-1) / x.square().sum(-1)).mean().item()


rows = {"token 0": seen[2][:, :1], "others": seen[2][:, 1:]}
long = [x.norm(dim=-1).median().item() / 1000 for x in rows.values()]
columns = {"after block 15": list(rows), "thousands long": long}
columns["loudest number"] = own = [*map(loudest, rows.values())]
turned = [loudest(x @ turn) for x in rows.values()]
table(columns | {"on turned axes": turned})
into, out = (x[:, 0].norm(dim=-1).mean() / 1000 for x in seen[:2])
print(f"token 0, into block 11  {into:.2f}")
print(f"token 0, out of it  {out:.2f}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert own[0] > 0.5 and own[1] > 0.15, "no number stands out"
assert out > 20 * into, "block 11 does nothing to the first token"
# control: on other axes the same vectors have no loud number
assert max(turned) < 0.1, "any axes would show a loud number"
# --8<-- [end:check]
