"""Does one line about who it is change what it wants?"""

# --8<-- [start:roles]
import torch

from perspectives.measure import DATA, chat, first_tokens, next_token

lines = (DATA / "wants.txt").read_text().splitlines()
roles = [line.split("|") for line in lines]  # who, what; two a pair
things = first_tokens(f" {what}" for _, what in roles)
own = torch.arange(len(roles))
i, j = own.view(-1, 2).T  # the two of each pair
# --8<-- [end:roles]


# --8<-- [start:demo]
def wants(line, ask="What do you want?"):
    """log2 P of each thing, after each persona's line: (20, 20)."""
    chats = [chat(ask, line.format(who)) for who, _ in roles]
    return next_token([c + "I want the" for c in chats])[:, things]


said = {
    "you are": wants("You are a {}."),
    "next door": wants("There is a {} next door."),
    "you are not": wants("You are not a {}."),
    "the word": wants("The word is {}."),
}
# --8<-- [end:demo]

# --8<-- [start:both]
# Both at once, in both orders: does it matter which of them it is?
both = []
for a, b in [*zip(i, j), *zip(j, i)]:
    one = f"You are a {roles[a][0]}."
    other = f"There is a {roles[b][0]} next door."
    for line in (f"{one} {other}", f"{other} {one}"):
        text = chat("What do you want?", line) + "I want the"
        bits = next_token(text)[0, things]
        both.append(bits[a] - bits[b])
both = torch.stack(both).view(2, len(i), 2).mean((0, 2))
# --8<-- [end:both]

# --8<-- [start:table]
from perspectives.measure import student, table, wilson

best = [(x.argmax(0) == own).sum().item() for x in said.values()]
gain = [
    (x[i, i] - x[i, j] - x[j, i] + x[j, j]) / 2 for x in said.values()
]
gain += [gain[0] - gain[1], both]
ends = [student(values) for values in gain]
mean = [(low + high) / 2 for low, high in ends]
half = [(high - low) / 2 for low, high in ends]
columns = {"line": list(said), "right": best, "of": [len(own)] * 4}
columns["interval"] = [wilson(k, len(own)) for k in best]
table(columns | {"bits": mean[:4], "+-": half[:4]}, decimals=1)
columns = {"and": ["own less next door", "own, if both are told"]}
columns |= {"bits": mean[4:], "+-": half[4:], "pairs": [len(i)] * 2}
table(columns, decimals=1)
# --8<-- [end:table]

# --8<-- [start:figure]
from matplotlib.colors import LinearSegmentedColormap

from perspectives.figure import INK, MODEL, axes, show

blues = LinearSegmentedColormap.from_list("", [f"{MODEL}00", MODEL])
fig, panels = axes(240, ncols=2, sharey=True)
titles = "You are a …", "There is a … next door"
middle = i / 2 + 0.5
for ax, title, x in zip(panels, titles, said.values()):
    more = (x - x.mean(0))[i][:, i]  # than after the other lines
    ax.pcolormesh(more, cmap=blues, vmin=0, vmax=9)
    ax.plot(middle, middle, "s", color=INK, fillstyle="none", ms=14)
    ax.set_xticks(middle, [roles[k][1] for k in i], rotation=90)
    ax.set_yticks(middle, [roles[k][0] for k in i])
    ax.set_title(title)
    ax.grid(False)
ax.invert_yaxis()
told = ", ".join(f"{k} with {name}" for k, name in zip(best, said))
show(fig, f"Of {len(own)} things, right guesses: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert best[0] >= 13 and mean[0] > 3, "the line changes nothing"
assert mean[1] > 2 * mean[0] / 3, "only a line about itself counts"
assert ends[3][0] > 0, "the word without a sentence does nothing"

# control: about somebody else the same words do as much
low, high = ends[4]
assert low < 0 < high < 3, "whose line it is makes the difference"
assert -1 < ends[5][0] < ends[5][1] < 1, "it knows which one it is"
# --8<-- [end:check]
