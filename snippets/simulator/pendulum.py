"""Does a learned simulation of physics keep its laws?"""

# --8<-- [start:tracks]
import torch
from numpy.random import RandomState

from perspectives.measure import student, table


def euler(state, h=0.1):
    """One step, by speed and force at its beginning."""
    angle, speed = state.unbind(-1)
    return state + torch.stack([speed, -angle.sin()], -1) * h


def true(state):
    """The same in 20 short ones, by speed and force in the middle."""
    for _ in range(20):
        middle = euler(state, 0.0025)
        state = state + euler(middle, 0.005) - middle
    return state


def track(step, start, steps=1000):
    """Let go at these angles: (step, ..., angle and speed)."""
    states = [torch.stack([start, 0 * start], -1)]
    for _ in range(steps):
        states.append(step(states[-1]))
    return torch.stack(states)


seen = track(true, torch.linspace(0.1, 2.5, 25).double(), 100)
now, later = (x[::10].flatten(0, 1) for x in (seen[:-1], seen[1:]))
# --8<-- [end:tracks]


# --8<-- [start:demo]
@torch.enable_grad()
def learned(lessons):
    """Eight nets, shown where a pendulum is a tenth of a second on."""
    rng, sizes = RandomState(0), [(8, 2, 32), (8, 1, 32), (8, 32, 2)]
    weights = [torch.tensor(rng.randn(*x)) for x in sizes]
    read, least, write = (x.requires_grad_() for x in weights)
    adam = torch.optim.Adam(weights)

    def step(state):
        return state + (state @ read + least).tanh() @ write / 100

    for lesson in range(lessons):
        adam.param_groups[0]["lr"] = 0.03 * (1 - lesson / lessons)
        adam.zero_grad()
        (step(now) - later).square().mean().backward()
        adam.step()
    return torch.no_grad()(step)


# --8<-- [end:demo]

# --8<-- [start:table]
rules = {"300 lessons": learned(300), "3,000 lessons": learned(3000)}
rules |= {"Euler's rule": euler, "the true one": true}
start = torch.tensor([0.55, 1.05, 1.55, 2.05]).double().expand(8, 4)
gained, miss = {}, {}
for name, step in rules.items():
    angle, speed = track(step, start).unbind(3)  # (step, net, start)
    energy = speed**2 / 2 - angle.cos()
    gained[name] = energy - energy[0]
    miss[name] = (step(now) - later).square().mean().sqrt().item()
ends = [x[-1].abs().mean(1) for x in gained.values()]
columns = {"who steps": list(rules), "of": [8, 8, 1, 1]}
columns["error of a step"] = [f"{x:.4f}" for x in miss.values()]
columns["energy off"] = [x.mean().item() for x in ends]
table(columns | {"interval": list(map(student, ends))})
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, ax = axes(210)
time, (some, many, one, _) = torch.arange(201) / 2, gained.values()
ax.plot(time, some[::5, :, 2], color=SOFT, lw=0.8)
ax.plot(time, many[::5, :, 2], color=INK, lw=0.8)
ax.plot(time, one[::5, 0, 2], "--", color=INK)
ax.set(xlabel="time", ylabel="energy gained", ylim=(-1.2, 4.9))
told = ", ".join(f"{x.mean():.2f} by {k}" for k, x in zip(rules, ends))
show(fig, f"Energy wrongly gained or lost after 1,000 steps: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert ends[0].max() < ends[2].mean() / 5, "the nets run away"
assert ends[1].mean() < ends[0].mean() / 2, "more lessons do not help"

# control: a rule whose single steps are no worse, and it runs away
assert miss["Euler's rule"] < miss["300 lessons"], "its steps are worse"
assert ends[2].mean() > 2, "small errors are always harmless"
# control: the true pendulum, by the same reading of the energy
assert ends[3].max() < 0.001, "the energy is misread"
# --8<-- [end:check]
