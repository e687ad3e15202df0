"""Must the adjective modify the noun, or only stand before it?"""

# --8<-- [start:materials]
from perspectives.measure import DATA, log_odds, student, table, wilson

rows = (DATA / "farm.txt").read_text().splitlines()
items = [row.split() for row in rows]  # black horse grey dog
frames = {
    "both": "I saw a {a} {c} and a {b} {d}. I fed the",
    "modifies, apart": "I saw a {c} that was {a} and a {d} that was "
    "{b}. I fed the",
    "salad, next": "and {a} {c} saw of the {b} {d} a I. fed the",
    "sentence, neither": "I saw a {c} by a {a} wall and a {d} by a {b} "
    "wall. I fed the",
    "salad, neither": "and {a} of {b} saw the {c} a {d} I. fed the",
}
# --8<-- [end:materials]


# --8<-- [start:demo]
def pulls(frame):
    """How far each adjective moves the odds to its noun, in bits."""
    starts = [frame.format(a=a, b=b, c=c, d=d) for a, c, b, d in items]
    c, d = ([f" {item[i]}" for item in items] for i in (1, 3))
    odds = []
    for i in (0, 2):  # it ends in one adjective, or in the other
        ends = [row[i] for row in items]
        texts = map(" ".join, zip(starts, ends, strict=True))
        odds.append(log_odds(list(texts), c, d))
    return (odds[0] - odds[1]) / 2


pull = {name: pulls(frame) for name, frame in frames.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
hits = [(x > 0).sum().item() for x in pull.values()]
spans = [student(x) for x in pull.values()]
rates = [wilson(k, len(items)) for k in hits]
columns = {
    "pair": list(pull),
    "pull, bits": [x.mean().item() for x in pull.values()],
    "95 % interval": [f"{a:.1f} to {b:.1f}" for a, b in spans],
    "right way": hits,
    f"of {len(items)}": [f"{a:.2f} to {b:.2f}" for a, b in rates],
}
table(columns, 1)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, SOFT, axes, show

fig, ax = axes(150)
for y, (x, span) in enumerate(zip(pull.values(), spans, strict=True)):
    shade = INK if y > 2 else MODEL
    ax.plot(x, [y + 0.22] * 16, "|", color=SOFT, markersize=7)
    ax.plot(span, [y, y], color=shade, lw=3)
ax.set(xlabel="pull, bits", ylim=(4.5, -0.4))
ax.set_yticks(range(5), list(pull))
ax.grid(visible=False)
ax.axvline(0, color=INK, lw=0.8)
said = ", ".join(f"{k} {x.mean():.1f}" for k, x in pull.items())
show(fig, f"How far the adjective pulls to its noun, in bits: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
means = [x.mean() for x in pull.values()]
both, modifies, following, sentence, salad = means
assert both > 3.5, "the black one should be told from the grey one"
assert following > 1.1, "without a sentence nothing is left"
assert modifies > 1.1, "without adjacency nothing is left"
assert both > max(modifies, following) + 1.4, "one of them is enough"
# controls: the adjectives of other nouns; and neither, in a salad
assert abs(sentence - modifies) < 1, "it matters whose adjective it is"
assert salad < following - 0.7, "to have met the words is enough"
# --8<-- [end:check]
