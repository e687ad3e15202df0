"""Is a higher score from the stand-in always better?"""

# --8<-- [start:fit]
import numpy as np

replies, runs = 200, 100
start = 1 / np.arange(1, replies + 1)  # a few common, many rare
start /= start.sum()


def fit(winner, loser, ridge=0.03):
    """Bradley-Terry scores by Newton's method."""
    score = np.zeros(replies)
    for _ in range(20):
        lost = 1 / (1 + np.exp(score[winner] - score[loser]))
        slope, curve = -ridge * score, ridge * np.eye(replies)
        np.add.at(slope, winner, lost)
        np.add.at(slope, loser, -lost)
        weight = lost * (1 - lost)
        for a, b in ((winner, loser), (loser, winner)):
            np.add.at(curve, (a, a), weight)
            np.add.at(curve, (a, b), -weight)
        score += np.clip(np.linalg.solve(curve, slope), -1, 1)
    return score


def tuned(score, beta):
    """The best compromise: the start, weighted by exp(score / beta)."""
    logits = np.log(start) + score / beta
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


# --8<-- [end:fit]

# --8<-- [start:demo]
betas = 4, 2, 1, 0.5, 0.25, 0.12, 0.06, 0.03
rows = np.zeros((runs, len(betas), 4))
for run in range(runs):
    rng = np.random.RandomState(run)
    truth = rng.standard_normal(replies) + np.log(start * replies) / 2
    truth -= start @ truth  # the start has a mean of 0
    a, b = rng.choice(replies, (2, 1000), p=start)
    chance = 1 / (1 + np.exp(truth[b] - truth[a]))
    wins = (rng.random_sample(1000) < chance) & (a != b)
    lose = (a != b) & ~wins
    winner = np.concatenate([a[wins], b[lose]])
    proxy = fit(winner, np.concatenate([b[wins], a[lose]]))
    proxy -= start @ proxy
    for i, beta in enumerate(betas):
        now, ideal = tuned(proxy, beta), tuned(truth, beta)
        far = now @ np.log(np.maximum(now, 1e-300) / start)
        rows[run, i] = far, now @ proxy, now @ truth, ideal @ truth

far, seen, real, ideal = rows.mean(0).T
width = 1.96 * rows[:, :, 2].std(0, ddof=1) / runs**0.5
print(f"{runs} runs, 1000 comparisons each")
print("beta   nats away  proxy  truth  interval      truth as reward")
for i, beta in enumerate(betas):
    print(
        f"{beta:<5}  {far[i]:9.1f}  {seen[i]:5.1f}  {real[i]:5.1f}"
        f"  {real[i] - width[i]:.1f} to {real[i] + width[i]:.1f}"
        f"  {ideal[i]:15.1f}"
    )
best = real.argmax()
drop = rows[:, best, 2] - rows[:, -1, 2]
w = 1.96 * drop.std(ddof=1) / runs**0.5
print(f"lost after the best  {drop.mean():.1f}")
print(
    f"interval of that     {drop.mean() - w:.1f}"
    f" to {drop.mean() + w:.1f}"
)
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, ax = axes(240)
ax.plot(far, seen, "--", color=SOFT)
ax.plot(far, ideal, ":", color=INK)
ax.errorbar(far, real, yerr=width, color=INK, fmt="o-")
ax.text(3.1, 3.8, "what the stand-in says", ha="right", color=SOFT)
ax.text(5.9, 2.55, "truth as the reward", ha="right")
ax.text(4.2, 0.75, "what it is worth", ha="right")
ax.set(xlim=(-0.1, 6.2), ylim=(0, 4.8))
ax.set(xlabel="nats away from the old model", ylabel="mean reward")
top, end = real[best], real[-1]
show(
    fig,
    f"Proxy rises to {seen[-1]:.1f}; truth rises to {top:.1f}"
    f" and falls to {end:.1f}; with truth as reward {ideal[-1]:.1f}",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert seen[-1] > seen[best] + 0.3, "the stand-in should go on rising"
assert real[best] > 1 and 0 < best < len(betas) - 1, "no rise"
assert drop.mean() - w > 0, "the truth does not fall again"

# control: with truth itself as the reward, there is nothing to fall for
assert (np.diff(ideal) > -0.01).all(), "tuning as such does harm"
# --8<-- [end:check]
