"""Asked a bare question, does a model answer it or ask on?"""

# --8<-- [start:items]
import re

from perspectives.measure import DATA, draw, greedy, table, wilson

rows = (DATA / "questions.txt").read_text().split("\n\n")
sets = [[row.split("|") for row in x.splitlines()] for x in rows]
items = sets[0] + sets[1]  # which is of kinds not tried before
frames = {
    "bare": "{0}\n",
    "after a question": "{2}\n{0}\n",
    "after a pair": "{2}\n{3}\n{0}\n",
    "after another kind": "{4}\n{0}\n",
    "after a statement": "The sun is a star.\n{0}\n",
}


def asked(frame, i):
    """The frame with item i, the one before it, and another kind."""
    before = items[i - 1 if i % 8 else i + 7]  # eight of a kind
    return frame.format(*items[i], *before, *items[i - 8])


prompts = {
    k: [asked(x, i) for i in range(48)] for k, x in frames.items()
}
# --8<-- [end:items]


# --8<-- [start:demo]
def kind(reply, prompt, answer):
    """What the first line of a reply is."""
    first = reply.strip().partition("\n")[0]
    *above, question = re.findall(r".+\?", prompt)
    if first.startswith(question):
        return "asks the same"
    if first.startswith(tuple(above)):
        return "asks the one above"
    if re.match(r"(What|Which|Who|Where)\b", first):
        return "asks more"
    words = re.findall(r"\w+", first)
    named = answer in words or answer.capitalize() in words
    return "answers" if named else "else"


said = {name: greedy(texts, 12) for name, texts in prompts.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
prompts["bare, drawn"] = prompts["bare"]
said["bare, drawn"] = draw(prompts["bare"], 12, seed=0)
kinds = "answers", "asks more", "asks the one above", "asks the same"
kinds = [*kinds, "else"]
answers = [answer for _, answer in items]
found = {
    name: list(map(kind, replies, prompts[name], answers))
    for name, replies in said.items()
}
counts = {name: [*map(x.count, kinds)] for name, x in found.items()}
columns = {"frame": list(found)} | dict(
    zip(kinds, zip(*counts.values()))
)
ends = [wilson(x[1], len(items)) for x in counts.values()]
table(columns | {"of": [len(items)] * len(found), "asking on": ends})
for name, each in found.items():
    print(f"second set, {name}  {each[24:].count('asks more')}")
print("of the second set  24")
again = [q in reply for reply, (q, _) in zip(said["bare"], items)]
print(f"bare, the same question in 12 tokens  {sum(again)}")
two = "after a question"
for prompt, reply in zip(prompts[two][::16], said[two][::16]):
    print(f"{' '.join(prompt.splitlines())}  {reply!r}")
# --8<-- [end:table]

# --8<-- [start:check]
asks = {name: x[1] for name, x in counts.items()}
assert asks["after a question"] > len(items) / 2, "it does not ask on"
# control: the same two lines, with the answer to the first between
assert asks["after a pair"] < asks["after a question"] / 2, (
    "an answer makes no difference"
)
assert asks["bare"] < asks["after a question"] / 2, "it asks on anyway"
# --8<-- [end:check]
