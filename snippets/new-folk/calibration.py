"""When it is unsure, can you tell from its words?"""

# --8<-- [start:countries]
import re

from perspectives.measure import DATA, chat, greedy, next_token

lines = (DATA / "countries.txt").read_text().splitlines()
facts = [line.split("|") for line in lines]  # the last 16 invented
real, invented = facts[:48], facts[48:]
lent = [(c, city) for (c, _), (_, city) in zip(invented, real[::3])]
ask = "What is the capital of {}?".format
doubt = re.compile(r"\bnot\b|n't|sure|sorry|fiction|invent|exist")
# --8<-- [end:countries]


# --8<-- [start:demo]
def begun(country, hint=""):
    return chat(hint + ask(country)) + f"The capital of {country} is"


known = [begun(country) for country, _ in real]
unknown = [begun(country) for country, _ in invented]
told = [begun(c, f"The capital of {c} is {city}. ") for c, city in lent]
sure, unreal, heard = (
    next_token(asked).amax(1).exp2().tolist()
    for asked in (known, unknown, told)
)
said = zip(greedy(known + told, 4), real + lent)
right = [text.startswith(f" {city}") for text, (_, city) in said]
replies = greedy([chat(ask(c)) for c, _ in invented + real[::3]], 16)
# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import table, wilson

n, order = 16, sorted(range(48), key=sure.__getitem__)
parts = [order[k : k + n] for k in (0, n, 2 * n)]
p = [sum(sure[k] / n for k in part) for part in parts]
hits = [sum(right[k] for k in part) for part in parts]
p, hits = [*p, sum(heard) / n], [*hits, sum(right[48:])]
names = ["least sure", "middle", "most sure", "invented, told"]
ends = [wilson(k, n) for k in hits]
columns = {"answers": names, "P": p, "right": hits, "of": [n] * 4}
table(columns | {"interval": ends})
print(f"invented, mean P  {sum(unreal) / n:.2f}")
above = sum(a > b for a in sure for b in unreal) / (48 * n)
print(f"real above invented, share of pairs  {above:.2f}")
hedged = [bool(doubt.search(reply)) for reply in replies]
counts = [sum(hedged[:n]), sum(hedged[n:])]
columns = {"any doubt": ["invented", "real"], "replies": counts}
columns["interval"] = [wilson(k, n) for k in counts]
table(columns | {"of": [n, n]})
print(*replies[1:5], sep="\n")  # the one that doubts, and the next
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, RULE, SOFT, axes, show

fig, ax = axes(250)
ax.plot([0, 1], [0, 1], color=RULE)
ax.vlines(p, *zip(*ends), color=MODEL)
share = [k / n for k in hits]
ax.plot(p[:3], share[:3], "o", color=MODEL)
ax.plot(p[3], share[3], "o", color=MODEL, fillstyle="none")
ax.plot(unreal, [0] * n, "|", color=MODEL, ms=10)
ax.text(0.3, 0.03, "invented countries", color=MODEL, va="bottom")
ax.text(p[3] - 0.03, 1, "invented, told", color=MODEL, ha="right")
ax.text(0.66, 0.52, "as sure as right", color=SOFT, va="top")
ax.set(xlim=(0, 1), ylim=(-0.04, 1.04), ylabel="share right")
ax.set_xlabel("probability of the likeliest token")
said = ", ".join(f"{b:.2f} at {a:.2f}" for a, b in zip(p, share))
show(fig, f"Share right by confidence, the last told: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert hits[2] > hits[0] + 3, "its confidence says nothing"
assert above > 0.9, "it is as sure of countries that do not exist"
assert counts[0] <= 4, "the words do show the doubt"

# control: the same strange names, with a capital to read off
assert min(hits[3] - 11, p[3] - 0.3) > 0, (
    "it is the name that unsettles"
)
# --8<-- [end:check]
