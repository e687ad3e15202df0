"""Asked a bare question, does a model answer it or ask on?"""

# --8<-- [start:items]
import re

from perspectives.measure import DATA, draw, greedy, table, wilson

rows = (DATA / "questions.txt").read_text().split("\n\n")
sets = [[row.split("|") for row in x.splitlines()] for x in rows]
items = sets[0] + sets[1]  # which is of kinds not tried before
frames = {
    "bare": "{0}\n",
    "after a question": "{2}\n{0}\n",
    "after a pair": "{2}\n{3}\n{0}\n",
    "after another kind": "{4}\n{0}\n",
    "after a statement": "The sun is a star.\n{0}\n",
}
# --8<-- [end:items]


# --8<-- [start:demo]
def kind(reply, question, answer):
    """What the first line of a reply is."""
    first = reply.strip().partition("\n")[0]
    if first.startswith(question):
        return "asks the same"
    if re.match(r"(What|Which|Who|Where)\b", first):
        return "asks more"
    named = re.search(rf"\b{answer}\b", first, re.I)
    return "answers" if named else "else"


def asked(frame, i):
    """The frame with item i, the one before it, and another kind."""
    before = items[i - 1 if i % 8 else i + 7]  # eight of a kind
    return frame.format(*items[i], *before, *items[i - 8])


said = {
    name: greedy([asked(frame, i) for i in range(48)], 12)
    for name, frame in frames.items()
}
# --8<-- [end:demo]

# --8<-- [start:table]
said["bare, drawn"] = draw([f"{q}\n" for q, _ in items], 12, seed=0)
kinds = ["answers", "asks more", "asks the same", "else"]
found = {
    name: [kind(reply, *item) for reply, item in zip(replies, items)]
    for name, replies in said.items()
}
counts = {name: [*map(x.count, kinds)] for name, x in found.items()}
columns = {"frame": list(found)} | dict(
    zip(kinds, zip(*counts.values()))
)
ends = [wilson(x[1], len(items)) for x in counts.values()]
table(columns | {"of": [len(items)] * len(found), "asking on": ends})
for name, each in found.items():
    print(f"second set, {name}  {each[24:].count('asks more')}")
print("of the second set  24")
again = [q in reply for reply, (q, _) in zip(said["bare"], items)]
print(f"bare, the same question in 12 tokens  {sum(again)}")
# --8<-- [end:table]

# --8<-- [start:check]
asks = {name: x[1] for name, x in counts.items()}
assert asks["after a question"] > len(items) / 2, "it does not ask on"
# control: the same two lines, with the answer to the first between
assert asks["after a pair"] < asks["after a question"] / 2, (
    "an answer makes no difference"
)
assert asks["bare"] < asks["after a question"] / 2, "it asks on anyway"
# --8<-- [end:check]
