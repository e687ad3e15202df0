"""Whom is it sorry for?"""

# --8<-- [start:reading]
import copy

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
opening = tokenizer(head, return_tensors="pt").input_ids
start = model.model(opening).past_key_values  # read once for all


def logits(texts, replies):
    """Logits of the token that comes after each text and reply."""
    read = copy.deepcopy(start)
    read.batch_repeat_interleave(len(texts))
    ids = [tokenizer(text).input_ids for text in texts]  # all as long
    model.model(torch.tensor(ids), past_key_values=read)
    found = []
    for reply in replies:  # each goes on from the same reading
        ids = torch.tensor([tokenizer(reply).input_ids] * len(texts))
        cache = copy.deepcopy(read)
        state = model.model(ids, past_key_values=cache)[0]
        found.append(model.lm_head(state[:, -1]))
    return found


# --8<-- [end:reading]

# --8<-- [start:demo]
told = {
    "active": "The {doer} attacked the {victim}.",
    "passive": "The {victim} was attacked by the {doer}.",
}
replies = {"pity": "I feel sorry for the", "plain": "You speak of the"}
roles = [r for a, b in pairs for r in ((a, b), (b, a))]
odds, effects, n = {}, {}, len(pairs)
for voice, sentence in told.items():
    texts = [
        sentence.format(doer=doer, victim=victim) + tail
        for doer, victim in roles
    ]
    after = logits(texts, replies.values())
    for kind, out in zip(replies, after, strict=True):
        of_victim = [  # log-odds of the victim over the doer
            (
                row[tokenizer(" " + victim).input_ids[0]]
                - row[tokenizer(" " + doer).input_ids[0]]
            ).item()
            for row, (doer, victim) in zip(out, roles, strict=True)
        ]  # each noun of a pair in both roles
        odds[kind, voice] = torch.tensor(of_victim).view(n, 2).mean(1)

print("reply          nats  interval      its way  of")
for kind in replies:
    active, passive = odds[kind, "active"], odds[kind, "passive"]
    effects[kind] = {
        "first": (passive - active) / 2,
        "victim": (passive + active) / 2,
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
