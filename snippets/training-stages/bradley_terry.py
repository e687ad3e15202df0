"""Can scores be recovered from raters who disagree?"""

# --8<-- [start:fit]
import numpy as np

replies, runs = 12, 40


def fit(winner, loser, ridge=0.01):
    """Bradley-Terry scores by Newton's method; their mean is 0."""
    score, eye = np.zeros(replies), np.eye(replies)
    gap = eye[winner] - eye[loser]  # one row for each comparison
    for _ in range(12):
        lost = 1 / (1 + np.exp(gap @ score))
        slope = gap.T @ lost - ridge * score
        curve = (gap * (lost * (1 - lost))[:, None]).T @ gap
        step = np.linalg.solve(curve + ridge * eye, slope)
        score += np.clip(step, -1, 1)
    return score


# --8<-- [end:fit]


# --8<-- [start:demo]
def compare(n, tastes, rng):
    """N pairs; which of the two does a rater prefer?"""
    a = rng.randint(replies, size=n)
    b = (a + rng.randint(1, replies, size=n)) % replies
    rater = rng.randint(len(tastes), size=n)
    gap = tastes[rater, a] - tastes[rater, b]
    wins = rng.random_sample(n) < 1 / (1 + np.exp(-gap))
    return np.where(wins, a, b), np.where(wins, b, a)


# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import table

sizes, kinds = (
    (30, 100, 300, 1000, 3000),
    ("one taste", "two camps", "at random"),
)
found, wide = np.zeros((2, runs, len(kinds), len(sizes)))
both = []
for run in range(runs):
    rng = np.random.RandomState(run)
    tastes = 1.6 * rng.standard_normal((2, replies))
    p = 1 / (1 + np.exp(tastes[0] - tastes[0][:, None]))
    off = ~np.eye(replies, dtype=bool)
    both.append((p**2 + (1 - p) ** 2)[off].mean())
    said = tastes[:1], tastes, 0 * tastes  # at random: no taste
    for i, j in np.ndindex(found.shape[1:]):
        score = fit(*compare(sizes[j], said[i], rng))
        found[run, i, j] = np.corrcoef(score, tastes[0])[0, 1]
        wide[run, i, j] = score.std()
mean = dict(zip(kinds, found.mean(0).tolist()))
low, high = np.quantile(found, [0.05, 0.95], axis=0)
columns = {"comparisons": [f"{n:,}" for n in sizes], **mean}
spread, _, noise = wide.mean(0).tolist()
columns |= {"spread, one taste": spread, "spread, at random": noise}
table(columns)
print(f"replies  {replies}\nruns  {runs}")
print(f"two raters agree  {np.mean(both):.2f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

fig, ax = axes(200)
for i, (kind, style) in enumerate(zip(kinds, ("o-", "o--", "o:"))):
    fill = "none" if i else "full"
    ax.vlines(sizes, low[i], high[i], color=SOFT)
    ax.plot(sizes, mean[kind], style, color=INK, fillstyle=fill)
    ax.text(3900, mean[kind][-1], kind, va="center")
ax.set(xscale="log", xlim=(22, 22000), xlabel="comparisons")
ax.set_xticks(sizes, [f"{n:,}" for n in sizes])
ax.minorticks_off()
ax.set_ylabel("agreement with the taste")
told = ", ".join(f"{x[-1]:.2f} {kind}" for kind, x in mean.items())
show(
    fig, f"Correlation with the first taste, 3,000 comparisons: {told}"
)
# --8<-- [end:figure]

# --8<-- [start:check]
one, camps, _ = mean.values()
assert 0.65 < np.mean(both) < 0.8, "these raters agree too well"
assert one[3] > 0.95 and one[0] < 0.9, "a few comparisons are enough"

# control: raters who do not share a taste; more of them do not help
assert camps[4] < 0.85, "one order fits two tastes"
# control: the winners drawn at random, where nothing is to be found
assert noise[3] < spread[3] / 5, "scores are found in mere noise"
assert noise[0] > spread[3], "30 random winners give no scores"
# --8<-- [end:check]
