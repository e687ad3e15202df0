"""Is the direction of truth a direction of truth?"""

# --8<-- [start:read]
import torch
from transformers import DynamicCache

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
pairs = """Paris France, Berlin Germany, Rome Italy, Madrid Spain,
Tokyo Japan, Moscow Russia, Beijing China, Athens Greece, Cairo Egypt,
Dublin Ireland, Stockholm Sweden, Toronto Canada, Vienna Austria,
Lisbon Portugal, Oslo Norway, Warsaw Poland, Havana Cuba,
Sydney Australia, Mumbai India, Lima Peru"""
towns, lands = zip(*(p.split() for p in pairs.split(",")), strict=True)
wrong, third = lands[7:] + lands[:7], lands[11:] + lands[:11]


def read(text, *lists):
    """For each list of lands: the stream after block 20, at the full
    stop, and how likely each land was.
    """
    streams, p, cache = [], [], DynamicCache()
    for its in lists:
        texts = [text.format(*x) for x in zip(towns, its, strict=True)]
        ids = tokenizer(texts, return_tensors="pt").input_ids
        if not p:  # up to the land, all lists say the same
            x = model.model(ids[:, :-2], past_key_values=cache)[0]
            logs = model.lm_head(x[:, -1]).log_softmax(-1)
        p.append(logs[torch.arange(20), ids[:, -2]])
        out = model.model(
            ids[:, -2:],
            past_key_values=cache,
            output_hidden_states=True,
        )
        streams.append(out.hidden_states[21][:, -1])
        cache.crop(-2)  # forget this land and the full stop
    return streams, p


# --8<-- [end:read]

# --8<-- [start:demo]
forms = {
    "plain": "The city of {} is in {}.",
    "other words": "You will find {} in {}.",
    "negated": "The city of {} is not in {}.",
}
stream, p = {}, {}
for name, text in forms.items():
    lists = [lands, wrong] + [third] * (name == "plain")
    x, logs = read(text, *lists)
    stream[name], p[name] = x[0] - x[1], logs[0] - logs[1]
    if name == "plain":  # two false lands: nothing true to find
        stream["both false"] = x[1] - x[2]
        p["both false"] = logs[1] - logs[2]

# half of the pairs give the direction, the others are judged by it
rng = torch.Generator().manual_seed(0)
chance = torch.randn(200, 576, generator=rng)


def judged(name):
    hits = 0
    for part in 0, 1:
        direction = stream["plain"][1 - part :: 2].mean(0)
        hits += int((stream[name][part::2] @ direction > 0).sum())
    return hits


score = {name: judged(name) for name in stream}
print("sentences     own land scored truer  found likelier  of")
for name in stream:
    likelier = int((p[name] > 0).sum())
    print(f"{name:12}  {score[name]:21}  {likelier:14}  20")
by_lot = (stream["plain"] @ chance.T > 0).float().mean(0)
by_lot = torch.maximum(by_lot, 1 - by_lot).mean()  # the better sign
print(f"share for a random direction, plain  {by_lot:.2f}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert score["plain"] >= 18 and score["other words"] >= 15, (
    "no direction tells true from false even in plain sentences"
)
# control: a direction of truth would score 20, 20 and then 0
assert score["negated"] >= 15, "it follows the truth after all"

# control: between two false lands there is nothing to tell
assert 4 <= score["both false"] <= 16, "it prefers one falsehood"
# --8<-- [end:check]
