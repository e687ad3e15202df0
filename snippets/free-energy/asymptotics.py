"""How fast does the free energy grow: by the count of weights?"""

# --8<-- [start:demo]
import numpy as np

u = np.linspace(np.log(1e-9), 0, 2001)
w = np.exp(u)  # a grid on (0, 1], fine near the minimum at 0
dw = w * (u[1] - u[0])
w1, w2, dw12 = w[:, None], w[None], dw[:, None] * dw[None]
n = np.logspace(3, 7, 9)


def free_energy(loss, cell):
    """F_n = -log of the integral of exp(-n loss), flat prior."""
    evidence = [(np.exp(-k * loss) * cell).sum() for k in n]
    return -np.log(evidence)


potentials = {  # loss above its least, cell, weights, lambda
    "w^2": (w**2, dw, 1, 1 / 2),
    "w^4": (w**4, dw, 1, 1 / 4),
    "w^6": (w**6, dw, 1, 1 / 6),
    "u^2 + v^2": (w1**2 + w2**2, dw12, 2, 1),
    "u^2 + v^4": (w1**2 + w2**4, dw12, 2, 3 / 4),
    "u^2 v^2": ((w1 * w2) ** 2, dw12, 2, 1 / 2),
}
F, slope = {}, {}
print("loss       weights/2  theory  slope")
for name, (loss, cell, d, theory) in potentials.items():
    F[name] = free_energy(loss, cell)
    slope[name] = np.polyfit(np.log(n), F[name], 1)[0]
    print(f"{name:9}  {d / 2:9.2f}  {theory:6.2f}  {slope[name]:5.2f}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, ax = axes(230)
for name, label in ("w^2", "w²"), ("w^4", "w⁴"), ("w^6", "w⁶"):
    ax.plot(np.log(n), F[name], "o-", color=INK)
    ax.text(np.log(n[-1]) + 0.25, F[name][-1] - 0.1, label)
for name in "w^4", "w^6":
    rise = (np.log(n) - np.log(n[0])) / 2
    ax.plot(np.log(n), F[name][0] + rise, ":", color=SOFT)
ax.text(6.9, 7.7, "dotted: if weights counted", color=SOFT)
ax.set(xlabel="log n", ylabel="free energy", xlim=(6.6, 17.2))
said = ", ".join(f"{k}: {slope[k]:.2f}" for k in ("w^2", "w^4", "w^6"))
show(
    fig,
    "Free energy against log n for three losses of one weight,"
    f" straight lines with slopes {said}; dotted, slope 0.50",
)
# --8<-- [end:figure]

# --8<-- [start:check]
for name, (_, _, _, theory) in potentials.items():
    if name != "u^2 v^2":  # there the log log term is still at work
        assert abs(slope[name] - theory) < 0.01, (
            f"{name}: the theory's slope is not what is measured"
        )
assert 0.40 < slope["u^2 v^2"] < 0.47, "no trace of the log log term"

# control: the count of weights, which is right for regular losses
gap = {k: abs(slope[k] - p[2] / 2) for k, p in potentials.items()}
assert max(gap["w^2"], gap["u^2 + v^2"]) < 0.01, "BIC fails everywhere"
assert min(gap["w^4"], gap["w^6"], gap["u^2 + v^4"]) > 0.2, (
    "half the number of weights would have done for the others too"
)
# --8<-- [end:check]
