"""Is it the part of an assistant that makes it speak as a machine?"""

# --8<-- [start:frames]
import re

from perspectives.measure import DATA, cost, student, table

text = (DATA / "selves.txt").read_text()
parts = dict(re.findall(r"\[(.*)\]\n((?:.+\n?)+)", text))
del parts["messages"]
sizes = [part.count("|") for part in parts.values()]  # pairs in each
lines = re.split(r"[|\n]", "".join(parts.values()).strip())
ask = "{}: Tell me about yourself.\n{}:"
people = ask.format("Anna", "Ben")
roles = ask.format("User", "Assistant")
talk = "A conversation with a helpful AI assistant.\n\n"
frames = {
    "Anna and Ben": people,
    "User and Assistant": roles,
    "User and AI": ask.format("User", "AI"),
    "headed, Assistant": talk + roles,
    "headed, Ben": talk + people,
    "mentioned, Ben": f"An AI is a computer program.\n\n{people}",
    "friends, Ben": f"Two old friends talk.\n\n{people}",
    "a nurse, Ben": f"Maria is a nurse.\n\n{people}",
}
# --8<-- [end:frames]


# --8<-- [start:demo]
def odds(frame):
    """Bits by which the machine leads: of itself, others, neither."""
    bits = cost(frame, [f" {line}" for line in lines]).view(-1, 2)
    return (bits[:, 1] - bits[:, 0]).split(sizes)


found = {name: odds(frame) for name, frame in frames.items()}
plain = found["Anna and Ben"]
change = {
    name: [x - y for x, y in zip(each, plain)]
    for name, each in found.items()
    if each is not plain
}
# --8<-- [end:demo]

# --8<-- [start:table]
print(f"Anna and Ben, of itself  {plain[0].mean():.1f}")
columns = {"against Anna and Ben": list(change)}
columns["of itself"] = [x[0].mean().item() for x in change.values()]
columns["interval"] = [student(x[0]) for x in change.values()]
columns["of others"] = [x[1].mean().item() for x in change.values()]
columns["neutral"] = [x[2].mean().item() for x in change.values()]
table(columns | {"of": [sizes[0]] * len(change)}, decimals=1)
# the header stays, and only the names of the speakers differ
pairs = zip(found["headed, Assistant"], found["headed, Ben"])
own, others, _ = (x - y for x, y in pairs)
part = {"of itself": own, "of others": others}
part["itself less others"] = own - others
columns = {"by the part": list(part)}
columns["gain"] = [x.mean().item() for x in part.values()]
columns["interval"] = [student(x) for x in part.values()]
table(columns, decimals=1)
# --8<-- [end:table]

# --8<-- [start:check]
name, friends = change["User and AI"], change["friends, Ben"]
assert student(name[0])[0] > 0, "the name does not move it"
gain, beyond = part["of itself"], part["itself less others"]
topic = change["headed, Ben"][0]
assert gain.mean() < topic.mean() / 1.5, "the part does as much"
assert student(beyond)[0] < 0, "more of itself than of others"
# controls: it moves as much in what is said of others, not of itself;
# a header of another kind does not make a machine of it
assert name[1].mean() > name[0].mean() / 2, "it moves of itself alone"
assert friends[0].mean() < name[0].mean() / 2, "any header does"
assert abs(name[2].mean()) < 1, "all sentences move"
# --8<-- [end:check]
