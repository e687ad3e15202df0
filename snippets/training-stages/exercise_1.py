"""What must a rare reply be paid to be said half the time?"""

# --8<-- [start:task]
import math

import numpy as np

rare, beta = 0.01, 0.5

# a model says one reply with probability `rare`. Only this reply has
# a reward, the same every time. With a penalty of beta per nat, which
# reward makes it half of what the tuned model says?
# --8<-- [end:task]


# --8<-- [start:solution]
def share(reward, start, beta):
    """Probability of the reply after tuning."""
    paid = start * math.exp(reward / beta)
    return paid / (paid + 1 - start)


def price(start, beta):
    return beta * math.log((1 - start) / start)


cases = {
    "once in 100": (0.01, 0.5),
    "once in 10,000": (0.0001, 0.5),
    "once in 100, dearer": (0.01, 1.0),
}
print("said                 penalty  reward")
for said, (start, b) in cases.items():
    print(f"{said:19}  {b:7}  {price(start, b):6.2f}")
# --8<-- [end:solution]

# --8<-- [start:check]
paid = price(rare, beta)
assert abs(share(paid, rare, beta) - 0.5) < 1e-9, "that is not half"

# by search: no other share earns more, once the penalty is paid
q = np.linspace(0.001, 0.999, 999)
away = q * np.log(q / rare) + (1 - q) * np.log((1 - q) / (1 - rare))
earned = paid * q - beta * away
assert abs(q[earned.argmax()] - 0.5) < 0.002, "not the best"

# control: without a reward nothing moves
assert abs(share(0, rare, beta) - rare) < 1e-9, "it moves unpaid"
# --8<-- [end:check]
