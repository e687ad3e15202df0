"""Is a writer cheaper when the model has read the same writer?"""

# --8<-- [start:texts]
import re

from perspectives.measure import DATA, cost, student, table


def passages(path):
    """Each passage by its topic and its writer."""
    rows = [row.split("|") for row in path.read_text().splitlines()]
    return {(topic, writer): text for topic, writer, *_, text in rows}


files = {"posts": "posters.txt", "papers": "publius.txt"}
texts = {k: passages(DATA / v) for k, v in files.items()}
# the same posts in small letters, with no full stop or comma
texts["bare posts"] = {
    k: re.sub("[^a-z ]", "", text.lower())
    for k, text in texts["posts"].items()
}
# topics that are read, and topics asked; also the other way round
halves = [
    ("posts", ["train", "boiler"], ["cat", "fence"]),
    ("bare posts", ["train", "boiler"], ["cat", "fence"]),
    ("papers", ["faction", "armies"], ["taxes", "power", "critics"]),
    ("papers", ["borders"], ["nations", "treaties"]),
]
halves += [(kind, asked, read) for kind, read, asked in halves]
# --8<-- [end:texts]


# --8<-- [start:demo]
def bits(texts, read, asked):
    """What a passage costs after the topics `read`, by each writer."""
    after, found = [x for x in texts if x[0] in asked], {}
    for writer in dict.fromkeys(writer for _, writer in after):
        before = "\n".join(texts[topic, writer] for topic in read)
        costs = cost(f"{before}\n", [texts[x] for x in after])
        found |= {(writer, *x): b for x, b in zip(after, costs)}
    return found


# --8<-- [end:demo]


# --8<-- [start:table]
from itertools import permutations, product


def saved(found, topics, who, read):
    """Bits that a passage of each topic costs less, so paired."""
    for topic in topics:
        every = [found[r, topic, w].item() for r in who for w in who]
        same = sum(found[r, topic, w].item() for r, w in zip(read, who))
        yield ((sum(every) - same) / (len(who) - 1) - same) / len(who)


lead = {kind: [] for kind, *_ in halves}
own = {kind: [] for kind in lead}
for kind, read, asked in halves:
    found = bits(texts[kind], read, asked)
    who = [writer for t, writer in texts[kind] if t == asked[0]]
    own[kind] += [found[w, t, w].item() for t in asked for w in who]
    # all topics of a half follow the same text, so are paired alike
    ways = permutations(who)  # the true pairs come first
    lead[kind] += [[[*saved(found, asked, who, x)] for x in ways]]
true = [[y for half in x for y in half[0]] for x in lead.values()]
deals = [  # one way for each half, and the mean of what they save
    [sum(map(sum, ways)) / len(topics) for ways in product(*x)]
    for x, topics in zip(lead.values(), true)
]
ends, means = list(map(student, true)), [x[0] for x in deals]
columns = {"whose text was read": list(lead), "bits saved": means}
columns |= {"interval": ends, "topics": list(map(len, true))}
good = [sum(y > x[0] - 0.001 for y in x) for x in deals]
columns["pairings as good"] = good
table(columns | {"of": [f"{len(x):,}" for x in deals]}, decimals=1)
mean = [sum(x) / len(x) for x in own.values()]
names = ["a post", "a bare post", "a paper"]
columns = {"after the same writer": names, "bits": mean}
table(columns | {"passages": list(map(len, own.values()))}, 1)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(180)
ax.axvline(0, color=INK)
for y, (x, m, both) in enumerate(zip(true, means, ends)):
    ax.plot(x, [y + 0.2] * len(x), "|", color=MODEL, alpha=0.5)
    ax.plot(both, [y] * 2, color=MODEL)
    ax.plot(m, y, "o", color=MODEL)
    others = deals[y][1:]  # the control: all pairings but the true
    span = min(others), max(others)
    ax.plot(span, [y + 0.45] * 2, color=MODEL, lw=0.7)
    ax.plot(0, y + 0.45, "o", color=MODEL, fillstyle="none")
ax.set_yticks(range(3), lead)
ax.set(ylim=(2.7, -0.4), xlabel="bits saved on a passage")
told = ", ".join(f"{k} {m:.1f}" for k, m in zip(lead, means))
show(fig, f"Bits saved by having read the same writer: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
posters, bare, statesmen = ends
assert posters[0] > 20, "a poster's manner is not caught"
assert bare[0] > 10, "it was only capitals and full stops"
assert -10 < statesmen[0] < statesmen[1] < 10, "it tells them apart"

# control: every other way to pair who was read with who is asked
assert good[0] == 1, "anybody's posts would do"
assert good[2] > 1, "it tells them apart"
# --8<-- [end:check]
