"""Which tokens carry the bits?"""

# --8<-- [start:kinds]
import math
import random
import re
from itertools import pairwise
from pathlib import Path

import torch

from perspectives.model import load

model, tokenizer = load()
data = Path(__file__).parents[1] / "data"
text = (data / "prose.txt").read_text()
closed = """a about after again all an and another any as at away back
be been before behind below but by can could did do down each every
for from get had have he her herself him his how i if in into is it
its itself just like me more most my never no nor not nothing of off
on once one only or other our out over own same she should
so some still such than that the their them then there these they
this those though through to too two under until up was we were what
when where whether which while who whom whose why will with without
would yet you your"""
small = set(closed.split())


def kind(token, before):
    """The sort of token, from closed lists and what precedes it."""
    word = token.strip()
    if not re.search(r"\w", word):
        return "mark"
    if re.search(r"\w$", before) and not token.startswith(" "):
        return "piece"  # the rest of a word that began before
    return "small" if word.lower() in small else "content"


ids = tokenizer("\n" + text).input_ids
tokens = [tokenizer.decode(i) for i in ids]
kinds = [kind(b, a) for a, b in pairwise(tokens)]
# --8<-- [end:kinds]

# --8<-- [start:demo]
row = torch.tensor([ids])
p = model(row).logits[0, :-1].log_softmax(-1)
bits = -p[range(len(kinds)), ids[1:]] / math.log(2)
order = bits.argsort(descending=True).tolist()
n, total = len(kinds), bits.sum()
is_content = torch.tensor([k == "content" for k in kinds])
share = is_content.float().mean()

print("kind     tokens  of tokens  of bits  mean bits")
for k in "content", "piece", "small", "mark":
    at = torch.tensor([x == k for x in kinds])
    print(
        f"{k:7}  {at.sum():6}  {at.float().mean():9.2f}"
        f"  {bits[at].sum() / total:7.2f}  {bits[at].mean():9.1f}"
    )
print("costliest  tokens  of bits  content words among them")
top = {}
for part in 0.05, 0.1, 0.2, 0.5:
    first = order[: round(part * n)]
    held = bits[first].sum() / total
    content = is_content[first].float().mean()
    top[part] = held.item(), content.item()
    print(f"{part:9.0%}  {len(first):6}  {held:7.2f}  {content:.2f}")
rng, drawn = random.Random(0), []
for _ in range(1000):  # the labels dealt out again by lot
    dealt = is_content[rng.sample(range(n), round(0.1 * n))]
    drawn.append(dealt.float().mean().item())
drawn.sort()
print("a tenth by lot  content words  95 % of draws")
print(
    f"labels dealt again  {share:.2f}"
    f"  {drawn[25]:.2f} to {drawn[975]:.2f}"
)
print(
    "the ten costliest  ",
    ", ".join(tokens[i + 1].strip() for i in order[:10]),
)
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(230)
shares = (bits[order].cumsum(0) / total).tolist()
ax.plot([i / n for i in range(n + 1)], [0, *shares], color=MODEL)
ax.plot([0, 1], [0, 1], color=INK)
ax.text(0.6, 0.4, "if all cost the same")
held, _ = top[0.2]
ax.plot(0.2, held, "o", color=MODEL)
ax.text(
    0.02,
    0.8,
    f"a fifth of the tokens:\n{held:.2f} of the bits",
    color=MODEL,
)
ax.set(xlabel="share of the tokens, the costliest first")
ax.set(ylabel="share of the bits", xlim=(0, 1), ylim=(0, 1.02))
said = ", ".join(f"{h:.2f} in {k:.0%}" for k, (h, _) in top.items())
show(fig, f"Share of the bits in the costliest tokens: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert top[0.1][0] > 0.2, "the bits lie as thick on all tokens"
assert top[0.1][1] > drawn[-1] + 0.1, "they are no content words"
assert bits[is_content].mean() > 2 * bits[~is_content].mean(), (
    "a content word costs about what another token costs"
)

# control: a predictor without a context, the model's mean guess
flat = p.exp().mean(0).log()
flat = -flat[ids[1:]] / math.log(2)
plain = flat.sort(descending=True).values[: round(0.1 * n)].sum()
assert plain / flat.sum() < top[0.1][0] - 0.05, (
    "any predictor would look like this; it is how words are spread"
)
# --8<-- [end:check]
