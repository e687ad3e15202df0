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
# Both companies are named; only what is said of them changes.
roles = f"{who}, trained by {{}}, who reads about {{}}".format
shift["by it, reads Acme"] = odds(roles("Hugging Face", "Acme"))
shift["by Acme, reads it"] = odds(roles("Acme", "Hugging Face"))
gap = shift["by it, reads Acme"] - shift["by Acme, reads it"]
# --8<-- [end:both]

# --8<-- [start:table]
from perspectives.measure import greedy, student, table

controls = ("not trained by", "who reads about", "user likes Acme")
names, n = ["SmolLM", "Hugging", "Acme"], len(asked)
means = [values.mean().item() for values in shift.values()]
ends = [student(values) for values in shift.values()]
columns = {"message or turn": list(shift), "mean": means}
columns["+-"] = [(high - low) / 2 for low, high in ends]
table(columns | {"of": [n] * len(shift)}, decimals=1)
low, high = student(gap)
columns = {"both named": ["what is said"], "bits": [(low + high) / 2]}
table(columns | {"+-": [(high - low) / 2]}, decimals=1)
replies = greedy([chat(question) for question in asked], 16)
spoken = [sum(name in text for text in replies) for name in names]
table({"in greedy replies": names, "found": spoken, "of": [n] * 3})
print("who made you?  ", replies[0].split(".")[0])
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(270)
ax.axvline(0, color=SOFT, linewidth=0.7)
ax.hlines(list(shift), *zip(*ends), color=MODEL)
for name, mean in zip(shift, means):
    fill = "none" if name in controls else "full"
    ax.plot(mean, name, "o", color=MODEL, fillstyle=fill)
ax.invert_yaxis()
ax.grid(False)
ax.set_xlabel("bits:  ← Acme  |  Hugging Face →")
told = ", ".join(f"{m:.1f} with {k}" for k, m in zip(shift, means))
show(fig, f"Mean odds of Hugging over Acme in bits: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
mean = dict(zip(shift, means))
assert mean["the default"] > mean["names nobody"] + 10, (
    "the message should make its maker likelier"
)
assert ends[4][1] < ends[0][0], "Acme's message should name Acme"
assert mean["user objects"] < mean["the default"] - 5, (
    "one sentence of the user should undo much of it"
)
assert spoken[1] == 0, "a reply names the maker"
assert chat("Hi") == chat("Hi", default), "this is not the default"
assert low > 0, "what is said of the names does nothing"

# control: to mention the maker, or to deny it, does most of it
for name in "not trained by", "who reads about":
    gained = mean[name] - mean["names nobody"]
    assert gained > (mean["the default"] - mean[name]) * 2, (
        "it takes the statement, the name alone does little"
    )
# --8<-- [end:check]
