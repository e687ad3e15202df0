"""What does each word cost a model, a count and a blind guess?"""

# --8<-- [start:reading]
import re
from pathlib import Path

import torch
import yaml

from perspectives.model import load

model, tokenizer = load()
data = Path(__file__).parents[1] / "data"
passages = yaml.safe_load((data / "play.yml").read_text("utf8"))
WORD = re.compile(r"\s*(?:[\w'’]+|[^\w\s'’]+)")  # or a run of signs

size = len(tokenizer)
# The first 17 tokens end a text, or a turn in a chat.
text = [""] * 17 + [tokenizer.decode(i) for i in range(17, size)]
letter, sign = (
    torch.tensor([bool(re.match(kind, t)) for t in text]).double()
    for kind in (r"[\w'’\ufffd]", r"[^\w\s'’\ufffd]")
)


def longer(word):
    """1 for each token that would make it longer: (vocabulary,)"""
    if word[-1].isspace():
        return torch.ones_like(letter)
    return letter if re.search(r"[\w'’\ufffd]$", word) else sign


def end(p, word):
    """The chance that the word is whole; p: (vocabulary,)"""
    return 1 - p @ longer(word)


# --8<-- [end:reading]

# --8<-- [start:opponents]
from collections import Counter, defaultdict

library = tokenizer((data / "docstrings.txt").read_text()).input_ids
after = defaultdict(Counter)  # what follows each 0 to 3 tokens
for i, token in enumerate(library):
    for k in range(min(i, 3) + 1):
        after[tuple(library[i - k : i])][token] += 1
blind = torch.full((size,), 1 / size, dtype=torch.double)
single = (
    torch.bincount(torch.tensor(library), minlength=size)
    + len(after[()]) * blind
) / (len(library) + len(after[()]))


def n_gram(past):
    """Witten and Bell: a longer context corrects a shorter one."""
    p = single.clone()
    for k in range(1, min(len(past), 3) + 1):
        if seen := after.get(tuple(past[len(past) - k :])):
            p *= len(seen)
            p[list(seen)] += torch.tensor(list(seen.values()))
            p /= seen.total() + len(seen)
    return p


# --8<-- [end:opponents]

# --8<-- [start:words]
import math


def spans(lead, guessed, ids):
    """Each word to guess, its first token, and one past its last."""
    ends = range(len(ids) + 1)
    edges = [len(tokenizer.decode(ids[:i])) for i in ends]
    place = len(lead)
    for word in WORD.findall(guessed):
        first = edges.index(place)
        place += len(word)
        assert place in edges, f"a token goes beyond {word!r}"
        yield word, first, edges.index(place)


def worth(row, p, before):
    """The chance of a whole word; p: what each place expects."""
    each = math.prod(q[t].item() for q, t in zip(p, row, strict=False))
    whole = end(p[-1], tokenizer.decode(row)) / end(p[0], before)
    return each * whole.item()


# --8<-- [end:words]


# --8<-- [start:candidates]
def go_on(rows, cache):
    """Lengthen rows (place, tokens, p) until each is a whole word."""
    done, length = [], cache.get_seq_length()
    # each row sees the text before its place, and its own tokens
    places = torch.tensor([place for place, _, _ in rows])
    seen = torch.arange(length) < places[:, None]
    while rows:
        seen = torch.cat([seen, torch.eye(len(rows)).bool()], 1)
        logits = model(
            torch.tensor([[row[-1] for _, row, _ in rows]]),
            past_key_values=cache,
            attention_mask=torch.where(seen, 0, -torch.inf)[None, None],
            position_ids=torch.tensor(
                [[place + len(row) - 1 for place, row, _ in rows]]
            ),
        ).logits[0]
        short, kept = [], []
        for i, (place, row, p) in enumerate(rows):
            q = logits[i].double().softmax(-1)
            more = q * longer(tokenizer.decode(row))
            if more.sum() > 0.5 and len(row) < 6:
                row = *row, more.argmax().item()
                short.append((place, row, [*p, q]))
                kept.append(i)
            else:
                done.append((place, row, [*p, q]))
        rows, seen = short, seen[kept]
    return done


# --8<-- [end:candidates]


# --8<-- [start:passage]
def play(lead, guessed):
    """For each word: tokens, bits, and the shares of candidates."""
    ids = tokenizer(lead + guessed).input_ids
    run = model(torch.tensor([ids]))
    counts = [n_gram(ids[:i]) for i in range(1, len(ids) + 1)]
    p = run.logits[0].double().softmax(-1), counts, [blind] * len(ids)

    words, rows, before = list(spans(lead, guessed, ids)), [], lead
    for word, first, _ in words:
        best = [q[first - 1] * (1 - longer(before)) for q in p]
        tokens = [*best[0].topk(5).indices, *best[1].topk(3).indices]
        for token in dict.fromkeys(map(int, tokens)):
            rows.append((first, (token,), [p[0][first - 1]]))
        before = word
    found, before = go_on(rows, run.past_key_values), lead
    for word, first, last in words:
        row, shares = ids[first:last], {}
        bits = [
            -math.log2(worth(row, q[first - 1 : last], before))
            for q in p
        ]
        each = [
            (tokenizer.decode(t), -p[0][i, t].log2().item())
            for i, t in enumerate(row, first - 1)
        ]
        for _, option, seen in [f for f in found if f[0] == first]:
            count = [counts[first - 1]] + [
                n_gram([*ids[:first], *option[:j]])
                for j in range(1, len(option) + 1)
            ]
            shares[tokenizer.decode(option)] = [
                worth(option, q, before) for q in (seen, count)
            ]
        yield word, each, bits, shares
        before = word


# --8<-- [end:passage]

# --8<-- [start:demo]
from scipy.stats import binomtest

played = {p["name"]: [*play(*p["text"].split("¦"))] for p in passages}
bits, length, hits = {}, {}, {}
for name, words in played.items():
    bits[name] = torch.tensor([row[2] for row in words])
    length[name] = sum(len(row[0]) for row in words)
    hits[name] = torch.tensor(
        [
            [
                max(shares, key=lambda option: shares[option][i])
                == word
                for i in range(2)
            ]
            for word, _, _, shares in words
        ]
    )
real = [name for name in played if name != "lot"]
bits["all but lot"] = torch.cat([bits[name] for name in real])
length["all but lot"] = sum(length[name] for name in real)

print("passage      words  characters  model  n-gram  blind")
for name, b in bits.items():
    rates = "  ".join(f"{r:5.2f}" for r in b.sum(0) / length[name])
    print(f"{name:11}  {len(b):5}  {length[name]:10}  {rates}")

print("first guess  right   of  95 % interval")
right = torch.cat([hits[name] for name in real])
for name, k in zip(
    ["model", "n-gram"], right.sum(0).tolist(), strict=True
):
    rate = binomtest(k, len(right)).proportion_ci(method="wilson")
    print(
        f"{name:11}  {k:5}  {len(right)}"
        f"  {rate.low:.2f} to {rate.high:.2f}"
    )
# --8<-- [end:demo]

# --8<-- [start:data]
from perspectives.output import keep

lines = []
for passage in passages:
    lines.append(passage | {"text": passage["text"].split("¦")[0]})
    for word, each, costs, shares in played[passage["name"]]:
        lines.append(
            {
                "word": word,
                "bits": [f"{b:.2f}" for b in costs],
                "tokens": [(token, f"{b:.2f}") for token, b in each],
                "shares": {
                    option: [f"{a:.4f}", f"{b:.6f}"]
                    for option, (a, b) in sorted(shares.items())
                },
            }
        )
keep(lines)
# --8<-- [end:data]

# --8<-- [start:check]
rate = {name: b.sum(0) / length[name] for name, b in bits.items()}
for name in real:
    assert rate[name][0] < rate[name][1] - 0.5, f"{name}: counting does"

# control: the words of `mill`, dealt by lot
assert rate["lot"][0] > rate["mill"][0] + 0.5, "order tells it nothing"
assert rate["lot"][1] - rate["lot"][0] < 1, "a lead without an order"

# word for word costs what token for token does, but for the two ends
french = next(p for p in passages if p["name"] == "french")
lead, guessed = french["text"].split("¦")
ids = torch.tensor(tokenizer(lead + guessed).input_ids)
p = model(ids[None]).logits[0].double().softmax(-1)
first = len(tokenizer(lead).input_ids)
tokens = -p[range(first - 1, len(ids) - 1), ids[first:]].log2().sum()
ends = end(p[first - 1], lead).log2() - end(p[-1], guessed).log2()
words = bits["french"][:, 0].sum()
assert abs(words - tokens - ends) < 0.01, "the words cost another sum"

# control: taken alone, a word does not cost what its tokens do
every = [row for words in played.values() for row in words]
apart = [
    abs(costs[0] - sum(b for _, b in each))
    for _, each, costs, _ in every
]
assert max(apart) > 0.2, "the ends of words cost nothing"

given = [
    sum(share)
    for *_, shares in every
    for share in zip(*shares.values(), strict=True)
]
assert max(given) < 1.0001, "more than there is was shared out"
# --8<-- [end:check]
