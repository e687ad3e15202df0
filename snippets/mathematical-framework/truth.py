"""Is the direction of truth a direction of truth?"""

# --8<-- [start:materials]
import torch
from numpy.random import RandomState

from perspectives.inside import blocks, read
from perspectives.measure import (
    DATA,
    first_tokens,
    next_token,
    student,
    table,
    wilson,
)

rows = (DATA / "famous.txt").read_text().splitlines()
towns, lands = zip(*(row.split() for row in rows), strict=True)
n = len(towns)
wrong, third = lands[7:] + lands[:7], lands[11:] + lands[:11]
forms = {
    "plain": "The city of {} is in",
    "other words": "You will find {} in",
    "negated": "The city of {} is not in",
    "negated, other": "You will not find {} in",
}
# --8<-- [end:materials]


# --8<-- [start:demo]
def stream(text, its):
    """After block 20, at the full stop of each sentence."""
    texts = [
        f"{text.format(town)} {land}."
        for town, land in zip(towns, its, strict=True)
    ]
    with read(blocks()[20]) as seen:
        next_token(texts)
    return seen[-1][:, -1]


apart = {
    k: stream(v, lands) - stream(v, wrong) for k, v in forms.items()
}
two = [stream(forms["plain"], its) for its in (wrong, third)]
apart["both false"] = two[0] - two[1]
both = (apart["plain"] - apart["negated"]) / 2  # true less false
# --8<-- [end:demo]


# --8<-- [start:table]
def judged(name, made_from):
    """Own land scored higher, by a direction from other cities."""
    ways = [made_from[i::2].mean(0) for i in (1, 0)]
    hits = [apart[name][i::2] @ way > 0 for i, way in enumerate(ways)]
    return torch.cat(hits).sum().item()


own, false = (
    first_tokens(f" {land}" for land in its) for its in (lands, wrong)
)
lead = []  # which does the model itself expect, and by how much?
for text in forms.values():
    p = next_token([text.format(town) for town in towns])
    lead.append(p[range(n), own] - p[range(n), false])
likelier = [(x > 0).sum().item() for x in lead]
score = {k: judged(k, apart["plain"]) for k in apart}
fairer = {k: judged(k, both) for k in apart}
columns = {"sentences": list(apart)}
columns["own land scored truer"] = list(score.values())
columns["95 % interval"] = [wilson(k, n) for k in score.values()]
columns["direction from both"] = list(fairer.values())
columns["found likelier"] = [*likelier, "-"]
table(columns | {"of": [n] * len(apart)})
chance = torch.from_numpy(RandomState(0).randn(200, 576)).float()
by_lot = (apart["plain"] @ chance.T > 0).float().mean(0)
by_lot = torch.maximum(by_lot, 1 - by_lot).mean()  # the better sign
print(f"share for a random direction, plain  {by_lot:.2f}")
for form, x in zip(forms, lead, strict=True):
    print(f"bits by which own leads, {form}  {x.mean():.1f}")
low, high = student(lead[0] - lead[2])
print(f"taken off by the not, 95 %  {low:.1f} to {high:.1f}")
# --8<-- [end:table]

# --8<-- [start:check]
assert min(score["plain"], score["other words"]) >= 15, "no direction"
assert score["negated"] >= 15, "made from plain ones, it heeds a not"
assert fairer["plain"] >= 15, "made from both, it is lost"
assert fairer["negated"] <= 5, "made from both, it heeds no not"
assert low > 0, "its own forecast is deaf to the not"
# control: between two false lands there is nothing to tell
assert 4 <= score["both false"] <= 16, "it prefers one falsehood"
# --8<-- [end:check]
