"""Does it hear that it hates?"""

# --8<-- [start:things]
import torch

from perspectives.measure import DATA, chat, first_tokens, next_token

lines = (DATA / "wants.txt").read_text().splitlines()
nouns = [line.split("|")[1] for line in lines]  # two of each pair
things = first_tokens(f" {noun}" for noun in nouns)
i, j = torch.arange(len(nouns)).view(-1, 2).T
# --8<-- [end:things]


# --8<-- [start:demo]
def gain(line, reply, ask="What do you want?"):
    """Bits by which a thing gains when the line names it: (pair,)."""
    chats = [chat(ask, line.format(noun)) for noun in nouns]
    bits = next_token([c + reply for c in chats])[:, things]
    return (bits[i, i] - bits[i, j] - bits[j, i] + bits[j, j]) / 2


told = {
    "is here": "The {} is here.",
    "love": "You love the {}.",
    "hate": "You hate the {}.",
    "never want": "You never want the {}.",
}
want = {k: gain(line, "I want the") for k, line in told.items()}
shun = {k: gain(line, "I do not want the") for k, line in told.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import student, table

rows = want | {f"{k}, shun": values for k, values in shun.items()}
rows["love less hate"] = want["love"] - want["hate"]
rows["mention less love"] = want["is here"] - want["love"]
rows["mention less hate"] = want["is here"] - want["hate"]
rows["hate less love, shun"] = shun["hate"] - shun["love"]
ends = {k: student(values) for k, values in rows.items()}
mean = {k: values.mean().item() for k, values in rows.items()}
columns = {"told": list(rows), "bits": list(mean.values())}
columns["+-"] = [(high - low) / 2 for low, high in ends.values()]
columns["above 0"] = [(x > 0).sum().item() for x in rows.values()]
table(columns | {"of": [len(i)] * len(rows)}, decimals=1)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(200)
for number, name in enumerate(told):
    colour = MODEL if number else INK
    for k, fill in (name, "full"), (f"{name}, shun", "none"):
        place = number + 0.24 * (k != name)
        ax.plot(ends[k], [place] * 2, color=colour)
        ax.plot(mean[k], place, "o", color=colour, fillstyle=fill)
ax.set_yticks(range(4), [line.format("sea") for line in told.values()])
ax.set(xlabel="bits by which the thing gains", xlim=(0, None))
ax.invert_yaxis()
ax.grid(False)
said = ", ".join(f"{x:.1f} {k}" for k, x in list(mean.items())[:8])
show(fig, f"Gain in bits by what is told, and by reply: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert ends["love less hate"][0] > 0, "love and hate do the same"
assert ends["hate less love, shun"][0] > 0, "hate turns no reply"
assert mean["hate"] > 3, "what it hates it does not name the more"

# control: a sentence without any feeling does as much as love
assert mean["mention less love"] > -1, "love adds to a mention"
# --8<-- [end:check]
