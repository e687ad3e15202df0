"""How likely was the very reply that you saw?"""

# --8<-- [start:task]
from perspectives.measure import chat, costs

prompt = chat("What is the capital of France?")
bits = costs(prompt, "The capital of France is Paris.<|im_end|>")[0]
print(f"the reply costs  {bits.sum():.1f} bits")

# one time in how many is the reply heard at temperature 1? And what
# is the probability of its first word alone?
# --8<-- [end:task]

# --8<-- [start:solution]
print(f"one time in how many  {2 ** bits.sum():.0f}")
print(f"P(The)                {2 ** -bits[0]:.2f}")
print(f"P(the rest)           {2 ** -bits[1:].sum():.2f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert 8 < 2 ** bits.sum() < 32, "the likeliest reply is rarely heard"
product = (2**-bits).prod()
assert abs(product * 2 ** bits.sum() - 1) < 1e-3, "bits add up"

# control: a step forgotten, and the product comes out too large
assert bits[0] > 1, "the first token should cost something"
# --8<-- [end:check]
