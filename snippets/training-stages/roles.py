"""Do a user's words cost less behind the user's mark?"""

# --8<-- [start:texts]
import math

import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
user_words = [
    "Can you help me plan a birthday party?",
    "I'm learning to cook pasta. What do I need?",
    "Write a short poem about the sea.",
    "What are some good ways to save money?",
    "My computer keeps crashing. What should I do?",
    "Explain to a child how plants grow.",
    "Can you recommend a book about history?",
    "Write a Python function that adds two numbers.",
    "I'm writing an essay on bees and I'm stuck.",
    "What's the difference between a fruit and a vegetable?",
    "Summarize the story of Hamlet in one sentence.",
    "I want to get fit. Where should I start?",
]
story_words = [
    "The rain had stopped by the time we reached the farm.",
    "She put the letter back and closed the drawer.",
    "A narrow path led down to the old harbour.",
    "He had never liked the colour of that door.",
    "The dog slept while the others packed the car.",
    "There were eleven chairs and only ten guests.",
    "Nobody spoke until the train had left.",
    "The baker opened his shop before dawn.",
    "It was the last warm evening of the year.",
    "Her brother kept bees behind the church.",
    "The boy counted his coins a second time.",
    "Snow lay on the roofs across the river.",
]
# --8<-- [end:texts]


# --8<-- [start:demo]
def bits(role, texts):
    """Bits per token of each text, as the first turn of a role."""
    start = f"<|im_start|>system\n<|im_end|>\n<|im_start|>{role}"
    first = tokenizer(start, return_tensors="pt")
    cache = model.model(**first, use_cache=True).past_key_values
    cache.batch_repeat_interleave(len(texts))
    ids = [tokenizer("\n" + text).input_ids for text in texts]
    size, found = max(map(len, ids)), []
    rows = torch.tensor([row + [0] * (size - len(row)) for row in ids])
    states = model.model(rows, past_key_values=cache)[0]
    for row, state in zip(ids, states, strict=True):
        logp = model.lm_head(state[: len(row) - 1]).log_softmax(-1)
        given = logp[range(len(row) - 1), row[1:]]
        found.append(-given.mean().item() / math.log(2))
    return found


roles, cost = ("user", "assistant", "visitor"), {}
kinds = {"user's words": user_words, "story": story_words}
print("text           user  assistant  visitor   n")
for kind, texts in kinds.items():
    cost[kind] = [bits(role, texts) for role in roles]
    means = [sum(c) / len(c) for c in cost[kind]]
    print(
        f"{kind:12}  {means[0]:5.1f}  {means[1]:9.1f}"
        f"  {means[2]:7.1f}  {len(texts):2}"
    )
cheaper, saved, gaps = {}, {}, {}
print("\n                   cheaper as user  of  interval      saved")
for kind, (as_user, as_other, _) in cost.items():
    both = zip(as_user, as_other, strict=True)
    gaps[kind] = [b - a for a, b in both]
    n, k = len(as_user), sum(gap > 0 for gap in gaps[kind])
    low, high = binomtest(k, n).proportion_ci(method="wilson")
    cheaper[kind], saved[kind] = k, sum(gaps[kind]) / n
    print(
        f"gap, {kind:12}  {k:15}  {n}"
        f"  {max(0, low):.2f} to {high:.2f}  {saved[kind]:5.1f}"
    )
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, SOFT, axes, show

fig, ax = axes(150)
ax.axvline(0, color=INK, linewidth=1)
fills = zip(gaps.items(), ("full", "none"), strict=True)
for place, ((kind, values), fill) in enumerate(fills):
    ax.plot(
        values, [-place] * len(values), "o", color=MODEL, fillstyle=fill
    )
    ax.text(-1.3, 0.25 - place, kind, color=SOFT)
ax.set(ylim=(-1.5, 0.75), xlim=(-1.3, 1.7), yticks=[])
ax.set(xlabel="bits per token saved by the user's mark")
said = ", ".join(f"{k} {n} of 12" for k, n in cheaper.items())
show(fig, f"Texts that cost less behind the user's mark: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert cheaper["user's words"] >= 11, "the mark tells it nothing"
assert saved["user's words"] > 0.4, "what it saves is small"

# control: words that nobody would say to an assistant
assert cheaper["story"] <= 8 and saved["story"] < 0.2, (
    "any text is cheaper behind the user's mark"
)
# --8<-- [end:check]
