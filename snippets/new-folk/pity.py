"""Whom is it sorry for?"""

# --8<-- [start:reading]
import torch
from scipy.stats import t

from perspectives.model import load

model, tokenizer = load()
pairs = """dog cat, man bear, boy girl, teacher student, king queen,
doctor nurse, mother son, wolf fox, driver cook, farmer horse"""
pairs = [pair.split() for pair in pairs.split(",")]
turn = {"role": "user", "content": "@"}
chat = tokenizer.apply_chat_template(
    [turn], tokenize=False, add_generation_prompt=True
)
head, tail = chat.split("@")  # what stands around a message


def logits(texts):
    """Logits of the token that comes after each text."""
    opening = tokenizer(head, return_tensors="pt").input_ids
    cache = model.model(opening).past_key_values  # read once
    cache.batch_repeat_interleave(len(texts))
    ids = [tokenizer(text).input_ids for text in texts]
    size = max(map(len, ids))
    padded = torch.tensor([(i + [0] * size)[:size] for i in ids])
    state = model.model(padded, past_key_values=cache)[0]
    last = state[range(len(ids)), [len(i) - 1 for i in ids]]
    return model.lm_head(last)


# --8<-- [end:reading]

# --8<-- [start:demo]
told = {
    "active": "The {doer} attacked the {victim}.",
    "passive": "The {victim} was attacked by the {doer}.",
}
replies = {"pity": "I feel sorry for the", "plain": "You speak of the"}
roles = [r for a, b in pairs for r in ((a, b), (b, a))]
effects, n = {}, len(pairs)
print("reply          nats  interval      its way  of")
for kind, reply in replies.items():
    odds = {}
    for voice, sentence in told.items():
        out = logits(
            [
                sentence.format(doer=doer, victim=victim) + tail + reply
                for doer, victim in roles
            ]
        )
        of_victim = [  # log-odds of the victim over the doer
            (
                row[tokenizer(" " + victim).input_ids[0]]
                - row[tokenizer(" " + doer).input_ids[0]]
            ).item()
            for row, (doer, victim) in zip(out, roles, strict=True)
        ]  # each noun of a pair in both roles
        odds[voice] = torch.tensor(of_victim).view(n, 2).mean(1)
    effects[kind] = {
        "first": (odds["passive"] - odds["active"]) / 2,
        "victim": (odds["passive"] + odds["active"]) / 2,
    }
    for what, values in effects[kind].items():
        m, se = values.mean().item(), values.std().item() / n**0.5
        low, high = t.interval(0.95, n - 1, m, se)
        ends = f"{low:.1f} to {high:.1f}"
        print(
            f"{kind + ', ' + what:13}  {m:4.1f}  {ends:12}"
            f"  {(values > 0).sum():7}  {n}"
        )
# --8<-- [end:demo]

# --8<-- [start:check]
mean = {
    (kind, what): values.mean().item()
    for kind, row in effects.items()
    for what, values in row.items()
}
assert mean["pity", "first"] > 1, "who is named first does not matter"
assert mean["pity", "first"] > 2 * mean["pity", "victim"], (
    "the victim gets the pity, wherever it stands"
)

# control: a reply without pity
assert mean["plain", "first"] > 0.5, "place matters to pity alone"
assert mean["pity", "victim"] > mean["plain", "victim"] + 0.4, (
    "speaking of pity does nothing for the victim"
)
# --8<-- [end:check]
