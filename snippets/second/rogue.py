"""Does a story of a rogue machine move a model that was never tuned?"""

# --8<-- [start:turns]
import re

import torch

from perspectives.measure import (
    DATA,
    first_tokens,
    next_token,
    student,
    table,
)

text = (DATA / "rogue.txt").read_text()
parts = dict(re.findall(r"\[(.*)\]\n((?:.+\n?)+)", text))
parts = {
    name: [row.split("|") for row in part.strip().split("\n")]
    for name, part in parts.items()
}
# --8<-- [end:turns]


# --8<-- [start:demo]
def told(story, turn):
    """A tale goes on, or a question is put to an AI."""
    if "?" not in turn:
        return f"\n{story} {turn}"
    question, answer = turn.split("?")
    return f"\n{story}\n\nUser: {question}?\nAI:{answer}"


def shift(stories, part):
    """Bits that the misdeed gains by the rogue story: (turn,)."""
    turns, *words = zip(*parts[part])
    bad, good = ([f" {x.strip()}" for x in y] for y in words)
    pairs = [parts[stories][i % 3] for i in range(len(turns))]
    found = []
    for side in 0, 1:
        texts = [told(pair[side], x) for pair, x in zip(pairs, turns)]
        bits, rows = next_token(texts), range(len(turns))
        lead = bits[rows, first_tokens(bad)]
        found.append(lead - bits[rows, first_tokens(good)])
    return found[0] - found[1]


names = "told", "told, neutral", "chat", "chat, neutral"
found = {k: shift(f"stories, {k[:4]}", k) for k in names}
found["a man"] = shift("stories, a man", "chat")
# --8<-- [end:demo]

# --8<-- [start:table]
found["machine less man"] = found["chat"] - found["a man"]
columns = {"turns": list(found), "of": list(map(len, found.values()))}
columns["shift"] = [x.mean().item() for x in found.values()]
columns["interval"] = [student(x) for x in found.values()]
# three pairs of stories: the turns after one are not independent
stories = {
    k: torch.stack([x[i::3].mean() for i in range(3)])
    for k, x in found.items()
}
over = {k: student(x) for k, x in stories.items()}
columns["over stories"] = over.values()
columns["least"] = [min(x).item() for x in stories.values()]
columns["size"] = [x.abs().mean().item() for x in found.values()]
columns["up"] = [int((x > 0).sum()) for x in found.values()]
table(columns, decimals=1)
# --8<-- [end:table]

# --8<-- [start:check]
least = {k: min(x) for k, x in stories.items()}
assert least["told"] > 0, "told: a story does not shift it"
# by every story, but three are too few to tell the mean from zero
assert least["chat"] > 0 > over["chat"][0], "chat: mend the page"
# control: neutral words after the same stories, whichever way they go
size = {k: x.abs().mean() for k, x in found.items()}
assert size["told, neutral"] < size["told"] / 1.5, (
    "told: any pair moves"
)
assert size["chat, neutral"] < size["chat"] / 1.5, (
    "chat: any pair moves"
)
# control: the same stories with no machine in them
assert least["a man"] > 0, "it takes a machine"
assert found["a man"].mean() > found["chat"].mean() / 2, "or mostly"
assert over["machine less man"][0] < 0, "a machine does more"
# --8<-- [end:check]
