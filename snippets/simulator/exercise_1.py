"""How fast does Euler's rule make energy?"""

# --8<-- [start:task]
import math


def steps(h, times, energy=1.0):
    """How many steps until a small swing has `times` its energy?"""
    count = 0
    while energy < times:
        energy *= 1 + h * h
        count += 1
    return count


# one step of h multiplies the energy of a small swing by 1 + h * h.
# Let a whole swing take 2 pi: by how much does the energy grow in one
# swing, in steps of 0.1? And does a shorter step cure it?
# --8<-- [end:task]

# --8<-- [start:solution]
print("step    doubled after  a swing multiplies by")
grows = {}
for h in 0.1, 0.01, 0.001:
    grows[h] = (1 + h * h) ** (2 * math.pi / h)
    print(f"{h:<5}  {steps(h, 2):14,}  {grows[h]:20.3f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert steps(0.1, 2) == 70, "70 steps of one hundredth double it"
assert 1.8 < grows[0.1] < 1.9, "one swing should nearly double it"

# control: a step ten times shorter delays it, and does not cure it
assert steps(0.01, 2) > 90 * steps(0.1, 2), "shorter steps are no help"
assert grows[0.001] > 1.006, "the energy is kept"
# --8<-- [end:check]
