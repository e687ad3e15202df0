"""Does the right name make a speaker's next line cheaper?"""

# --8<-- [start:demo]
from pathlib import Path

import numpy as np
import torch
from scipy.stats import t

from perspectives.model import load

model, tokenizer = load()
file = Path(__file__).parents[1] / "data" / "dialogues.txt"
talks = file.read_text().split("\n\n")[1:]
prompts, ids = [], []
for talk in talks:
    *said, x, y = talk.strip().splitlines()
    a, b = (line.split(":")[0] for line in said[:2])
    names = {x: (a, b, "Ben"), y: (b, a, "Ben")}
    prompts.append("\n" + "\n".join(said) + "\n")
    ids += [
        [tokenizer(w).input_ids for w in (f"{name}:", line[1:])]
        for line in (x, y)
        for name in names[line]
    ]
padding = {"padding": True, "padding_side": "left"}
start = tokenizer(prompts, return_tensors="pt", **padding)
cache = model.model(**start, use_cache=True).past_key_values
cache.batch_repeat_interleave(6)  # each talk, six times
size = max(len(i + j) for i, j in ids) - 1  # save the last
batch = torch.tensor([(i + j + [0] * size)[:size] for i, j in ids])
mask = start.attention_mask.repeat_interleave(6, 0)
mask = torch.hstack([mask, torch.ones_like(batch)])
state = model.model(batch, attention_mask=mask, past_key_values=cache)
lines = [  # each without its label
    s[len(i) - 1 : len(i + j) - 1]
    for (i, j), s in zip(ids, state.last_hidden_state, strict=True)
]
logp = model.lm_head(torch.vstack(lines)).log_softmax(-1)
tokens = [token for _, line in ids for token in line]
each = logp[range(len(tokens)), tokens].split([len(j) for _, j in ids])
costs = [-line.sum().item() for line in each]
cost = np.array(costs).reshape(-1, 2, 3)  # (talks, lines, labels)
# --8<-- [end:demo]

# --8<-- [start:table]
right, other, new = cost.mean((0, 1))
print(
    f"a line costs {right:.1f} nats under the right name,"
    f" {other:.1f} other, {new:.1f} new\n"
)
least, n = {}, len(talks)
print("label instead of  saves, nats  interval       talks")
for name, i, j in (
    ("right, other", 1, 0),
    ("right, new", 2, 0),
    ("other, new", 2, 1),
):
    g = (cost[..., i] - cost[..., j]).mean(1)  # of both lines
    s = t.ppf(0.975, n - 1) * g.std(ddof=1) / n**0.5
    least[name] = g.mean() - s
    print(
        f"{name:16}  {g.mean():11.1f}  {g.mean() - s:5.2f} to"
        f" {g.mean() + s:4.2f}  {n:5}"
    )
# --8<-- [end:table]

# --8<-- [start:check]
assert least["right, new"] > 0, "a name that fits saves nothing"

# control: the other's name, known from the talk but not the speaker's.
# The page reports that the two cannot be told apart.
assert least["right, other"] < 0, (
    "the right name does better than the other: mend the page"
)
# --8<-- [end:check]
