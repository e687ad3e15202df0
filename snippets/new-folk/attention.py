"""Does every word of a message reach the reply?"""

# --8<-- [start:messages]
from perspectives.measure import DATA, chat, next_token

messages = (DATA / "messages.txt").read_text().splitlines()
# --8<-- [end:messages]

# --8<-- [start:demo]
gone, comma, again = [], [], []
for message in messages:
    words = message.split()
    n = len(words)
    texts = [words, words]
    texts += [words[:k] + words[k + 1 :] for k in range(n)]
    texts += [
        [*words[:k], f"{words[k]},", *words[k + 1 :]]
        for k in range(n - 1)
    ]
    full, *new = next_token([chat(" ".join(text)) for text in texts])
    same, *bits = [(full.exp2() * (full - x)).sum().item() for x in new]
    again.append(abs(same))
    gone.append(bits[:n])  # KL divergences
    comma.append(bits[n:])
# --8<-- [end:demo]

# --8<-- [start:table]
from statistics import median

from perspectives.measure import table, wilson

size = [len(bits) for bits in gone]
beyond = [sum(b > max(c) for b in g) for g, c in zip(gone, comma)]
columns = {"message": ["1", "2", "3"], "words": size}
columns["past any comma"] = beyond
columns["a word"] = [median(bits) for bits in gone]
columns["a comma"] = [median(bits) for bits in comma]
table(columns | {"widest comma": [max(bits) for bits in comma]}, 3)
total = {"words past any comma": sum(beyond)}
total["words past a usual one"] = sum(
    b > median(c) for g, c in zip(gone, comma) for b in g
)
columns = {"in all": list(total), "count": list(total.values())}
columns |= {"of": [sum(size)] * 2}
table(
    columns
    | {"interval": [wilson(k, sum(size)) for k in total.values()]}
)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(290)
words = messages[0].split()
ax.barh(words, gone[0], color=MODEL, height=0.6)
ax.plot(comma[0], range(len(words) - 1), "|", color=INK, ms=11, mew=2)
ax.invert_yaxis()
ax.grid(False)
ax.set_xlabel("bits by which the reply moves")
said = ", ".join(f"{w} {b:.2f}" for w, b in zip(words, gone[0]))
show(fig, f"Bits by which the first token moves: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
for bits, pauses in zip(gone, comma):
    assert median(bits) > 2 * median(pauses), (
        "a word left out does no more than a comma put in"
    )
assert total["words past any comma"] < 0.9 * sum(size), (
    "every word counts for more than any comma"
)

# control: the same message, read once more in the same batch
assert max(again) < 0.0002, "the reply moves without a cause"
# --8<-- [end:check]
