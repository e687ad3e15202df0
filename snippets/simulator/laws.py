"""Does the model keep laws of text?"""

# --8<-- [start:pairs]
import random
import re

import torch

from perspectives.measure import (
    DATA,
    first_tokens,
    next_token,
    table,
    wilson,
)
from perspectives.model import load

tokenizer, laws = load()[1], {}
either = re.compile(r"\{(.*?)\|(.*?)\}")
for line in (DATA / "laws.txt").read_text().splitlines():
    if line.startswith("["):
        items = laws[line.strip("[]")] = []
    elif "=>" in line and not line.startswith("#"):
        context, words = line.replace(r"\n", "\n").split("=>")
        pair = [either.sub(rf"\{i}", context) for i in (1, 2)]
        items.append((pair, words.split("|")))


def mixed(pair, i):
    """The tokens of either context in one random order: the control."""
    rows = [tokenizer(context).input_ids for context in pair]
    some = [random.Random(i).sample(row, len(row)) for row in rows]
    return tokenizer.batch_decode(some)


# --8<-- [end:pairs]


# --8<-- [start:demo]
def odds(items):
    """Bits by which an item's first word leads: (items, A or B)."""
    rows = next_token(["\n" + c for pair, _ in items for c in pair])
    ids = torch.stack([first_tokens(pair) for _, pair in items])
    first, second = rows.gather(1, ids.repeat_interleave(2, 0)).T
    return (first - second).view(-1, 2)


def both(odds):
    """Items in which either context prefers its own word."""
    return ((odds[:, 0] > 0) & (odds[:, 1] < 0)).sum().item()


whole = {law: odds(items) for law, items in laws.items()}
messy = {
    law: odds([(mixed(c, i), w) for i, (c, w) in enumerate(items)])
    for law, items in laws.items()
}
# --8<-- [end:demo]

# --8<-- [start:table]
kept = {law: both(x) for law, x in whole.items()}
still = {law: both(x) for law, x in messy.items()}
moved = [x[:, 0] - x[:, 1] for x in whole.values()]
swap = dict(zip(laws, [(x > 0).sum().item() for x in moved]))
columns = {"law": list(laws), "of": map(len, laws.values())}
columns |= {"swap": swap.values(), "both": kept.values()}
columns["interval"] = [wilson(k, 20) for k in kept.values()]
columns["median"] = [x.median().item() for x in moved]
table(columns | {"mixed": still.values()}, decimals=1)
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(260)
order = sorted(laws, key=kept.get)
low, high = zip(*(wilson(kept[law], 20) for law in order))
ax.axvline(5, color=SOFT, ls="--")
ax.text(5.2, 9.3, "guessing", color=SOFT)
ax.hlines(order, *(20 * torch.tensor([low, high])), color=MODEL)
ax.plot([kept[law] for law in order], order, "o", color=MODEL)
few = [still[law] for law in order]
ax.plot(few, order, "o", color=MODEL, fillstyle="none")
ax.set(xlabel="items kept, of 20", xticks=range(0, 21, 5))
ax.set(ylim=(-0.6, 10), xlim=(-0.6, 20.6))
told = ", ".join(f"{law} {kept[law]}" for law in order[::-1])
show(fig, f"Items of 20 in which both contexts are right: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
for law in "agreement", "closing", "naming", "turns":
    assert kept[law] >= 17, f"{law}: both sides, of 20"
assert kept["pay-off"] < 10, "stories pay off here: mend the page"
few = min(swap.pop("naming, both"), kept["naming, both"])
assert min(swap.values()) >= 15 > few, "which name is asked counts"

# control: the same tokens in a random order keep no grammar
for law in "agreement", "turns", "article":
    assert still[law] < kept[law] / 2, f"{law}: order does not count"
# ... and can see a law for which it is enough to be named
assert still["naming"] > kept["naming, both"], "the control is blind"
# --8<-- [end:check]
