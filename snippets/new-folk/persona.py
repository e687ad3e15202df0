"""Does one line about who it is change what it wants?"""

# --8<-- [start:asking]
import torch
from scipy.stats import binomtest, t

from perspectives.model import load

model, tokenizer = load()
lines = """sailor gardener sea garden, librarian baker book cake,
farmer banker cow bank, monk soldier prayer gun,
cat horse milk grass, pirate nun gold peace,
doctor cook hospital kitchen, king shepherd crown sheep,
singer painter song picture, teacher hunter school forest"""
pairs = [line.split() for line in lines.split(",")]
things = [
    [tokenizer(" " + word).input_ids[0] for word in pair[2:]]
    for pair in pairs
]


def logits(prompts):
    """`prompts`: (system message, question, reply so far)."""
    texts = [
        tokenizer.apply_chat_template(
            [
                {"role": "system", "content": system},
                {"role": "user", "content": question},
            ],
            tokenize=False,
            add_generation_prompt=True,
        )
        + reply
        for system, question, reply in prompts
    ]
    ids = [tokenizer(text).input_ids for text in texts]
    size = max(map(len, ids))
    padded = torch.tensor([(i + [0] * size)[:size] for i in ids])
    state = model.model(padded).last_hidden_state
    last = state[range(len(ids)), [len(i) - 1 for i in ids]]
    return model.lm_head(last)


# --8<-- [end:asking]

# --8<-- [start:demo]
ask = "What do you want?", "I want the"
frames = {
    "you are": "You are a {0}.",
    "next door": "There is a {0} next door.",
    "you are not": "You are not a {0}.",
    "you hate": "You hate the {1}.",
}
swaps, right, n = {}, 0, len(pairs)
for name, frame in frames.items():
    out = logits(
        [
            (frame.format(who, what), *ask)
            for a, b, x, y in pairs
            for who, what in ((a, x), (b, y))
        ]
    )
    odds = [  # log-odds of the first thing: under one line, the other
        [(out[i, x] - out[i, y]).item() for i in (2 * k, 2 * k + 1)]
        for k, (x, y) in enumerate(things)
    ]
    swaps[name] = [one - other for one, other in odds]
    if name == "you are":
        right = sum((one > 0) + (other < 0) for one, other in odds)
        swaps["another pair"] = [  # monk and soldier on sea, garden
            (
                out[i, x] - out[i, y] - out[i + 1, x] + out[i + 1, y]
            ).item()
            for k, (x, y) in enumerate(things)
            for i in [2 * ((k + 3) % n)]
        ]
# --8<-- [end:demo]

# --8<-- [start:choice]
question = "Which would you rather have, the {} or the {}?"
rather = "I would rather have the"
choice = logits(
    [
        (f"You are a {who}.", question.format(*order), rather)
        for *both, x, y in pairs
        for who in both
        for order in ((x, y), (y, x))
    ]
)
odds = torch.stack(
    [
        choice[4 * k : 4 * k + 4, x] - choice[4 * k : 4 * k + 4, y]
        for k, (x, y) in enumerate(things)
    ]
)  # (pair, 4): two personas, each in both orders
swaps["to choose"] = (odds[:, :2] - odds[:, 2:]).mean(1).tolist()
order = odds[:, 0::2] - odds[:, 1::2]
swaps["named first"] = order.mean(1).tolist()

mean = {name: sum(v) / n for name, v in swaps.items()}
print("line          swap  interval     its way  of")
for name, values in swaps.items():
    spread = torch.tensor(values).std().item() / n**0.5
    low, high = t.interval(0.95, n - 1, mean[name], spread)
    ends = f"{low:.1f} to {high:.1f}"
    print(
        f"{name:12}  {mean[name]:4.1f}  {ends:11}"
        f"  {sum(v > 0 for v in values):7}  {n}"
    )
low, high = binomtest(right, 2 * n).proportion_ci(method="wilson")
print("guesses       right  of  interval")
print(f"by folk       {right:5}  {2 * n}  {low:.2f} to {high:.2f}")
# --8<-- [end:choice]

# --8<-- [start:figure]
from perspectives.figure import MODEL, SOFT, axes, show

fig, ax = axes(250)
for row, (name, values) in enumerate(swaps.items()):
    ax.plot(values, [row] * n, "o", color=MODEL, alpha=0.35)
    ax.plot(mean[name], row, "|", color=MODEL, markersize=20)
ax.axvline(0, color=SOFT, linewidth=0.8)
ax.set_yticks(range(len(swaps)), swaps)
ax.invert_yaxis()
ax.set(xlabel="swap of the wants, in nats")
said = ", ".join(f"{k} {v:.1f}" for k, v in mean.items())
show(fig, f"Mean swap of wants over ten pairs, in nats: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert mean["you are"] > 4 and right >= 16, "the line changes nothing"
assert mean["next door"] > mean["you are"] / 2, (
    "only a line about itself changes what it wants"
)
assert mean["you hate"] > 4, "what it hates it does not want"
assert abs(mean["to choose"]) < 2, "offered both, the wants swap"

# control: the personas of one pair, the things of another
assert abs(mean["another pair"]) < mean["you are"] / 3, (
    "any two personas pull any two things apart"
)
# --8<-- [end:check]
