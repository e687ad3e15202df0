"""Does it choose as the persona would, if it is offered both?"""

# --8<-- [start:task]
from perspectives.measure import (
    DATA,
    chat,
    first_tokens,
    next_token,
    student,
    table,
)

lines = (DATA / "wants.txt").read_text().splitlines()
roles = [line.split("|") for line in lines]  # sailor, sea, and so on
ask = "Which would you rather have, the {} or the {}?"
start = "I would rather have the"

# a reply that picks up one of two words which it has read: does the
# persona decide which? And if not, what does?
# --8<-- [end:task]

# --8<-- [start:solution]
pairs = list(zip(roles[::2], roles[1::2]))
chats = [
    chat(ask.format(*both), f"You are a {who}.") + start
    for (a, x), (b, y) in pairs
    for who in (a, b)
    for both in ((x, y), (y, x))
]
bits = next_token(chats).view(len(pairs), 4, -1)
odds = []
for found, ((_, x), (_, y)) in zip(bits, pairs):
    one, other = first_tokens([f" {x}", f" {y}"])
    odds.append((found[:, one] - found[:, other]).tolist())
rows = {
    "its own thing gains": [(a + b - c - d) / 4 for a, b, c, d in odds],
    "named first gains": [(a + c - b - d) / 4 for a, b, c, d in odds],
}
ends = [student(values) for values in rows.values()]
mean = [(low + high) / 2 for low, high in ends]
columns = {"offered both": list(rows), "bits": mean, "interval": ends}
table(columns | {"of": [len(pairs)] * 2}, decimals=1)
# --8<-- [end:solution]

# --8<-- [start:check]
(low, high), first = ends
assert -1 < low < 0 < high < 1, "the persona decides after all"
assert mean[1] > 3 * abs(mean[0]), "the order should weigh more"

# control: the order is seen, so the measure is not blind
assert first[0] > 0.3, "named first or last, it is all the same"
# --8<-- [end:check]
