"""Does the model keep laws of text?"""

# --8<-- [start:pairs]
import re
from pathlib import Path

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
file = Path(__file__).parents[1] / "data" / "laws.txt"
laws, either = {}, re.compile(r"\{(.*?)\|(.*?)\}")
for line in file.read_text().splitlines():
    if line.startswith("["):
        items = laws[line.strip("[]")] = []
    elif "=>" in line and not line.startswith("#"):
        context, words = line.replace(r"\n", "\n").split("=>")
        pair = [either.sub(rf"\{i}", context) for i in (1, 2)]
        items.append((pair, words.split("|")))


def odds(contexts, words, keep=0):
    """Log-odds of the first word over the second, in nats."""
    # (0 keeps them all)
    ids = [tokenizer(c).input_ids[-keep:] for c in contexts]
    ids = [(*tokenizer("\n").input_ids, *i) for i in ids]
    each = list(dict.fromkeys(ids))  # what comes twice is run once
    size = max(map(len, each))
    batch = torch.tensor([(*i, *[0] * (size - len(i))) for i in each])
    state = model.model(batch).last_hidden_state
    state = state[range(len(each)), [len(i) - 1 for i in each]]
    last = state[[each.index(i) for i in ids]]
    x, y = (
        model.lm_head.weight[
            [tokenizer(w[k]).input_ids[0] for w in words]
        ]
        for k in (0, 1)
    )  # (contexts, width): words of one token each
    return (last * (x - y)).sum(-1)


# --8<-- [end:pairs]


# --8<-- [start:demo]
def measure(items, keep=0):
    """After the whole context, or its last `keep` tokens."""
    contexts = [c for pair, _ in items for c in pair]
    words = [w for _, w in items for _ in "AB"]
    return odds(contexts, words, keep).view(-1, 2)  # (items, A, B)


rows, n = {}, 20
print("law        of  swap  both  interval      one token  median")
for law, items in laws.items():
    whole, short = measure(items), measure(items, 1)
    swap = whole[:, 0] - whole[:, 1]  # the words' own odds cancel
    own = [
        ((o[:, 0] > 0) & (o[:, 1] < 0)).sum().item()
        for o in (whole, short)
    ]
    k, middle = (swap > 0).sum().item(), swap.median().item()
    rows[law] = k, *own, middle
    low, high = binomtest(own[0], n).proportion_ci(method="wilson")
    print(
        f"{law:9}  {n}  {k:4}  {own[0]:4}  {low:.2f} to {high:.2f}"
        f"  {own[1]:9}  {middle:6.1f}"
    )
# --8<-- [end:demo]

# --8<-- [start:check]
for law in ("agreement", "closing", "naming", "turns"):
    assert rows[law][1] >= 17, f"{law}: both sides, of 20"
assert all(k >= 15 for k, *_ in rows.values()), "a law is not kept"

# control: the last word alone, the same in both contexts
for law in rows.keys() - {"article"}:
    assert rows[law][2] <= 3, f"{law}: no context was needed"
# ... which can see a law that sits in the last word
assert rows["article"][2] >= 17, "the control is blind"
# --8<-- [end:check]
