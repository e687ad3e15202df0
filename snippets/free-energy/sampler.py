"""Does gradient descent land where the posterior has its mass?"""

# --8<-- [start:networks]
from itertools import product

import numpy as np
import torch

from perspectives.measure import student, table

rng, width = np.random.RandomState(0), 16
X = 2.0 * torch.tensor(list(product([0, 1], repeat=4))) - 1
shown, hidden = [0, 2, 3, 5, 6, 9, 10, 12, 13, 15], [1, 4, 7, 8, 11, 14]


def networks(n, by=1):
    """Drawn by lot: n networks. Made smaller, they say the same."""
    shapes = (n, width, 4), (n, width, 1), (n, width, 1), (n, 1)
    w, b, v, a = (torch.tensor(rng.randn(*x)).float() for x in shapes)
    return [w / by, b / by, v / width**0.5 / by, a / by**2]


def say(network):
    """Of each row, how much it speaks for a yes: (n, 16)."""
    w, b, v, a = network
    return (v * torch.relu(w @ X.T + b)).sum(1) + a


# --8<-- [end:networks]


# --8<-- [start:demo]
def descend(p, y, by=1):
    """What each says at its first fit to the rows that are shown."""
    rates, ends = (0.1, 0.1, 0.1, 0.1 / by**2), []  # as they shrank
    while len(p[0]):
        z = say(p)
        fit = ((z > 0) == y)[:, shown].all(1)
        ends.append((z > 0)[fit])
        p = [m[~fit].requires_grad_() for m in p]
        with torch.enable_grad():
            z = say(p) * (1 - 2.0 * y)  # positive where it is wrong
            loss = torch.nn.functional.softplus(z[:, shown]).mean(1)
            down = torch.autograd.grad(loss.sum(), p)
        p = [m.detach() - r * d for m, d, r in zip(p, down, rates)]
    return torch.cat(ends)


# --8<-- [end:demo]

# --8<-- [start:table]
drawn = torch.cat([say(networks(20_000)) > 0 for _ in range(20)])
a, b, c, _ = X.T > 0
rules = [a | ~a, a, a & b, a | b, a & (b | c), X[:, :3].sum(1) > 0]
even = np.full(64, 1 / 64)


def shares(ends):
    """How often each way to fill the hidden rows comes: (64,)."""
    way = (ends[:, hidden] * 2 ** torch.arange(6)).sum(1)
    return way.bincount(minlength=64).numpy() / len(way)


def apart(one, other):
    """Half of the summed differences: 0 the same, 1 none in common."""
    return np.abs(one - other).sum(-1).mean() / 2


lots, far, follow, sizes = np.random.RandomState(1), [], [], []
for y in rules:
    fit = drawn[(drawn == y)[:, shown].all(1)]  # the posterior
    ends = [descend(networks(2000, by), y, by) for by in (1, 2, 5)]
    here, *there = [shares(x) for x in (fit, *ends)]
    half, other = shares(fit[::2]), shares(fit[1::2])
    # as many draws from the posterior as there are descents, and as fit
    many = 2000, len(fit)
    one, two = (lots.multinomial(k, here, 99) / k for k in many)
    pairs = [(x, here) for x in (here, *there)]
    pairs += [(half, other), (one, two), (even, here)]
    far.append([apart(*pair) for pair in pairs])
    rows = here, *there, half, here, even
    follow.append([x @ shares(y[None]) for x in rows])
    sizes.append(len(fit))
far, follow = torch.tensor(far), torch.tensor(follow)
names = ["the posterior", "descent", "from half the size"]
names += ["from a fifth", "half from half", "by chance", "even shares"]
mean, ends = far.mean(0), [(0.0, 0.0), *map(student, far.T[1:])]
columns = {"which": names, "distance": mean, "interval": ends}
columns |= {"most": far.amax(0), "follow the rule": follow.mean(0)}
table(columns | {"rules": [len(rules)] * len(names)})
*few, most = sorted(sizes)
print(f"networks in a posterior  {few[0]} to {few[-1]}")
print(f"in that of the constant rule  {most}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, axes, show

fig, ax = axes(210)
for name, each, both in list(zip(names, far.T, ends))[:0:-1]:
    fill = "none" if name in names[4:] else "full"
    ax.plot(both, [name] * 2, color=INK)
    ax.plot(each, [name] * len(each), "o", color=INK, fillstyle=fill)
ax.set(xlabel="distance from the posterior", xlim=(-0.02, 1))
told = ", ".join(f"{m:.2f} {k}" for k, m in zip(names, mean))
show(fig, f"Mean distance from the posterior: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert mean[1] < 0.2, "gradient descent lands elsewhere"
assert far[:, 3].max() > 0.35, "where descent starts is nothing"
assert follow[:, 0].min() > 4 / 64, "the posterior prefers no rule"

# controls: two halves of the posterior are about as near as chance
# has it, and even shares of all ways to fill the rows are not
assert mean[4] < 0.15 and mean[6] > 0.6, "the distance tells nothing"
assert mean[5] < mean[1] < mean[6] / 3, "chance alone takes them so far"
# --8<-- [end:check]
