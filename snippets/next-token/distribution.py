"""What does the model say comes next?"""

# --8<-- [start:demo]
from perspectives.model import load

model, tokenizer = load()
prompt = tokenizer("The capital of France is", return_tensors="pt")

# one logit for each token; softmax turns them into probabilities
logits = model(**prompt).logits[0, -1].double()  # (49152,)
chance, order = logits.softmax(-1).sort(descending=True)
words = [tokenizer.decode(i).strip() for i in order[:4]]
top = chance[:4].tolist()
# --8<-- [end:demo]

# --8<-- [start:draws]
import random
from bisect import bisect
from itertools import accumulate

from perspectives.measure import table

# in whose stretch of 0 to 1 does a random point fall?
edges, rng = list(accumulate(chance.tolist())), random.Random(0)
draws = [bisect(edges, rng.random()) for _ in range(2000)]
share = [draws.count(rank) / 2000 for rank in range(4)]

columns = {
    "next token": [*words, "the rest"],
    "probability": [*top, 1 - sum(top)],
    "of 2,000 draws": [*share, 1 - sum(share)],
}
table(columns, decimals=3)
n, possible = len(chance), int((chance > 0).sum())
print(f"tokens  {n:,}")
print(f"of which possible  {possible:,}")
# --8<-- [end:draws]

# --8<-- [start:prompts]
from perspectives.measure import DATA, next_token
from perspectives.output import keep

# the same for the prompts that the front page offers
prompts = (DATA / "prompts.txt").read_text().splitlines()
for text, bits in zip(prompts, next_token(prompts)):
    likely, ids = bits.exp2().topk(4)
    pieces = [tokenizer.decode(i).strip() for i in ids]
    shares = [*likely.tolist(), 1 - likely.sum().item()]
    words_next = zip(
        [*pieces, "the rest"], map("{:.3f}".format, shares)
    )
    keep([{"prompt": text, "next": dict(words_next)}])
# --8<-- [end:prompts]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

names = [f"“{w}”" for w in words] + [f"the other {n - 4:,}"]
values, drawn = columns["probability"], columns["of 2,000 draws"]
fig, ax = axes(170)
bars = ax.barh(names, values, color=MODEL)
ax.bar_label(bars, fmt="%.3f", padding=4, color=MODEL)
ax.plot(drawn, names, "|", color=INK, markersize=15)
ax.set(xlim=(0, 1), xlabel="probability of being next")
ax.invert_yaxis()
ax.grid(False)
parts = map("{} {:.3f}".format, names, values)
show(fig, "After The capital of France is: " + ", ".join(parts))
# --8<-- [end:figure]

# --8<-- [start:check]
assert abs(edges[-1] - 1) < 1e-9, "probabilities must sum to 1"
assert possible == len(tokenizer), "some token is ruled out"
assert words[0] == "Paris" and top[0] > 0.5, "it cannot tell"
off = [abs(a - b) for a, b in zip(share, top)]
assert max(off) < 0.03, "draws do not follow it"

# control: draws at temperature 2 do not have these shares
flat = list(accumulate((chance**0.5).tolist()))
hot = [bisect(flat, rng.random() * flat[-1]) for _ in range(2000)]
assert abs(hot.count(0) / 2000 - top[0]) > 0.3, (
    "the comparison is blind: another temperature passes it too"
)
# --8<-- [end:check]
