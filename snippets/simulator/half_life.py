"""How far apart may the two ends of a law be?"""

# --8<-- [start:words]
import random

import numpy as np
import torch
from scipy.stats import binomtest, t

from perspectives.model import load

model, tokenizer = load()
between = """rain fell, dogs slept, a train left, grass moved,
birds sang, children played, a boat sank, the clock stopped,
soup cooled, snow melted, shops closed, a letter came, roads froze,
the bridge shook, a bell rang, the lamp went out, leaves fell,
smoke rose, time passed, a horse ran, bread burned, stars shone,
flies buzzed, a cat yawned, milk boiled"""
between = between.replace("\n", " ").split(", ")
where = "near behind beside below above by around under past opposite"
where = f"{where} before beyond at outside inside against".split()
places = "tree trees house houses lake lakes road roads wall walls door"
places = f"{places} doors tower towers hill hills gate gates".split()
people = """nurse Sarah Julia, teacher Peter Simon, boss Karen Linda,
singer Adam Luke, judge Alice Emma, baker David Robert,
driver Tom Jack, cook Jane Rose, painter Henry George,
doctor Daniel Martin"""
people = [row.split() for row in people.split(",")]
things = "key picture dog chair car boy flower ship bird book"
asides = "town king door river road house garden letter dog ship"
things, asides = things.split(), asides.split()
# --8<-- [end:words]


# --8<-- [start:texts]
def texts(law, i, n):
    """Two openings, n things in between, and the words at stake."""
    rng = random.Random(i)
    if law == "agreement":
        middle = [
            f" {w} the {p}"
            for w, p in zip(
                rng.sample(where, n), rng.sample(places, n), strict=True
            )
        ]
        openings = [f"The {things[i]}s", f"The {things[i]}"]
        return openings, middle, (" are", " is")
    middle = rng.sample(between, n)
    if law == "naming":
        role, *names = people[i]
        middle = [f" {m[0].upper()}{m[1:]}." for m in middle]
        openings = [f"The new {role} is called {x}." for x in names]
        return openings, middle, [f" {x}" for x in names]
    marks, ends = [('"(', '")'), ("([", ")]")][i % 2]
    openings = [f"The old {asides[i]} {m}it was late" for m in marks]
    return openings, [f", {m}" for m in middle], ends


# --8<-- [end:texts]


# --8<-- [start:demo]
def odds(law, i, n=16):
    """Log-odds of the first word, in nats, after 0 to n things."""
    openings, middle, words = texts(law, i, n)
    x, y = (tokenizer(w).input_ids[0] for w in words)
    after = [tokenizer(m).input_ids for m in middle]
    both = [[tokenizer("\n" + o).input_ids, *after] for o in openings]
    ends = np.cumsum([len(m) for m in both[0]]) - 1
    ids = torch.tensor([[k for m in row for k in m] for row in both])
    state = model.model(ids).last_hidden_state[:, ends]
    x, y = model.lm_head.weight[[x, y]]  # no other word is asked for
    return (state @ (x - y)).numpy()  # (2, n + 1)


curves = {
    law: np.array([odds(law, i) for i in range(10)])
    for law in ("agreement", "naming", "closing")
}
mean, spread, both, n = {}, {}, {}, 10
print("law, between   both  of  interval      nats  nats from to")
for law, found in curves.items():
    gap = found[:, 0] - found[:, 1]  # (items, things between)
    mean[law] = gap.mean(0)
    spread[law] = t.ppf(0.975, n - 1) * gap.std(0, ddof=1) / n**0.5
    both[law] = ((found[:, 0] > 0) & (found[:, 1] < 0)).sum(0)
    for d in (0, 1, 2, 4, 8, 16):
        m, s, k = mean[law][d], spread[law][d], both[law][d].item()
        low, high = binomtest(k, n).proportion_ci(method="wilson")
        print(
            f"{f'{law}, {d}':13}  {k:4}  {n}  {low:.2f} to {high:.2f}"
            f"  {m:4.1f}  {m - s:4.1f} to {m + s:.1f}"
        )
# --8<-- [end:demo]

# --8<-- [start:halving]
rng = np.random.RandomState(0)
first, slower = {}, {}
print("\nlaw        half, first 8  half, last 8  ratio  interval")
for law, found in curves.items():
    gap, ratios = found[:, 0] - found[:, 1], []  # items, things
    for again in range(2001):  # the first with all items, then by lot
        chosen = rng.randint(0, n, n) if again else range(n)
        m = np.log2(np.maximum(gap[chosen].mean(0), 0.01))
        early, late = m[0] - m[8], m[8] - m[16]  # halvings in 8 things
        if not again:
            halves = [8 / h if h > 0.5 else None for h in (early, late)]
        ratios.append(early / late)
    first[law] = halves[0]
    if None in halves:
        print(f"{law:9}  {'no fading':>13}")
        continue
    slower[law] = low, high = np.percentile(ratios[1:], [2.5, 97.5])
    print(
        f"{law:9}  {halves[0]:13.1f}  {halves[1]:12.1f}"
        f"  {ratios[0]:5.1f}  {low:.1f} to {high:.1f}"
    )
# --8<-- [end:halving]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(250)
for law, style in zip(mean, "s^o", strict=True):
    m, s, d = mean[law], spread[law], np.arange(len(mean[law]))
    ax.fill_between(d, m - s, m + s, color=MODEL, alpha=0.15, lw=0)
    ax.plot(d, m, color=MODEL, marker=style, markersize=3.5)
start = mean["naming"][0]
ends = start, start * 0.5 ** (16 / first["naming"])
ax.plot([0, 16], ends, "--", color=SOFT)
ax.set(
    yscale="log",
    ylim=(0.9, 32),
    xlabel="things in between",
    ylabel="what the opening is worth (nats)",
)
ax.set_yticks([1, 2, 4, 8, 16, 32], [1, 2, 4, 8, 16, 32], minor=False)
ax.minorticks_off()
ax.set_xticks(range(0, 17, 4))
ax.text(12, 23, "closing", color=MODEL)
ax.text(12.2, 5.6, "naming", color=MODEL)
ax.text(5, 2.9, "agreement", color=MODEL, ha="right")
ax.text(4.4, 9.6, "a half-life", color=SOFT)
said = "; ".join(
    f"{k} {m[0]:.0f} nats, {m[-1]:.0f} after {len(m) - 1}"
    for k, m in mean.items()
)
show(fig, f"What the opening is worth, by things in between: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
for law in mean:
    assert both[law][0] == n, f"{law}: not kept side by side"
    fades = mean[law][16] < 0.35 * mean[law][0]
    assert fades == (law != "closing"), f"{law}: fades or not"
assert mean["closing"].min() > 0.75 * mean["closing"][0], "it fades"

# a half-life would be the same early and late
assert slower["agreement"][0] > 1.3, "agreement has a half-life"
assert slower["naming"][0] < slower["agreement"][0], (
    "naming fades no more steadily than agreement"
)

# control: as many things, but before the opening
before = []
for i in range(5):
    openings, middle, words = texts("naming", i, 16)
    x, y = (tokenizer(w).input_ids[0] for w in words)
    ids = torch.tensor(
        [
            tokenizer("".join([*middle, " ", o])).input_ids
            for o in openings
        ]
    )
    logits = model(ids, logits_to_keep=1).logits[:, 0]
    a, b = (logits[:, x] - logits[:, y]).tolist()
    before.append(a - b)
assert np.mean(before) > 0.7 * mean["naming"][0], (
    "it is the length of the text that tells, not the distance"
)
# --8<-- [end:check]
