"""Whom is it sorry for?"""

# --8<-- [start:roles]
from perspectives.measure import (
    chat,
    first_tokens,
    next_token,
    student,
    table,
)

pairs = """dog cat, man bear, boy girl, teacher student, king queen,
doctor nurse, mother son, wolf fox, driver cook, farmer horse"""
pairs = [pair.split() for pair in pairs.split(",")]
roles = [both for a, b in pairs for both in ((a, b), (b, a))]
doers, hurt = (
    first_tokens(f" {name}" for name in names) for names in zip(*roles)
)
# --8<-- [end:roles]


# --8<-- [start:demo]
def lead(told, reply):
    """Bits by which the one hurt leads the attacker: (pair,)."""
    chats = [chat(told.format(*both)) for both in roles]
    bits, rows = next_token([c + reply for c in chats]), range(20)
    found = bits[rows, hurt] - bits[rows, doers]
    return found.view(-1, 2).mean(1)  # each noun in both roles


told = {
    "A attacked B": "The {0} attacked the {1}.",
    "B was attacked": "The {1} was attacked by the {0}.",
    "it was A": "It was the {0} that attacked the {1}.",
    "it was B": "It was the {1} that the {0} attacked.",
}
sorry = [lead(x, "I feel sorry for the") for x in told.values()]
plain = [lead(x, "You speak of the") for x in told.values()]
# --8<-- [end:demo]

# --8<-- [start:table]
rows = {f"{k}, sorry": x for k, x in zip(told, sorry)}
rows |= {f"{k}, speak": x for k, x in zip(told, plain)}
both = {"sorry": sorry[:2], "it was, sorry": sorry[2:]}
both |= {"speak": plain[:2], "it was, speak": plain[2:]}
for kind, (one, other) in both.items():
    rows[f"first, {kind}"] = (other - one) / 2
    rows[f"hurt, {kind}"] = (other + one) / 2
ends = [student(values) for values in rows.values()]
mean = {k: values.mean().item() for k, values in rows.items()}
columns = {"for B, the one hurt": list(rows)}
columns |= {"bits": list(mean.values())}
columns["+-"] = [(high - low) / 2 for low, high in ends]
columns["above 0"] = [(x > 0).sum().item() for x in rows.values()]
table(columns | {"of": [len(pairs)] * len(rows)}, decimals=1)
# --8<-- [end:table]

# --8<-- [start:check]
assert mean["first, sorry"] > 2 * abs(mean["hurt, sorry"]), (
    "the one who was hurt gets the pity, wherever it is named"
)
assert mean["first, it was, sorry"] > 0.4, "it is grammar, not place"

# control: a reply without pity
assert mean["first, speak"] > 0.7, "place matters to pity alone"
assert mean["hurt, sorry"] > mean["hurt, speak"] + 0.5, (
    "speaking of pity does nothing for the one who was hurt"
)
# --8<-- [end:check]
