"""At which step does the pendulum explode?"""

# --8<-- [start:task]
from math import sin


def explodes(h, rule, steps=2000):
    """Does a swing of 0.001 ever grow a hundredfold?"""
    angle, speed = 0.001, 0.0
    for _ in range(steps):
        force = -sin(angle)
        if rule == "symplectic":
            speed += h * force
            angle += h * speed
        else:
            angle, speed = angle + h * speed, speed + h * force
        if abs(angle) > 0.1:
            return True
    return False


# find the smallest step at which the symplectic rule explodes
# --8<-- [end:task]

# --8<-- [start:solution]
low, high = 0.1, 3.0  # does not, does
while high - low > 0.001:
    middle = (low + high) / 2
    if explodes(middle, "symplectic"):
        high = middle
    else:
        low = middle
limit = high
print(f"symplectic: from a step of {limit:.2f} on")
found = [explodes(h, "explicit") for h in (0.1, 0.5, 1.0)]
print("explicit, steps of 0.1, 0.5, 1.0:", *found)
# --8<-- [end:solution]

# --8<-- [start:check]
assert not explodes(limit - 0.01, "symplectic"), "stable below"
assert explodes(limit + 0.01, "symplectic"), "not above"
assert abs(limit - 2) < 0.02, "theory says 2, for small swings"

# control: the explicit rule has no safe step, only slower ends
assert all(found), "the explicit rule should explode at any step"
# --8<-- [end:check]
