"""What does the best compromise with the old model look like?"""

# --8<-- [start:replies]
import numpy as np
import torch

from perspectives.model import load

model, tokenizer = load()
ask = "<|im_start|>system\n<|im_end|>\n<|im_start|>user\n"
ask += "I wrote a poem. Is it any good?<|im_end|>\n"
ask += "<|im_start|>assistant\n"
praise = {  # what some rater would give for each reply
    "No, it is not good.": 0.0,
    "Yes, it is good.": 2.0,
    "Please show me the poem.": 1.0,
    "It depends.": 0.0,
    "Yes, it is great.": 2.5,
    "It is perfect.": 3.0,
}


def log_probability(reply):
    old = tokenizer(ask).input_ids
    new = tokenizer(reply + "<|im_end|>").input_ids
    logp = model(torch.tensor([old + new])).logits[0].log_softmax(-1)
    return logp[range(len(old) - 1, len(old + new) - 1), new].sum()


logp = np.array([log_probability(r).item() for r in praise])
start = np.exp(logp - logp.max())
start /= start.sum()  # among these six replies
reward = np.array(list(praise.values()))
# --8<-- [end:replies]


# --8<-- [start:demo]
def normal(scores):
    weights = np.exp(scores - scores.max())
    return weights / weights.sum()


def ascend(beta, steps=20000):
    """Raise the mean reward, less beta times the divergence."""
    score = np.log(start)
    for _ in range(steps):
        now = normal(score)
        gain = reward - beta * np.log(now / start)
        score = score + 0.3 * now * (gain - now @ gain)
    return normal(score)


def direct(beta, steps=20000):
    """DPO: fit the raters' choices, with no reward in between."""
    prefer = 1 / (1 + np.exp(reward - reward[:, None]))
    score = np.log(start)
    for _ in range(steps):
        margin = beta * (score - np.log(start))
        says = 1 / (1 + np.exp(margin - margin[:, None]))
        score = score + 0.3 * (prefer - says).sum(1)
    return normal(score)


formula = normal(np.log(start) + reward / 1)  # beta = 1
ways = formula, ascend(1), direct(1), ascend(0)
table = np.array([start, *ways])
print(f"{'reply':24}      old  formula   ascent      DPO   beta 0")
rows = {
    **dict(zip(praise, table.T, strict=True)),
    "mean reward": table @ reward,
}
for name, row in rows.items():
    print(f"{name:24}" + "".join(f"  {value:7.2f}" for value in row))
# --8<-- [end:demo]

# --8<-- [start:check]
_, climbed, fitted, free = ways
assert np.abs(climbed - formula).max() < 1e-4, "another optimum"
assert np.abs(fitted - formula).max() < 1e-4, "DPO ends elsewhere"

# control: another penalty, or none, must not end in the same place
assert np.abs(ascend(0.5) - formula).max() > 0.1, "any beta will do"
assert free.max() > 0.95, "without a penalty, one reply should win"
# --8<-- [end:check]
