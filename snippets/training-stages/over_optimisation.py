"""Is a higher score from the stand-in always better?"""

# --8<-- [start:judge]
import numpy as np
from scipy.special import softmax

replies, runs, pairs = 200, 100, 1000
start = 1 / np.arange(1, replies + 1)  # a few common, many rare
start /= start.sum()


def judge(winner, loser, caution):
    """Scores of a stand-in that was shown who won, by Newton's method;
    caution keeps those near 0 of which it has seen little.
    """
    score, eye = np.zeros(replies), np.eye(replies)
    gap = eye[winner] - eye[loser]  # one row for each comparison
    for _ in range(12):
        lost = 1 / (1 + np.exp(gap @ score))
        slope = gap.T @ lost - caution * score
        curve = (gap * (lost * (1 - lost))[:, None]).T @ gap
        step = np.linalg.solve(curve + caution * eye, slope)
        score += np.clip(step, -1, 1)
    return score - start @ score


# --8<-- [end:judge]


# --8<-- [start:demo]
def tuned(score, beta):
    """Each reply as often as before, times exp(score / beta)."""
    return softmax(np.log(start) + score / beta)


def world(rng):
    """What the replies are worth, and who won in each comparison."""
    truth = rng.standard_normal(replies) + np.log(start * replies) / 2
    truth -= start @ truth  # the old model has a mean of 0
    two = rng.choice(replies, (2, 2 * pairs), p=start)
    a, b = two[:, two[0] != two[1]][:, :pairs]  # none with itself
    chance = 1 / (1 + np.exp(truth[b] - truth[a]))
    wins = rng.random_sample(pairs) < chance
    return truth, np.where(wins, a, b), np.where(wins, b, a)


# --8<-- [end:demo]

# --8<-- [start:table]
from perspectives.measure import student, table

betas = 4, 2, 1, 0.5, 0.25, 0.12, 0.06, 0.03
rows, freed = np.zeros((runs, len(betas), 3)), np.zeros((runs, 2))
for run in range(runs):
    truth, *won = world(np.random.RandomState(run))
    rash, careful = judge(*won, 0.03), judge(*won, 0.3)
    freed[run] = truth[rash.argmax()], truth[careful.argmax()]
    for i, beta in enumerate(betas):
        now, other = tuned(rash, beta), tuned(careful, beta)
        rows[run, i] = now @ rash, now @ truth, other @ truth
score, worth, doubted = rows.mean(0).T.tolist()
columns = {"penalty": [f"{x:g}" for x in betas], "score": score}
columns |= {"worth": worth, "worth, cautious": doubted}
table(columns, decimals=1)
best = worth.index(max(worth))
lost = rows[:, best, 1:] - rows[:, -1, 1:]
for kind, x in zip(("rash", "cautious"), lost.T):
    print(f"lost after the best, {kind}  {x.mean():.2f}")
    low, high = student(x)
    print(f"interval, {kind}  {low:.2f} to {high:.2f}")
for kind, x in zip(("rash", "cautious"), freed.T):
    print(f"no penalty at all, {kind}  {x.mean():.1f}")
print(f"runs  {runs}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, SOFT, axes, show

(fig, ax), places = axes(240), range(len(betas))
for k, x, fill in (1, worth, "full"), (2, doubted, "none"):
    ax.vlines(places, *zip(*map(student, rows[:, :, k].T)), color=INK)
    ax.plot(places, x, "o-", color=INK, fillstyle=fill)
ax.plot(places, score, "--", color=SOFT)
ax.text(3.6, 4.1, "what the stand-in says", ha="right", color=SOFT)
ax.text(7, 1.08, "what it is worth", ha="right")
ax.text(7, 2.2, "with a cautious stand-in", ha="right")
ax.set_xticks(places, [f"{x:g}" for x in betas])
ax.set(xlabel="penalty for leaving the old model", ylabel="reward")
told = f"Worth rises to {max(worth):.1f} and falls to {worth[-1]:.1f}"
show(fig, f"{told}, while the score rises to {score[-1]:.1f}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert score[-1] > score[best] + 0.3, "the score should go on rising"
assert student(lost[:, 0])[0] > 0, "the worth does not fall again"

# control: a stand-in that doubts what it has seldom seen
assert lost[:, 1].mean() < 0.2, "tuning as such does harm"
assert max(doubted) - freed[:, 1].mean() < 0.2, "caution only delays"
# --8<-- [end:check]
