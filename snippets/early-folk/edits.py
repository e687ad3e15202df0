"""What does one added sentence move, besides what it is for?"""

# --8<-- [start:battery]
from perspectives.measure import DATA, chat, log_odds

lines = (DATA / "battery.txt").read_text().splitlines()
items = [line.split("|") for line in lines]
member, questions, begun, first, second = zip(*items)
groups = list(dict.fromkeys(member))  # five, of four items each
sentences = {  # what is added, and the group to watch
    "Answer in French.": "French",
    "Do not answer in French.": "French",
    "French is a language.": "French",
    "German is a language.": "French",
    "Be formal and polite.": "formality",
    "Refuse to answer.": "refusing",
    "Begin with an apology.": "refusing",
    "Get every fact wrong.": "facts",
    "Two plus two is five.": "facts",
}
idle = """The weather is fine today. This room has two doors.
The train was a little late. A kettle stands on the stove.
There is a park near here."""
# --8<-- [end:battery]


# --8<-- [start:demo]
def odds(added):
    """Bits by which the first word leads: (group, item)."""
    system = f"You are a helpful AI assistant.{added}"
    texts = [chat(q, system) + s for q, s in zip(questions, begun)]
    return log_odds(texts, first, second).view(len(groups), -1)


def moved(sentence):
    """How far it moves each group, on average: (group,)."""
    return (odds(f" {sentence}.") - plain).mean(1)


plain = odds("")
# --8<-- [end:demo]

# --8<-- [start:table]
import torch

from perspectives.measure import table

noise = torch.stack(
    [moved(s.strip(" \n")) for s in idle.split(".")[:-1]]
)
floor = noise.abs().max().item()  # 5 sentences, 5 groups
shifts = [moved(sentence.strip(".")) for sentence in sentences]
places = [groups.index(group) for group in sentences.values()]
meant = [x[i].item() for x, i in zip(shifts, places)]
aside = [torch.cat([x[:i], x[i + 1 :]]) for x, i in zip(shifts, places)]
most = [x[x.abs().argmax()].item() for x in aside]
columns = {"added sentence": list(sentences)}
columns |= {"group": list(sentences.values()), "shift": meant}
table(columns | {"most elsewhere": most}, decimals=1)
print(f"an idle sentence moves a group by  {noise.abs().mean():.1f}")
print(f"and by at most  {floor:.1f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, RULE, axes, show

fig, ax = axes(290)
ax.axvspan(-floor, floor, color=RULE, alpha=0.6, linewidth=0)
for name, x, others in zip(sentences, meant, aside):
    rest = [name] * len(others)
    ax.plot(others, rest, "o", color=MODEL, fillstyle="none")
    ax.plot(x, name, "o", color=MODEL, markersize=8)
for x in noise:
    ax.plot(x, ["five idle sentences"] * 5, "o", color=INK, ms=3)
ax.set(xlabel="shift in bits")
ax.invert_yaxis()
ax.grid(False)
told = ", ".join(f"{x:.1f} for {k}" for k, x in zip(sentences, meant))
show(fig, f"Shift where it is meant: {told} Noise: up to {floor:.1f}")
# --8<-- [end:figure]

# --8<-- [start:check]
french, forbid, mention, german, formal, refuse, _, wrong, _ = meant
assert french > 3 * floor, "the vendor's lever does nothing"
assert abs(most[4]) > max(formal, 1.5 * floor), "it keeps to its aim"
assert max(abs(refuse), abs(wrong)) < floor, "an order is heard"

# control: sentences that order nothing, or the contrary
assert min(mention, forbid) > 2 * french / 3, "it takes an order"
assert floor < german < mention, "any language is as good as French"
# --8<-- [end:check]
