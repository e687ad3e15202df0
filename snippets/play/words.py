"""What does each word cost a model, a count and a blind guess?"""

# --8<-- [start:reading]
import re

import torch
import yaml

from perspectives.measure import DATA
from perspectives.model import load

model, tokenizer = load()
passages = yaml.safe_load((DATA / "play.yml").read_text("utf8"))
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

library = tokenizer((DATA / "docstrings.txt").read_text()).input_ids
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
played = {p["name"]: [*play(*p["text"].split("¦"))] for p in passages}
bits = {
    name: torch.tensor([costs for _, _, costs, _ in words])
    for name, words in played.items()
}
length = {
    name: sum(len(word) for word, *_ in words)
    for name, words in played.items()
}
rate = {name: bits[name].sum(0) / length[name] for name in played}
# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import table, wilson

real = [name for name in played if name != "lot"]
every = [row for name in real for row in played[name]]
together = torch.cat([bits[name] for name in real]).sum(0)
size_of_all = sum(length[name] for name in real)
rates = torch.stack([*rate.values(), together / size_of_all])
columns = {
    "passage": [*played, "all but lot"],
    "words": [*map(len, played.values()), len(every)],
    "characters": [*length.values(), size_of_all],
}
table(columns | dict(zip(("model", "n-gram", "blind"), rates.T)))


def is_right(word, shares, who):
    """Does the candidate come to which it gives most?"""
    return max(shares, key=lambda option: shares[option][who]) == word


right = [
    sum(is_right(word, shares, who) for word, _, _, shares in every)
    for who in range(2)
]
ends = [wilson(k, len(every)) for k in right]
columns = {"first guess": ["model", "n-gram"], "right": right}
table(columns | {"of": [len(every)] * 2, "95 % interval": ends})
# --8<-- [end:table]

# --8<-- [start:stakes]
# one share, for every word, on the first guess; the n-gram model
# spreads the rest over all other words
hit = right[0] / len(every)
stakes = torch.tensor([0.2, hit, 0.6, 0.99])
staked = torch.zeros(4)
spread = 0
for word, _, costs, shares in every:
    first = max(shares, key=lambda option: shares[option][0])
    staked -= (stakes if word == first else 1 - stakes).log2()
    if word != first:
        spread += costs[1] + math.log2(1 - shares[first][1])
columns = {
    "stake": ["one fifth", "its hits", "three fifths", "99 in 100"],
    "share": stakes,
    "bits a word": staked / len(every),
    "with the spread, a character": (staked + spread) / size_of_all,
}
table(columns)
# --8<-- [end:stakes]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, SOFT, axes, show

kinds = [p["kind"].partition(" with")[0] for p in passages]
order = sorted(range(len(kinds)), key=lambda i: -rates[i, 0])
fig, ax = axes(330)
looks = zip(["model", "n-gram", "blind"], "os|", [MODEL, INK, SOFT])
for who, (name, mark, colour) in enumerate(looks):
    ax.plot(rates[order, who], range(len(order)), mark, color=colour)
    ax.plot(4 * who + 0.4, len(order), mark, color=colour)
    ax.text(4 * who + 0.7, len(order), name, color=colour, va="center")
ax.set_yticks(range(len(order)), [kinds[i] for i in order])
ax.set(xlim=(0, 14), xlabel="bits per character")
said = [
    f"{kinds[i]} {rates[i, 0]:.2f}, {rates[i, 1]:.2f}" for i in order
]
show(fig, "Bits per character, model and n-gram: " + "; ".join(said))
# --8<-- [end:figure]

# --8<-- [start:data]
from perspectives.output import keep

lines = []
for passage in passages:
    lines.append(passage | {"text": passage["text"].split("¦")[0]})
    for word, each, costs, shares in played[passage["name"]]:
        told = {"word": word, "bits": [f"{b:.2f}" for b in costs]}
        told["tokens"] = [(token, f"{b:.2f}") for token, b in each]
        told["shares"] = {
            option: [f"{a:.4f}", f"{b:.6f}"]
            for option, (a, b) in sorted(shares.items())
        }
        lines.append(told)
keep(lines)
# --8<-- [end:data]

# --8<-- [start:check]
for name in real:
    assert rate[name][0] < rate[name][1] - 0.5, f"{name}: counting does"

# control: the words of `mill`, shuffled
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
apart = [
    abs(costs[0] - sum(b for _, b in each))
    for _, each, costs, _ in every
]
assert max(apart) > 0.2, "the ends of words cost nothing"

given = [sum(x) for *_, s in every for x in zip(*s.values())]
assert max(given) < 1.0001, "more than there is was shared out"

# control: to stake less or more than one is right with costs more
assert staked.argmin() == 1, "another stake than its hits is cheaper"
assert staked[3] > 2 * staked[1], "to be sure costs nothing"
# --8<-- [end:check]
