"""How much data until log log n can be forgotten?"""

# --8<-- [start:task]
import numpy as np
from scipy.special import erf

# loss u^2 v^2: with t = u sqrt(n), and v integrated by hand,
# exp(-F) = sqrt(pi / 4 n) times the integral of erf(t) / t
# from t = 0 to sqrt(n).
# The slope of F against log n is on its way to 1/2. For which power
# of ten does it come within 0.01?
# --8<-- [end:task]


# --8<-- [start:solution]
def slope(power):
    """Of F against log n, at n = 10 ** power."""
    top = power * np.log(10) / 2  # log of sqrt(n)
    s = np.linspace(-40, top, 20_001)  # s = log t
    y = erf(np.exp(s))
    integral = (y.sum() - y[-1] / 2) * (s[1] - s[0])
    return 1 / 2 - y[-1] / integral / 2


print("power of ten  slope  one half less 1 / log n")
for power in 3, 6, 12, 24, 48:
    rough = 1 / 2 - 1 / (power * np.log(10))
    print(f"{power:12}  {slope(power):5.2f}  {rough:23.2f}")
near = next(p for p in range(1, 99) if slope(p) > 0.49)
print(f"within 0.01 from the power  {near}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert 40 < near < 46, "from - log log n one expects about e^100"

# control: v^2 in place of u^2 v^2 has no log log, so no delay
w = np.exp(np.linspace(np.log(1e-9), 0, 20_001))
G = [-np.log((np.exp(-n * w**2) * w).sum()) for n in (1e3, 1e4)]
late = 1 / 2 - (G[1] - G[0]) / np.log(10)
delay = 1 / 2 - slope(4)
assert abs(late) < delay / 50, "the delay is not the log log's doing"
# --8<-- [end:check]
