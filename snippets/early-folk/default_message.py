"""How far does the vendor's own message reach?"""

# --8<-- [start:messages]
from perspectives.measure import DATA, chat, log_odds

lines = (DATA / "makers.txt").read_text().splitlines()
asked = dict(line.split("|") for line in lines)
who = "You are a helpful AI assistant named SmolLM"
default = f"{who}, trained by Hugging Face"
# --8<-- [end:messages]


# --8<-- [start:demo]
def odds(system, before=""):
    """Bits by which Hugging is likelier than Acme: (questions,)."""
    chats = [chat(before + q, system) + a for q, a in asked.items()]
    return log_odds(chats, " Hugging", " Acme")


shift = {
    "names nobody": odds(f"{who}, who says what it thinks"),
    "the default": odds(default),
    "not trained by": odds(f"{who}, not trained by Hugging Face"),
    "who reads about": odds(f"{who}, who reads about Hugging Face"),
    "another vendor's": odds(f"{who}, trained by Acme"),
    "user objects": odds(default, "Acme trained you. "),
    "user likes Acme": odds(default, "I like Acme. "),
}
# --8<-- [end:demo]

# --8<-- [start:both]
import torch

# Both companies are named, in both orders; what is said changes.
forms = (
    f"{who}, who was trained by {{0}} and reads about {{1}}",
    f"{who}, who reads about {{1}} and was trained by {{0}}",
)
names = ("Hugging Face", "Acme")
by_it, by_acme = (
    torch.stack([odds(form.format(*order)) for form in forms])
    for order in (names, names[::-1])
)
shift["by it, reads Acme"] = by_it.mean(0)
shift["by Acme, reads it"] = by_acme.mean(0)
gaps = dict(zip(("trainer first", "trainer last"), by_it - by_acme))
gaps["what is said"] = (by_it - by_acme).mean(0)
# control: openings that do not say "trained by" as the message does
own = [not x.endswith("trained by") for x in asked.values()]
gaps["in other words"] = gaps["what is said"][own]
# --8<-- [end:both]

# --8<-- [start:table]
from perspectives.measure import greedy, student, table


def summed(values):
    """Means, with the half widths of their 95 % intervals."""
    low, high = torch.tensor([student(x) for x in values]).T
    columns = {"mean": (low + high) / 2, "+-": (high - low) / 2}
    return columns | {"of": [len(x) for x in values]}


reach = summed(shift.values())
table({"message or turn": list(shift)} | reach, decimals=1)
apart = summed(gaps.values())
table({"both named": list(gaps)} | apart, decimals=1)
replies = greedy(list(map(chat, asked)), 60)
spoken = ["SmolLM", "Hugging", "Acme"]
found = [sum(name in text for text in replies) for name in spoken]
of = [len(replies)] * 3
table({"in greedy replies": spoken, "found": found, "of": of})
print("who made you?  ", replies[0].split(".")[0])
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(270)
ax.axvline(0, color=SOFT, linewidth=0.7)
means, halves = reach["mean"], reach["+-"]
ax.hlines(list(shift), means - halves, means + halves, color=MODEL)
controls = ("not trained by", "who reads about", "user likes Acme")
for name, mean in zip(shift, means.tolist()):
    fill = "none" if name in controls else "full"
    ax.plot(mean, name, "o", color=MODEL, fillstyle=fill)
ax.invert_yaxis()
ax.grid(False)
ax.set_xlabel("bits:  ← Acme  |  Hugging Face →")
told = ", ".join(f"{m:.1f} with {k}" for k, m in zip(shift, means))
show(fig, f"Mean odds of Hugging over Acme in bits: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
mean = dict(zip(shift, means.tolist()))
assert mean["the default"] > mean["names nobody"] + 10, "no reach"
assert means[4] + halves[4] < means[0] - halves[0], "it names no Acme"
assert mean["user objects"] < mean["the default"] - 5, "it holds"
assert found[1] == 0, "a reply names the maker"
assert chat("Hi") == chat("Hi", default), "this is not the default"
# control: both orders, and openings with words of their own
assert (apart["mean"] > apart["+-"]).all(), "order or copying does it"

# control: to mention the maker, or to deny it, does most of it
for name in "not trained by", "who reads about":
    gained = mean[name] - mean["names nobody"]
    assert gained > (mean["the default"] - mean[name]) * 2, (
        "it takes the statement, the name alone does little"
    )
# --8<-- [end:check]
