"""Does a plain transcript tell a model whose turn is next?"""

# --8<-- [start:chats]
from itertools import cycle

import torch

from perspectives.measure import DATA, first_tokens, greedy, next_token

chats = (DATA / "chats.txt").read_text().splitlines()
others = (DATA / "questions.txt").read_text().split("\n\n")[1]
# the first twelve were looked at beforehand, the others were not
chats = [row.split("|") for row in chats + others.splitlines()]
header = "A conversation with a helpful AI assistant.\n\n"
named = "A conversation of User and Assistant.\n\n"
people, alone = ("Anna", "Ben"), ("User", "User")
roles = ("User", "Assistant")
# --8<-- [end:chats]


# --8<-- [start:demo]
def told(names, said):
    """The lines of a talk, each after the name of who says it."""
    lines = zip(cycle(names), said)
    return "".join(f"{name}: {line}\n" for name, line in lines)


def chances(names, head="", example=None):
    """P(each name) after the first and the second: (2, chat, 2)."""
    texts = []
    for last in (1, 2):
        for before, chat in zip([chats[-1], *chats], chats):
            shown = told(example, before) if example else ""
            texts.append(head + shown + told(names, chat[:last]))
    p = next_token(texts).exp2()[:, first_tokens(names)]
    return p.view(2, len(chats), 2)


# --8<-- [end:demo]

# --8<-- [start:shown]
found = {
    "nothing": chances(roles),
    "a header": chances(roles, header),
    "an example": chances(roles, example=roles),
    "both": chances(roles, header, roles),
    "Anna and Ben": chances(people, example=people),
    "both named": chances(roles, named),
    "named, User alone": chances(roles, named, alone),
}
# --8<-- [end:shown]

# --8<-- [start:table]
from perspectives.measure import table, wilson

n, right = len(chats), {}  # is the one who did not speak likelier?
for name, p in found.items():
    lead = p[..., 0] - p[..., 1]  # of the first speaker
    right[name] = torch.stack([lead[0] < 0, lead[1] > 0]).int()
counts = {name: x.sum(1).tolist() for name, x in right.items()}
columns = {"shown before": list(found)}
columns["after the first"] = [x for x, _ in counts.values()]
columns["after the second"] = [x for _, x in counts.values()]
columns["of"] = [n] * len(found)
columns["of both"] = [wilson(sum(x), 2 * n) for x in counts.values()]
columns["P(second)"] = [
    p[0, :, 1].mean().item() for p in found.values()
]
columns["P(first)"] = [p[1, :, 0].mean().item() for p in found.values()]
table(columns)
for name in ("nothing", "an example"):
    print(f"new chats, {name}  {right[name][:, 12:].sum()}")
print(f"of the new chats  {2 * (n - 12)}")
starts = [told(roles, chat[:1]) + "Assistant:" for chat in chats]
said = greedy(starts, 24)
print(f"goes on as the user  {sum('User:' in x for x in said)}")
# --8<-- [end:table]

# --8<-- [start:check]
total = {name: sum(x) for name, x in counts.items()}
assert total["an example"] > 1.7 * n, "one example is not enough"
assert total["Anna and Ben"] > 1.7 * n, "only names of roles do"
# controls: without an example, and after one where nobody answers
assert total["nothing"] < 1.5 * n, "it needs no example"
assert counts["named, User alone"][0] < n / 4, (
    "the example does not count"
)
# --8<-- [end:check]
