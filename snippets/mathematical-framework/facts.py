"""Where does a fact sit, and when does it move?"""

# --8<-- [start:materials]
import torch

from perspectives.inside import blocks, replace
from perspectives.measure import (
    DATA,
    first_tokens,
    next_token,
    student,
    table,
)

rows = (DATA / "famous.txt").read_text().splitlines()[:12]
towns, lands = zip(*(row.split() for row in rows), strict=True)
texts = [f"The city of {t} is located in the country of" for t in towns]
own = first_tokens(f" {land}" for land in lands)
row, other = torch.arange(12), own.roll(-5)  # of another city
places = {"name": -7, "located": -5, "country": -2, "of": -1}
depths = [0, 10, 22, 23, 24]
# --8<-- [end:materials]


# --8<-- [start:demo]
where = torch.tensor(list(places.values())).repeat_interleave(12)


def put(x):
    """At one place, what another city left there."""
    if len(x) == 1:  # the words before the name, which all share
        return x
    place = torch.arange(x.shape[1]) - x.shape[1]
    theirs = x.unflatten(0, (4, 12)).roll(-5, 1).flatten(0, 1)
    return torch.where((place == where[:, None])[..., None], theirs, x)


given = {}
for depth in depths:
    with replace(blocks()[depth], put):
        p = next_token(texts * 4).exp2().view(4, 12, -1)
    for name, each in zip(places, p, strict=True):
        given[depth, name] = each[row, other]
# --8<-- [end:demo]

# --8<-- [start:table]
p = next_token(texts).exp2()
alone = p[row, other].mean().item()
print(f"P(its own country)  {p[row, own].mean():.2f}")
print(f"P(the other, nothing put in)  {alone:.2f}")
print(f"cities  {len(towns)}")
columns = {"after block": depths}
for name in places:
    columns[name] = [given[d, name].mean().item() for d in depths]
table(columns)
spans = {d: student(given[d, "name"]) for d in (22, 23)}
for d, (low, high) in spans.items():
    print(f"at the name, after {d}, 95 %  {low:z.2f} to {high:z.2f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(200)
words = ["Paris", "is", "located", "in", "the", "country", "of"]
for x, name in zip((0, 2, 5, 6), places, strict=True):
    for y, depth in enumerate(depths):
        p = given[depth, name].mean().item()
        ax.bar(
            x, 0.9, 0.9, y - 0.45, color=MODEL, alpha=round(p / 2, 1)
        )
        ax.text(x, y, f"{p:.2f}", ha="center", va="center", color=INK)
ax.set_xticks(range(7), words)
ax.set_yticks(range(5), depths)
ax.set(ylabel="put in after block")
ax.grid(visible=False)
a, b = (given[22, x].mean() for x in ("name", "of"))
c, d = (given[23, x].mean() for x in ("name", "of"))
said = f"after block 22 at the name {a:.2f}, at the end {b:.2f}"
show(fig, f"The other country: {said}; after 23 {c:.2f} and {d:.2f}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert a > 0.7 and b < 0.1, "after block 22 it hangs on the name"
assert c < 0.1 and d > 0.4, "after block 23 it is at the last word"
# controls: other words of the sentence, and nothing put in
others = [given[d, x].mean() for d in depths for x in list(places)[1:3]]
assert max(others) < 0.3, "any position would do"
assert alone < 0.05, "the other country comes of its own"
# --8<-- [end:check]
