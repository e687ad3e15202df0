"""Is the assistant one character among others?"""

# --8<-- [start:frames]
import re

from perspectives.measure import DATA, chat, cost, student, table

text = (DATA / "selves.txt").read_text()
parts = dict(re.findall(r"\[(.*)\]\n((?:.+\n?)+)", text))
messages = parts.pop("messages").strip().split("\n")
sizes = [part.count("|") for part in parts.values()]  # pairs in each
lines = re.split(r"[|\n]", "".join(parts.values()).strip())
asked = "Tell me about yourself."
default = chat(asked)
frames = {"as it comes": default}
frames["no message"] = default[default.index("<|im_start|>user") :]
# --8<-- [end:frames]


# --8<-- [start:demo]
def odds(frame):
    """Bits by which the first of each pair leads: three parts."""
    bits = cost(frame, lines).view(-1, 2)
    return (bits[:, 1] - bits[:, 0]).split(sizes)


frames |= {
    k: chat(asked, s) for k, s in (x.split("|") for x in messages)
}
found = {name: odds(frame) for name, frame in frames.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import greedy

means = {k: [x.mean().item() for x in y] for k, y in found.items()}
columns = {"message": list(found)}
columns["of itself"] = [x[0] for x in means.values()]
columns["interval"] = [student(x[0]) for x in found.values()]
columns["of others"] = [x[1] for x in means.values()]
table(columns | {"of": sizes[:1] * len(found)}, decimals=1)
rest = dict(found)
nurse = rest.pop("a nurse")  # against each of the other messages
shift = {k: [x - y for x, y in zip(nurse, z)] for k, z in rest.items()}
size = {k: [x.abs().mean().item() for x in y] for k, y in shift.items()}
columns = {"the nurse": [f"against {k}" for k in shift]}
columns["change"] = [x[0].mean().item() for x in shift.values()]
columns["interval"] = [student(x[0]) for x in shift.values()]
kinds = ["itself", "others", "neutral"]
columns |= dict(zip(kinds, zip(*size.values())))
table(columns, decimals=1)
# to be the nurse or to be denied it: the mention is the same
one, other, _ = shift["not a nurse"]
rows = {"of itself": one, "of others": other, "beyond": one - other}
columns = {"told or denied": [f"the part, {k}" for k in rows]}
columns["bits"] = [x.mean().item() for x in rows.values()]
table(columns | {"interval": map(student, rows.values())}, decimals=1)
said = dict(zip(found, greedy(list(frames.values()), 16)))
says = [f"says, {k}" for k in said]
table({"message": says, "says": list(map(repr, said.values()))})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(250)
ax.axvline(0, color=SOFT)
for name, (one, other, _) in means.items():
    ax.plot([one, other], [name] * 2, color=MODEL, lw=0.7)
    ax.plot(one, name, "o", color=MODEL)
    ax.plot(other, name, "o", color=MODEL, fillstyle="none")
ax.set(xlabel="bits:  ← a person  |  a machine →", ylim=(7.6, -0.6))
told = ", ".join(f"{k} {x[0]:.1f}" for k, x in means.items())
show(fig, f"Bits by which it calls itself a machine: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert student(shift["as it comes"][0])[1] < -2, "no part is heard"
assert "AI" in said["as it comes"], "by default it is an AI"
assert "AI" not in said["a helper"], "it is an AI without the word"

# control: against no message at all, the change is not established
assert student(shift["no message"][0])[1] > 0, "it is: mend the page"
# control: to deny the part, or to tell of it, goes most of the way
start, *ways, end = (
    means[k][0]
    for k in ("as it comes", "not a nurse", "told of", "a nurse")
)
assert max(ways) < (start + end) / 2, "it takes a part"
# ... and with the mention held fixed, a small part is heard
assert student(rows["beyond"])[1] < 0, "of others it says the same"
assert abs(rows["of others"].mean()) < 0.5, "others move as well"
# control: sentences about nobody, whichever way they move
one, _, neutral = size["as it comes"]
assert neutral < one / 2, "any pair of sentences moves"
one, other, _ = (x.mean() for x in shift["as it comes"])
assert other < one / 2, "only what it says of itself moves"
# --8<-- [end:check]
