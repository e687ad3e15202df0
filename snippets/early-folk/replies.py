"""Asked forty times, does it say the same?"""

# --8<-- [start:demo]
from perspectives.measure import chat, draw, greedy

prompt, n = chat("What is the capital of France?"), 40
said = {"0": greedy([prompt] * 5, 40)}  # nothing is drawn
for dial in (0.2, 0.5, 1.0):
    said[f"{dial:g}"] = draw([prompt] * n, 40, 0, temperature=dial)
# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import next_token, table, wilson

of = [len(replies) for replies in said.values()]
ways = [len(set(replies)) for replies in said.values()]
paris = [sum("Paris" in x for x in each) for each in said.values()]
ends = [wilson(k, n) for k in paris[1:]]
columns = {"temperature": list(said), "different": ways}
columns |= {"names Paris": paris, "of": of}
table(columns | {"interval": ["no chance", *ends]})
possible = (next_token(prompt) > -1000).sum().item()
print(f"replies can begin with  {possible:,} tokens")
for dial, replies in said.items():
    for number, reply in enumerate(dict.fromkeys(replies[:3]), 1):
        print(f"heard at {dial}, {number:<3}  {reply[:40]!r}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(210)
dials = [float(dial) for dial in said]
ax.vlines(dials[1:], *zip(*ends), color=MODEL)
named = [k / m for k, m in zip(paris, of)]
apart = [k / m for k, m in zip(ways, of)]
ax.plot(dials[1:], named[1:], "o", color=MODEL)
beside = [dial + 0.03 for dial in dials[1:]]
ax.plot(beside, apart[1:], "o", color=MODEL, fillstyle="none")
ax.plot(0, 1, "o", color=INK)
ax.text(0.03, 1, "nothing drawn: Paris each time", va="center")
ax.text(0.97, named[-1], "names Paris", color=MODEL, ha="right")
ax.text(0.97, apart[-1] - 0.04, "different", color=MODEL, ha="right")
ax.set(xlabel="temperature", xlim=(-0.05, 1.05), ylim=(0, 1.07))
ax.set_ylabel("share of the replies")
told = ", ".join(
    f"{k} of {m} at {d}" for k, m, d in zip(paris, of, said)
)
show(fig, f"Replies that name Paris, by temperature: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert ways[-1] > 25, "one question should get many replies"
assert possible == 49152, "some first token is ruled out"
assert max(paris[1:]) < 0.9 * n, "chance leaves the fact alone"

# control: if nothing is drawn, the same reply each time
assert ways[0] == 1 and paris[0] == of[0], "it differs by itself"
# --8<-- [end:check]
