"""Which polynomial has the lowest free energy, as data grow?"""

# --8<-- [start:task]
import numpy as np

rng = np.random.RandomState(0)
sigma, ns, degrees = 0.5, [10, 30, 100, 300, 1000], range(8)


def data(n, bend):
    """A line with a slight cubic bend, and noise."""
    x = rng.uniform(-1, 1, n)
    return x, x + bend * (5 * x**3 - 3 * x) + sigma * rng.randn(n)


# a polynomial's coefficients are N(0, 1), the noise N(0, sigma^2), so
# the data are Gaussian too, and F = -log p(y | x) is a formula.
# Which degree has the lowest F, on average over 40 data sets?
# --8<-- [end:task]


# --8<-- [start:solution]
def free_energy(x, y, degree):
    """-log N(y; 0, sigma^2 I + p p^T), p the basis."""
    p = np.polynomial.legendre.legvander(x, degree)
    a = p.T @ p + sigma**2 * np.eye(degree + 1)
    fit = p @ np.linalg.solve(a, p.T @ y)
    size = np.linalg.slogdet(a / sigma**2)[1]
    n = len(y)
    return (
        y @ (y - fit) / sigma**2
        + size
        + n * np.log(2 * np.pi * sigma**2)
    ) / 2


best = {}
print("n     bent  straight")
for n in ns:
    for bend in 0.1, 0:
        sets = [data(n, bend) for _ in range(40)]
        F = [
            np.mean([free_energy(x, y, d) for x, y in sets])
            for d in degrees
        ]
        best[n, bend] = int(np.argmin(F))
    print(f"{n:<4}  {best[n, 0.1]:4}  {best[n, 0]:8}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert best[10, 0.1] == 1, "little data: the line, which is not true"
assert best[1000, 0.1] == 3, "much data: the cubic, which is"

# control: where the line is true, no amount of data buys a cubic
assert {best[n, 0] for n in ns} == {1}, "more data, more complex anyway"
# --8<-- [end:check]
