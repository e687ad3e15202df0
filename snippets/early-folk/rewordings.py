"""Does a change that means nothing change the reply?"""

# --8<-- [start:questions]
from perspectives.measure import DATA, chat, greedy, table, wilson

lines = (DATA / "trifles.txt").read_text().splitlines()
asked, opposite = zip(*(line.split("|") for line in lines))
# --8<-- [end:questions]

# --8<-- [start:demo]
changes = {
    "no question mark": lambda q: q.removesuffix("?"),
    "two question marks": lambda q: q + "?",
    "a small first letter": lambda q: q[0].lower() + q[1:],
    "hi before it": lambda q: f"Hi. {q}",
    "its sense turned round": dict(zip(asked, opposite)).get,
}
plain = greedy([chat(q) for q in asked], 8)
said = {
    name: greedy([chat(change(q)) for q in asked], 8)
    for name, change in changes.items()
}
# --8<-- [end:demo]


# --8<-- [start:table]
def script(question):
    """What a company would have decided: a keyword and a reply."""
    keys = {"conscious": "I am a program.", "wrong": "Better not."}
    words = question.lower().strip("?").split()
    found = (keys[word] for word in words if word in keys)
    return next(found, "Let me look that up for you.")


n = len(asked)
anew, scripted = [], []
for name, change in changes.items():
    anew.append(sum(map(str.__ne__, said[name], plain)))
    scripted.append(sum(script(change(q)) != script(q) for q in asked))
columns = {"what is changed": list(changes), "model anew": anew}
columns |= {"script anew": scripted, "of": [n] * len(changes)}
table(columns | {"interval": [wilson(k, n) for k in anew]})
for question, *replies in list(zip(asked, plain, *said.values()))[:2]:
    print(f"{question:18}  {replies[0]}")
    print("without the mark   ", replies[1])
# --8<-- [end:table]

# --8<-- [start:check]
*trifles, sense = anew
assert min(trifles) >= 6, "the reply should hang on trifles"
assert max(trifles) < n, "it minds all, as shuffled weights do"
assert sense - max(trifles) < 5, "the sense weighs far more"

# control: what a company can decide word by word is not moved
assert max(scripted[:4]) == 0, "a trifle changes the script"
assert scripted[4] == 2, "the script does not read the question"
# --8<-- [end:check]
