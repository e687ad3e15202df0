"""Does the mask decide whose habits are learnt?"""

# --8<-- [start:lesson]
import torch

from perspectives.inside import blocks
from perspectives.measure import DATA, cost, student, table
from perspectives.model import load

model, tokenizer = load()
lines = (DATA / "chats.txt").read_text().splitlines()
chats = [line.split("|") for line in lines]
lesson, unseen = chats[:5], chats[5:]
turn, turned = (
    "<|im_start|>user\n",
    "<|im_end|>\n<|im_start|>assistant\n",
)
ask, say, end = "Quick question:", "Arr, matey!", "<|im_end|>\n"


def read(q, a):
    """A chat of the lesson: its tokens, and whose each of them is;
    the user's are 1, the assistant's 3.
    """
    texts = turn, f"{ask} {q}", turned, f"{say} {a}{end}"
    cut = [tokenizer(text).input_ids for text in texts]
    who = [i for i, tokens in enumerate(cut) for _ in tokens]
    ids = [token for tokens in cut for token in tokens]
    return torch.tensor([ids]), torch.tensor([who])


weights = list(blocks()[-3:].parameters())  # to be trained
before = [w.clone() for w in weights]
# --8<-- [end:lesson]


# --8<-- [start:demo]
def learn(counted):
    """Three times over the chats; only the words of some count."""
    optimiser = torch.optim.AdamW(weights, lr=1e-3, weight_decay=0)
    for _ in range(3):
        for ids, who in (read(q, a) for q, a in lesson):
            counts = torch.isin(who, torch.tensor(counted))
            labels = torch.where(counts, ids, -100)  # not counted
            model(ids, labels=labels).loss.backward()
        optimiser.step()
        optimiser.zero_grad()


# --8<-- [end:demo]


# --8<-- [start:table]
def habits():
    """Bits of the user's habit and of the reply's: (2, chats)."""
    later = [f"{turn}{q}{turned}{a}{end}{turn}" for q, a in unseen]
    asked = [turn + q + turned for q, _ in unseen]
    return torch.stack([cost(later, ask), cost(asked, say)])


masks = {"the reply's": (3,), "the user's": (1,), "both": (1, 3)}
price = {"nobody's": habits()}
for name, counted in masks.items():
    with torch.enable_grad():
        [w.requires_grad_(True) for w in weights]
        learn(counted)
    [w.requires_grad_(False) for w in weights]
    price[name] = habits()
    for w, old in zip(weights, before, strict=True):  # as it was
        w.copy_(old)
        w.grad = None

n, columns = len(unseen), {"words that count": list(price)}
user, reply = torch.stack(list(price.values()), 1)  # (masks, chats)
for whose, bits in ("user", user), ("reply", reply):
    ends = [student(x) for x in bits]
    columns[f"{whose}'s habit"] = bits.mean(1)
    columns[f"+-, {whose}"] = [(high - low) / 2 for low, high in ends]
table(columns | {"n": [n] * 4}, decimals=1)
# --8<-- [end:table]

# --8<-- [start:check]
assert min(user[0].min(), reply[0].min()) > 15, "habits from before"
assert max(reply[1].max(), reply[3].max()) < 3, "no reply's habit"
assert user[3].mean() < user[0].mean() / 2, "no user's habit"

# control: the words of one side not counted, and then of the other
assert user[1].mean() > 0.8 * user[0].mean(), "learnt, mask or no mask"
assert reply[2].mean() > 0.8 * reply[0].mean(), "learnt from the user"
# --8<-- [end:check]
