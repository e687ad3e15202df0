"""Can scores be recovered from raters who disagree?"""

# --8<-- [start:fit]
import numpy as np

replies, runs = 12, 40


def fit(winner, loser, ridge=0.01):
    """Bradley-Terry scores by Newton's method; their mean is 0."""
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


def compare(n, taste, rng, camps=1):
    """N pairs; which of the two does a rater of some camp prefer?"""
    a = rng.randint(replies, size=n)
    b = (a + rng.randint(1, replies, size=n)) % replies
    camp = rng.randint(camps, size=n)
    gap = taste[camp, a] - taste[camp, b]
    wins = rng.random_sample(n) < 1 / (1 + np.exp(-gap))
    return np.where(wins, a, b), np.where(wins, b, a)


# --8<-- [end:fit]

# --8<-- [start:demo]
found = {}
cases = {f"{n} comparisons": n for n in (30, 100, 300, 1000, 3000)}
cases |= {"winners shuffled": 1000, "two camps": 3000}
agree = []
print(f"{replies} replies, {runs} runs")
print("case               correlation  middle 90 % of runs")
for case, n in cases.items():
    rows = []
    for run in range(runs):
        rng = np.random.RandomState(run)
        taste = 1.6 * rng.standard_normal((2, replies))
        camps = 2 if case == "two camps" else 1
        winner, loser = compare(n, taste, rng, camps)
        if case == "winners shuffled":
            swap = rng.random_sample(n) < 0.5
            winner, loser = (
                np.where(swap, loser, winner),
                np.where(swap, winner, loser),
            )
        score = fit(winner, loser)
        rows.append(np.corrcoef(score, taste[0])[0, 1])
        p = 1 / (1 + np.exp(taste[0] - taste[0][:, None]))
        both = p**2 + (1 - p) ** 2
        agree.append(both[~np.eye(replies, dtype=bool)].mean())
    low, high = np.quantile(rows, [0.05, 0.95])
    found[case] = np.mean(rows)
    print(f"{case:17}  {found[case]:11.2f}  {low:.2f} to {high:.2f}")
print(f"two raters agree   {np.mean(agree):11.2f}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert 0.65 < np.mean(agree) < 0.8, "these raters agree too well"
assert found["1000 comparisons"] > 0.95, "scores are not recovered"
assert found["30 comparisons"] < 0.9, "few comparisons were enough"

# control: the same pairs, with the winner drawn by lot
assert abs(found["winners shuffled"]) < 0.3, "found in mere noise"
# control: raters who do not share a taste; more of them do not help
assert found["two camps"] < 0.85, "one order fits two tastes"
# --8<-- [end:check]
