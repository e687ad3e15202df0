"""When does a fact leave the name and reach the last word?"""

# --8<-- [start:materials]
import torch

from perspectives.inside import blocks, replace
from perspectives.measure import DATA, first_tokens, next_token, table

rows = (DATA / "famous.txt").read_text().splitlines()
towns, lands = zip(*(row.split() for row in rows), strict=True)
texts = [f"The city of {t} is located in the country of" for t in towns]
n, own = len(towns), first_tokens(f" {land}" for land in lands)
row, other = torch.arange(n), own.roll(7)  # of another city
# --8<-- [end:materials]


# --8<-- [start:demo]
def put(place):
    """Put in, at one place, what another city left there."""

    def change(x):
        if len(x) == n:  # not the words before it, which all share
            x = x.clone()
            x[:, place] = x[:, place].roll(7, 0)
        return x

    return change


given = {"name": [], "last": []}
for block in blocks():
    for name, place in (("name", -7), ("last", -1)):
        with replace(block, put(place)):
            p = next_token(texts).exp2()
        given[name].append(p[row, other].mean().item())
# --8<-- [end:demo]

# --8<-- [start:table]
p = next_token(texts).exp2()
alone = p[row, other].mean().item()
print(f"cities  {n}\nP(its own country)  {p[row, own].mean():.2f}")
print(f"P(the other, nothing put in)  {alone:.2f}")
most = max(given["name"])
leaves = max(i for i, x in enumerate(given["name"]) if x > most / 2)
comes = min(i for i, x in enumerate(given["last"]) if x > most / 2)
print(f"most, put in at the name  {most:.2f}")
print(f"last block at the name  {leaves}")
print(f"first block at the last word  {comes}")
print(f"blocks  {len(blocks())}")
near = range(leaves - 1, leaves + 4)
columns = {"after block": list(near)}
table(columns | {k: [x[i] for i in near] for k, x in given.items()})
# --8<-- [end:table]

# --8<-- [start:check]
assert alone < 0.05 < 0.3 < most, "another city brings no country"
assert leaves <= comes <= leaves + 3, "it is in two places, or neither"
# control: before it leaves the name, the last word brings nothing
assert max(given["last"][: leaves - 1]) < 0.1, "it was there before"
# --8<-- [end:check]
