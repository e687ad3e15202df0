"""When the next digit is certain, does the model know it?"""

# --8<-- [start:texts]
import math
import random

import torch

from perspectives.model import load

model, tokenizer = load()
rng, n = random.Random(0), 20


def by_rule(times, plus, modulus, start):
    """Each number from the one before it."""
    numbers = [start]
    while len(numbers) < n:
        numbers.append((times * numbers[-1] + plus) % modulus)
    return numbers


def text(rule, numbers):
    return f"{rule}\n\n" + "".join(f"{x:02}\n" for x in numbers)


drawn = [[rng.randrange(100) for _ in range(n)] for _ in range(6)]
half = [x[: n // 2] * 2 for x in drawn]  # the second half is the first
starts = [x[0] % 97 or 1 for x in drawn]
rules = {  # what stands above the list, and how it goes on
    "add 1": ("Each is 1 more than the one before it.", 1, 1, 100),
    "add 37": (
        "Each is 37 more than the one before it, without the hundreds.",
        1,
        37,
        100,
    ),
    "times 5": (
        "Each is 5 times the one before it, less 97 "
        "as often as it can be taken away.",
        5,
        0,
        97,
    ),
}
kinds = {"same again": [text("A list, twice.", x) for x in half]}
for name, (rule, *how) in rules.items():
    kinds[name] = [text(rule, by_rule(*how, x)) for x in starts]
kinds["by lot"] = [text("Numbers drawn by lot.", x) for x in drawn]
# --8<-- [end:texts]


# --8<-- [start:demo]
def cost(texts):
    """Bits a digit in the second half of each list: (lists,)."""
    ids = torch.tensor(tokenizer(texts).input_ids)
    state = model.model(ids).last_hidden_state[:, :-1]
    end = 3 * n // 2  # tokens in half a list; the third is a new line
    p = model.lm_head(state[:, -end:]).log_softmax(-1)
    p = p.gather(2, ids[:, -end:, None])[..., 0] / -math.log(2)
    return p.view(len(ids), -1, 3)[..., :2].mean((1, 2))


even, found = math.log2(10), {}
print("text            ideal  model  interval     lists")
for name, texts in kinds.items():
    bits = cost(texts)
    m, e = bits.mean(), 2.57 * bits.std() / len(bits) ** 0.5  # t, 5
    ideal = even if name == "by lot" else 0
    found[name] = ideal, m.item(), e.item()
    print(
        f"{name:14}  {ideal:5.2f}  {m:5.2f}"
        f"  {max(0, m - e):.2f} to {m + e:.2f}  {len(bits)}"
    )
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(210)
names = list(found)[::-1]
for y, name in enumerate(names):
    ideal, m, e = found[name]
    ax.errorbar(m, y, xerr=e, fmt="o", color=MODEL)
    ax.plot(ideal, y, "d", color=INK, fillstyle="none", ms=7)
ax.text(0.2, 1, "an ideal predictor", va="center")
ax.text(
    found["add 37"][1] - 0.35,
    2,
    "the model",
    color=MODEL,
    ha="right",
    va="center",
)
ax.set(yticks=range(len(names)), yticklabels=names)
ax.set(xlim=(-0.15, 4), xlabel="bits a digit")
said = ", ".join(
    f"{k} {m:.1f}, ideal {i:.1f}" for k, (i, m, _) in found.items()
)
show(fig, f"Bits a digit, the model and an ideal predictor: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
paid = {name: m for name, (_, m, _) in found.items()}
assert paid["times 5"] > 2.5, "it follows the rule with 5 and 97"
assert paid["add 37"] > 2.5, "it follows the rule with 37"
assert paid["add 1"] < 1, "it follows no rule at all"

# control: digits as certain as those, but there to be copied
assert paid["same again"] < paid["times 5"] - 1.5, (
    "certain digits are dear in any case, so no rule is missed"
)

# control: digits that nobody can know cost what they should
assert paid["by lot"] > even - 0.1, "it knows what the lot will be"
# --8<-- [end:check]
