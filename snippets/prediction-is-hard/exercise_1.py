"""How many bits is a digit?"""

# --8<-- [start:task]
import math

from perspectives.measure import first_tokens
from perspectives.model import load

model, tokenizer = load()
prompt = "Ten digits drawn by lot: 7, 2, 9, 4, 4, 0, 6, "
ids = tokenizer(prompt, return_tensors="pt").input_ids
digits = first_tokens("0123456789")

# any digit may come next, each one time in ten. What would you pay
# for it on average if you knew that, and what does the model pay?
# --8<-- [end:task]

# --8<-- [start:solution]
p = model(ids).logits[0, -1].double().softmax(-1)[digits]
even = math.log2(10)
paid = -p.log2().mean().item()  # averaged over what may come
print("predictor         bits a digit")
print(f"knows the lot     {even:.2f}")
print(f"the model         {paid:.2f}")
print(f"P(0) to P(9)      {' '.join(f'{x:.2f}' for x in p)}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert paid > even, "nobody pays less than log2(10) for a fair digit"

# the excess is the divergence of the model's guess from the lot
divergence = sum(0.1 * math.log2(0.1 / x) for x in p.tolist())
assert abs(paid - even - divergence) < 1e-6, "it should be the excess"

# control: if the digit were drawn by the model's own probabilities,
# nobody could do better than the model
own = p / p.sum()
entropy = -(own * own.log2()).sum().item()
assert entropy < even, "an uneven lot is cheaper than an even one"
# --8<-- [end:check]
