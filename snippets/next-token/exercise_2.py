"""At what temperature is Paris a coin toss?"""

# --8<-- [start:task]
from perspectives.measure import first_tokens
from perspectives.model import load

model, tokenizer = load()
prompt = tokenizer("The capital of France is", return_tensors="pt")
logits = model(**prompt).logits[0, -1].double()  # (49152,)
paris, london = first_tokens([" Paris", " London"])


def chance(temperature):
    """Probability of Paris if the logits are divided by this."""
    return (logits / temperature).softmax(-1)[paris].item()


# find the temperature at which chance(...) is one half
# --8<-- [end:task]

# --8<-- [start:solution]
low, high = 0.1, 10.0
for _ in range(40):  # hotter is flatter: halve the interval
    middle = (low + high) / 2
    if chance(middle) > 0.5:
        low = middle
    else:
        high = middle

print("temperature  P(Paris)")
for t in (0.2, 1, middle, 2, 10):
    print(f"{t:.2f}  {chance(t):.3f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert abs(chance(middle) - 0.5) < 1e-4, "not yet a coin toss"
assert chance(middle - 0.1) > 0.5 > chance(middle + 0.1), (
    "cooler should make Paris likelier, and hotter less likely"
)

# control: a token that is not the likeliest has no such order
cool, warm, hot = (
    (logits / t).softmax(-1)[london].item() for t in (0.2, 1, 10)
)
assert cool < warm > hot, "London is likeliest somewhere in between"
# --8<-- [end:check]
