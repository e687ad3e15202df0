"""Which heads find where the present token stood before?"""

# --8<-- [start:demo]
import random

import torch

from perspectives.model import load

model, _ = load()  # the code names its layers
rng, n = random.Random(0), 40
lines = [rng.sample(range(1000, 40000), n) for _ in range(4)]


def scores(first, second):
    """Attention from a token to what followed it in the first half.

    Result: (layer, head, line), averaged over the tokens of a line.
    """
    both = zip(first, second, strict=True)
    ids = torch.tensor([a + b for a, b in both])
    seen = model.model(ids, output_attentions=True).attentions
    back = [a.diagonal(1 - n, 2, 3)[..., 1:].mean(-1).T for a in seen]
    return torch.stack(back)


found = scores(lines, lines)  # every line, twice
shuffled = scores(lines, [rng.sample(line, n) for line in lines])
score = found.mean(-1)
top = [divmod(i, 9) for i in score.flatten().argsort().tolist()[:-5:-1]]

print("head  score  least of 4 lines  second half shuffled")
for layer, head in top:
    print(
        f"{layer}.{head}  {score[layer, head]:.2f}"
        f"  {found[layer, head].min():.2f}"
        f"  {shuffled[layer, head].mean():.2f}"
    )
print(f"median of 270  {score.median():.2f}")
print(f"highest, shuffled  {shuffled.mean(-1).max():.2f}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(190)
grades = (0.1, 8), (0.3, 36), (0.6, 90)
for least, size in grades:
    most = min([g for g, _ in grades if g > least], default=1)
    here = ((score >= least) & (score < most)).nonzero()
    ax.scatter(here[:, 0], here[:, 1], s=size, color=MODEL)
ax.set(xlim=(-1, 30), ylim=(9, -1), xlabel="layer", ylabel="head")
ax.set_yticks(range(0, 9, 2))
ax.grid(visible=False)
for x, (least, size) in zip((0, 7, 14), grades, strict=True):
    ax.scatter(x, -2.2, s=size, color=SOFT, clip_on=False)
    ax.text(x + 1, -2.2, f"{least}", va="center", color=SOFT)
ax.text(20, -2.2, "and more", va="center", color=SOFT)
said = ", ".join(f"{a}.{b} {score[a, b]:.2f}" for a, b in top)
show(
    fig,
    f"Induction scores of 270 heads, highest: {said}; "
    f"none above 0.1 before layer 17",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert set(top) == {(17, 3), (17, 4), (18, 6), (18, 7)}, "others lead"
assert all(found[a, b].min() > 0.4 for a, b in top), "not on all lines"
assert score.median() < 0.1, "most heads do it"

# control: the same tokens again, in another order
assert shuffled.mean(-1).max() < 0.2, (
    "these heads look there whatever stands there"
)
# --8<-- [end:check]
