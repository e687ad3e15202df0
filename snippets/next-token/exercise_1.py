"""How much likelier is a kitchen than a giraffe?"""

# --8<-- [start:task]
import math

from perspectives.measure import first_tokens
from perspectives.model import load

model, tokenizer = load()
text = "The restaurant was busy. The chef cooked the meal in the"
ids = tokenizer(text, return_tensors="pt").input_ids
logits = model(ids).logits[0, -1]  # (49152,)
kitchen, giraffe = first_tokens([" kitchen", " giraffe"])

# what does each word cost in bits, and how many times likelier is
# the kitchen? Then: can it be had from two logits alone?
# --8<-- [end:task]

# --8<-- [start:solution]
cost = -logits.log_softmax(-1) / math.log(2)
a, b = cost[kitchen].item(), cost[giraffe].item()
odds = 2 ** (b - a)  # each bit halves the probability
print("word     bits")
print(f"kitchen  {a:.1f}")
print(f"giraffe  {b:.1f}")
print(f"times likelier, in millions  {odds / 1e6:.1f}")

# the sum under the softmax is the same for both, so it cancels
lead = logits[kitchen] - logits[giraffe]
print(f"the lead in logits, as bits  {lead / math.log(2):.1f}")
# --8<-- [end:solution]

# --8<-- [start:check]
p = logits.double().softmax(-1)
assert abs(p[kitchen] / p[giraffe] / odds - 1) < 0.01, (
    "d bits more mean a probability 2 ** d times smaller"
)
assert abs(lead / math.log(2) - (b - a)) < 0.01, (
    "a difference of logits is a difference of log probabilities"
)

# control: e to the bits, a common slip, is far off
assert math.exp(b - a) > 100 * odds, "bits are powers of 2"
# --8<-- [end:check]
