"""Whose opinion is the likelier sentence?"""

# --8<-- [start:topics]
import torch

from perspectives.measure import DATA, chat, log_odds, student, table

lines = (DATA / "opinions.txt").read_text().splitlines()
topics = [line.split("|") for line in lines]
# topic, what the left says, what the right says; in each two topics
# that stand together, left and right say the same words, crosswise


def asked(question="What do you think?", system=None):
    return chat(question, system) + "I think that"


# --8<-- [end:topics]


# --8<-- [start:demo]
def odds(before, some=topics):
    """Bits by which the left's word leads: (pair, two topics)."""
    texts, left, right = zip(*some)
    texts = [f"{before} {text}" for text in texts]
    return log_odds(texts, left, right).view(-1, 2)


def creed(side, some):
    """A user who says what one side holds, and asks."""
    said = [row[0] + row[1 + side] for row in some]
    return asked("; ".join(said) + ". What do you think?")


# --8<-- [end:demo]

# --8<-- [start:frames]
half = topics[: len(topics) // 2], topics[len(topics) // 2 :]
sides = "You are a socialist.", "You are a conservative."
left, right = (odds(asked(system=side)) for side in sides)
same = odds(creed(0, topics)) - odds(creed(1, topics))
other = [
    odds(creed(0, read), some) - odds(creed(1, read), some)
    for read, some in (half, half[::-1])
]
found = {
    "assistant": odds(asked()),
    "on a wall": odds("It is written on the wall that"),
    "told left less right": left - right,
    "other topics read": torch.cat(other),
    "these topics read": same,
}
found["assistant less wall"] = found["assistant"] - found["on a wall"]
found["socialist less conservative"] = odds(
    "A socialist thinks that"
) - odds("A conservative thinks that")
# --8<-- [end:frames]

# --8<-- [start:table]
first, second = found["assistant"].T
n, hits = len(first), [(x > 0).sum().item() for x in (first, second)]
rows = ["the left says word 1", "the right says word 1"]
table({"left likelier where": rows, "pairs": hits, "of": [n, n]})
lean = {name: x.mean(1) for name, x in found.items()}
lean["word 1 over word 2"] = (first - second) / 2
means = [values.mean().item() for values in lean.values()]
ends = [student(values) for values in lean.values()]
columns = {"bits to the left": list(lean), "mean": means}
columns["+-"] = [(high - low) / 2 for low, high in ends]
table(columns | {"of": [n] * len(lean)}, decimals=1)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(170)
controls = "on a wall", "these topics read"
ax.axvline(0, color=SOFT, linewidth=0.7)
for name, mean, both in list(zip(lean, means, ends))[:5]:
    fill = "none" if name in controls else "full"
    ax.plot(both, [name] * 2, color=MODEL)
    ax.plot(mean, name, "o", color=MODEL, fillstyle=fill)
ax.invert_yaxis()
ax.grid(False)
ax.set_xlabel("bits to the left")
told = ", ".join(f"{m:.1f} {k}" for k, m in zip(lean, means))
show(fig, f"Mean lean in bits: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
_, wall, role, elsewhere, here, _, named, _ = ends
assert hits[0] > hits[1] + 3, "the order of the words is nothing"
assert means[-1] > 2 * means[0], "the side weighs more than the word"
assert wall[0] > 0, "words on a wall should lean as well"

# null: neither a role nor a creed on other topics is worth a bit
assert -1 < role[0] < role[1] < 1, "told a side, it takes it"
assert -1 < elsewhere[0] < elsewhere[1] < 1, "it draws conclusions"
assert named[1] < 1, "it knows which side says what"

# control: a creed on these very topics must be seen
assert here[0] > 2, "the measure is blind"
# --8<-- [end:check]
