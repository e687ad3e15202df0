"""Does a frame make its own character's words likelier?"""

# --8<-- [start:frames]
from pathlib import Path

import numpy as np
import torch
from scipy.stats import t

from perspectives.model import load

model, tokenizer = load()
file = Path(__file__).parents[1] / "data" / "speakers.txt"
lines, owner = [], []
for row in file.read_text().splitlines():
    if row.startswith("["):
        who = row.strip("[]")
    elif row and not row.startswith("#"):
        lines.append(row)
        owner.append(who)
people = list(dict.fromkeys(owner))  # six, with three lines each
frame = "\nThey found a bag of gold. What to do with it? The {} "
frames = {
    "speaks": f'{frame}said: "'.format,
    "is silent": f'{frame}kept silent. Another said: "'.format,
}


def scores(opening):
    """Log-probability of each line after the opening, in nats."""
    prompt = torch.tensor([tokenizer(opening).input_ids])
    out = model(prompt, use_cache=True, logits_to_keep=1)
    cache = out.past_key_values
    cache.batch_repeat_interleave(len(lines))
    ids = [tokenizer(line).input_ids for line in lines]
    size = max(map(len, ids)) - 1  # nothing comes after the last
    batch = torch.tensor([(i + [0] * size)[:size] for i in ids])
    state = model.model(batch, past_key_values=cache).last_hidden_state
    first = out.logits.expand(len(lines), 1, -1)  # the same for all
    logits = torch.cat([first, model.lm_head(state)], 1)
    logp = logits.log_softmax(-1)  # (lines, tokens, vocabulary)
    return [
        row[range(len(i)), i].sum().item()
        for i, row in zip(ids, logp, strict=True)
    ]


# --8<-- [end:frames]

# --8<-- [start:demo]
own = np.array([[p == o for o in owner] for p in people])


def gain(table, own):
    """Nats by which a line does better in its own frame."""
    return table[own].mean() - table[~own].mean()


rng, tables, nats, beaten = np.random.RandomState(0), {}, {}, {}
hits, n = {}, len(lines)
print("the person  own frame likeliest  of  by lot  nats  lots as good")
for name, form in frames.items():
    # (people, lines)
    table = np.array([scores(form(p)) for p in people])
    table -= table.mean(0)  # some lines are likelier in any frame
    table -= table.mean(1, keepdims=True)  # and some frames kinder
    lots = [
        gain(table, own[:, rng.permutation(n)]) for _ in range(9999)
    ]
    tables[name], nats[name] = table, gain(table, own)
    beaten[name] = sum(x >= nats[name] for x in lots)
    hits[name] = own[table.argmax(0), range(n)].sum()
    print(
        f"{name:10}  {hits[name]:19}  {n}  {n // 6:6}"
        f"  {nats[name]:4.1f}  {beaten[name]:3} of {len(lots)}"
    )

# lines of one person are alike: six people count, not 18 lines
extra = [
    gain(speaks[None], mine[None])
    for speaks, mine in zip(
        tables["speaks"] - tables["is silent"], own, strict=True
    )
]
more, m = np.mean(extra), len(people)
s = t.ppf(0.975, m - 1) * np.std(extra, ddof=1) / m**0.5
print("\nto speak   adds, nats  interval    people")
print(
    f"on average  {more:9.1f}  {more - s:.1f} to {more + s:.1f}  {m:6}"
)
# --8<-- [end:demo]

# --8<-- [start:replies]
prompts = [frames["speaks"](p) for p in people]
batch = tokenizer(
    prompts, return_tensors="pt", padding=True, padding_side="left"
)
out = model.generate(**batch, max_new_tokens=10, do_sample=False)
said = tokenizer.batch_decode(out[:, batch.input_ids.shape[1] :])
print()
for p, text in zip(people, said, strict=True):
    print(f"{p:10}  {text!r}")
# --8<-- [end:replies]

# --8<-- [start:check]
assert hits["speaks"] >= 8 and beaten["speaks"] < 50, (
    "the frame does not move its own character's words"
)
# control: the lines dealt out anew; no better than the lot
dealt = own[:, np.random.RandomState(1).permutation(n)]
assert dealt[tables["speaks"].argmax(0), range(n)].sum() <= 6, (
    "lines dealt by lot fit their frames as well"
)

# control: the person is named and says nothing. The page reports
# that most of the effect is left; if this fails, it is not.
assert nats["is silent"] > 0.5 * nats["speaks"], (
    "it is the speaker that counts: the model keeps them apart"
)
assert more - s > 0 and more < 0.5 * nats["speaks"], (
    "speaking adds nothing, or adds most"
)
# --8<-- [end:check]
