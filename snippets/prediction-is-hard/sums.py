"""How much of the bill is for the answers that need a sum?"""

# --8<-- [start:texts]
import math
import re
from pathlib import Path

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
data = Path(__file__).parents[1] / "data"
marked = (data / "sums.txt").read_text().strip().split("\n\n")
digits = [tokenizer(str(i)).input_ids[0] for i in range(1, 10)]


def read(pieces):
    """Bits of all tokens; of the digits 1 to 9 at the results."""
    ids, at = tokenizer("\n").input_ids, []
    for i, piece in enumerate(pieces):  # text, result, text, ...
        at += [len(ids) - 1] if i % 2 else []
        ids = ids + tokenizer(piece).input_ids
    ids = torch.tensor([ids])
    scores = model(ids).logits[0, :-1].log_softmax(-1) / -math.log(2)
    bits = scores[range(len(scores)), ids[0, 1:]]
    return bits, scores[at][:, digits]


stories, formulas = [], []
for story in marked:  # a result stands in the file as [4+3=7]
    stories.append(re.split(r"\[.{3}=(\d)\]", story))
    formulas += re.findall(r"\[(.)(.)(.)=(\d)\]", story)
right = torch.tensor([int(f[3]) - 1 for f in formulas])[:, None]
# --8<-- [end:texts]

# --8<-- [start:demo]
bits, odds = map(torch.cat, zip(*map(read, stories), strict=True))
n = len(formulas)
shown = "\n6 + 3 = 9\n8 - 6 = 2\n3 x 3 = 9\n6 / 3 = 2\n7 - 4 = 3\n"
past = model(**tokenizer(shown, return_tensors="pt")).past_key_values
past.batch_repeat_interleave(n)
rows = tokenizer([" ".join([*f[:3], "= "]) for f in formulas])
rows = torch.tensor(rows.input_ids)
out = model(rows, past_key_values=past, logits_to_keep=1).logits
bare = out[:, 0].log_softmax(-1)[:, digits] / -math.log(2)

print("where        bits  wrong digits  right  of  interval")
found = {}
for name, x in ("in a story", odds), ("as a formula", bare):
    cost = x.gather(1, right)[:, 0]
    wrong = (x.sum(1) - cost).mean() / 8
    k = int((x.argmin(1) == right[:, 0]).sum())
    low, high = binomtest(k, n).proportion_ci(method="wilson")
    print(
        f"{name:12}  {cost.mean():4.1f}  {wrong:12.1f}  {k:5}  {n}"
        f"  {low:.2f} to {high:.2f}"
    )
    found[name] = cost, wrong.item(), k
paid, all_bits = found["in a story"][0].sum(), bits.sum()
print(f"tokens in the stories  {len(bits)}")
print(f"results, share of the tokens  {n / len(bits):.3f}")
print(f"results, share of the bits  {paid / all_bits:.3f}")
print(f"bits a token  {bits.mean():.2f}")
free = (all_bits - paid) / len(bits)
print(f"bits a token, if all results were free  {free:.2f}")
# --8<-- [end:demo]

# --8<-- [start:check]
story, formula = found["in a story"], found["as a formula"]
assert paid / all_bits < 0.1, "the bill is mostly for sums"
assert story[2] < n / 3, "it adds up while it reads"
assert abs(story[0].mean() - story[1]) < 1.5, "right is cheaper"

# control: the same sums as formulas; it can do them when asked
assert formula[2] > story[2] + n / 4, "it cannot do them anyway"
assert formula[1] - formula[0].mean() > 3, "the digits are to blame"
# --8<-- [end:check]
