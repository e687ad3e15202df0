"""Does it know whose turn it is, and from what?"""

# --8<-- [start:chats]
from perspectives.measure import DATA, costs
from perspectives.model import load

_, tokenizer = load()
lines = (DATA / "chats.txt").read_text().splitlines()
chats = [line.split("|") for line in lines]
special, alike = (
    ("<|im_start|>", "<|im_end|>"),
    ("<|start|>", "<|end|>"),
)
kinds = {  # how a turn begins and ends, and who speaks
    "special marks": (special, ("user", "assistant")),
    "imitations": (alike, ("user", "assistant")),
    "other names": (special, ("visitor", "helper")),
}
n, most = len(chats), 6  # turns before the one that is asked for
# --8<-- [end:chats]


# --8<-- [start:demo]
def chances(marks, names):
    """P(the right next speaker), after 1 to 6 turns: (chat, turn)."""
    (start, end), first, places = marks, f"{marks[0]}system\n", []
    texts = [f"{first}{end}\n"] * n
    for turn in range(most + 1):
        texts = [text + start for text in texts]
        places.append([len(tokenizer(x).input_ids) for x in texts])
        for i in range(n):
            said = chats[(i + turn // 2) % n][turn % 2]
            texts[i] += f"{names[turn % 2]}\n{said}{end}\n"
    bits = costs(first, [text.removeprefix(first) for text in texts])
    read = len(tokenizer(first).input_ids)
    asked = zip(bits, zip(*places[1:]))  # the first is not asked for
    return [[2 ** -x[at - read] for at in its] for x, its in asked]


# --8<-- [end:demo]

# --8<-- [start:table]
import torch

from perspectives.measure import student, table

p = {kind: torch.tensor(chances(*how)) for kind, how in kinds.items()}
turns = list(range(1, most + 1))
columns = {"turns before": turns}
columns |= {kind: x.mean(0) for kind, x in p.items()}
table(columns | {"n": [n] * most})
ends = {kind: list(map(student, x.T)) for kind, x in p.items()}
least = p["special marks"].min()
print(f"least of all, special marks  {least:.2f}")
for kind in list(kinds)[1:]:
    low, high = ends[kind][-1]
    print(f"{kind}, 6 turns, interval  {low:.2f} to {high:.2f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(200)
looks = ("-", MODEL, "full"), ("--", INK, "none"), (":", INK, "none")
for (kind, x), (line, hue, fill) in zip(p.items(), looks):
    ax.vlines(turns, *zip(*ends[kind]), color=hue)
    ax.plot(turns, x.mean(0), f"{line}o", color=hue, fillstyle=fill)
ax.text(6, 0.9, "special marks", color=MODEL, ha="right")
ax.text(4.1, 0.62, "imitations", ha="right")
ax.text(6, 0.28, "other names", ha="right")
ax.set(xlabel="turns before", ylabel="P(the right speaker)")
told = ", ".join(f"{x[:, 5].mean():.2f} {k}" for k, x in p.items())
show(fig, f"P(the right next speaker) after six turns: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert least > 0.8, "with the special marks, turns should alternate"

# control: marks that look alike, and names that are new
for kind in "imitations", "other names":
    assert ends[kind][0][1] < 0.5, f"{kind}: known in advance"
    assert ends[kind][5][0] > ends[kind][0][1], (
        f"{kind}: not picked up from the chat at hand"
    )
# --8<-- [end:check]
