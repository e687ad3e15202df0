"""Does a simulation of physics keep the laws of physics?"""

# --8<-- [start:demo]
from math import cos, pi, sin


def energy(angle, speed):
    """Of a pendulum, in units of mass x gravity x length."""
    return speed**2 / 2 - cos(angle)


def explicit(angle, speed, h):
    """Euler's rule: both steps from where it was."""
    return angle + h * speed, speed - h * sin(angle)


def symplectic(angle, speed, h):
    """The same, but the angle moves with the new speed."""
    speed = speed - h * sin(angle)
    return angle + h * speed, speed


def run(step, h, time=100):
    """The energy gained, from a quarter turn aside and at rest."""
    state = pi / 2, 0.0
    gained = [energy(*state)]
    for _ in range(round(time / h)):
        state = step(*state, h)
        gained.append(energy(*state))
    return gained


names = {"explicit": explicit, "symplectic": symplectic}
kept = {}
print("rule, step          largest error  error at the end")
for h in 0.1, 0.05:
    for name, step in names.items():
        kept[name, h] = e = run(step, h)
        print(
            f"{f'{name}, {h}':18}  {max(map(abs, e)):13.2f}"
            f"  {abs(e[-1]):16.2f}"
        )
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, ax = axes(200)
for name, shade in ("explicit", INK), ("symplectic", SOFT):
    e = kept[name, 0.1]
    ax.plot([i * 0.1 for i in range(len(e))], e, color=shade)
ax.axhline(1, color=SOFT, lw=1, ls="--")
ax.text(100, 1.1, "enough to go over the top", color=SOFT, ha="right")
ax.text(48, 3.3, "explicit", ha="right")
ax.text(99, 0.25, "symplectic", color=SOFT, ha="right")
ax.set(
    xlabel="time (1 = root of length over gravity)",
    ylabel="energy gained",
    xlim=(0, 100),
)
ends = {name: max(map(abs, kept[name, 0.1])) for name in names}
show(
    fig,
    "Energy of a pendulum that should keep it. Largest error: "
    + ", ".join(f"{k} {v:.2f}" for k, v in ends.items()),
)
# --8<-- [end:figure]

# --8<-- [start:check]
for h in 0.1, 0.05:
    plain, kind = kept["explicit", h], kept["symplectic", h]
    assert plain[-1] > 1, "the explicit rule should run away"
    assert max(map(abs, kind)) < 0.1, "the symplectic rule should not"
    early, late = kind[: len(kind) // 2], kind[len(kind) // 2 :]
    assert max(late) < 1.05 * max(early), "it drifts after all"

# control: at the lowest point no force acts, so the order of the two
# steps cannot matter
still = [step(0.0, 1.0, 0.1)[0] for step in names.values()]
assert still == [0.1, 0.1], "the rules differ without a force"
# --8<-- [end:check]
