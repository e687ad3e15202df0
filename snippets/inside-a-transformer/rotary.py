"""How does a head know which word came one before?"""

# --8<-- [start:materials]
import torch
from numpy.random import RandomState

from perspectives.inside import blocks, read
from perspectives.measure import DATA
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
text = (DATA / "prose.txt").read_text()
ids = tokenizer(text, return_tensors="pt").input_ids[:, :400]
parts = [block.self_attn for block in blocks()]


def averages(kind):
    """The mean query or key of each head before it is turned."""
    with read(*(getattr(part, kind) for part in parts)) as seen:
        model.model(ids)
    return torch.stack(seen)[:, 0, 10:].mean(1).unflatten(-1, (-1, 64))


q = averages("q_proj")  # (layer, head, 64)
k = averages("k_proj").repeat_interleave(3, 1)  # three heads share
# --8<-- [end:materials]


# --8<-- [start:demo]
speed = 100_000 ** (-torch.arange(32) / 32)  # of 32 hands
distance = torch.arange(25)
turn = torch.exp(1j * torch.outer(distance, speed))


def by_distance(turn):
    """The score that each head's query gives a key so far back."""
    a, b = (torch.complex(*x.chunk(2, -1)) for x in (q, k))
    return (a * b.conj() @ turn.T).real / 8  # (layer, head, distance)


scores = by_distance(turn)
shares = scores.softmax(-1)
# --8<-- [end:demo]

# --8<-- [start:table]
score, share, other = scores[16, 0], shares[16, 0], scores[17, 3]
seen = model.model(ids, output_attentions=True).attentions
real = seen[16][0, 0].diagonal(-1)[10:].mean()
print("words back  turn, degrees  16.0 scores  its share  17.3 scores")
for i in (0, 1, 2, 3, 4):
    print(
        f"{i:10}  {i * 57.3:13.0f}  {score[i]:11.1f}"
        f"  {share[i]:9.2f}  {other[i]:11.1f}"
    )
print(f"in the text, 16.0 gives the token before  {real:.2f}")
few = (shares[..., 1] > 0.5).sum()
print(f"heads of 270 that give one back more than half  {few}")
deals = [turn[:, RandomState(i).permutation(32)] for i in range(100)]
dealt = [by_distance(x)[16, 0].softmax(-1)[1] > 0.5 for x in deals]
dealt = sum(dealt).item()
print(f"so does 16.0 in 100 deals of the speeds  {dealt}")
round_ = 2 * torch.pi / speed  # tokens
print(f"once round, fastest hand  {round_[0]:.1f}")
print(f"once round, slowest hand  {round_[-1]:,.0f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(150)
ax.plot(distance, score, "o-", color=MODEL)
ax.plot(distance, other - other[0] + score[0], color=INK)
ax.annotate("head 16.0: one back", (1.5, score[1]), color=MODEL)
ax.text(14, -1.4, "head 17.3, moved", color=INK)
ax.set(xlabel="words back", ylabel="score", xticks=range(0, 25, 4))
show(
    fig,
    "The score that the average query of head 16.0 gives the average "
    f"key, by distance: {score[0]:.1f} at 0, {score[1]:.1f} at 1, "
    f"{score[2]:.1f} at 2, below from 3 on; that of head 17.3 is flat",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert score.argmax() == 1 and share[1] > 0.7, "it is not one back"
assert real > 0.7, "nor is it in real text"
assert few < 27, "a tenth of all heads do this"
# controls: a head that looks by content, and hands whose speeds are
# dealt anew
assert other.std() < 0.5, "every head prefers a distance"
assert dealt < 10, "any speeds would do"
# --8<-- [end:check]
