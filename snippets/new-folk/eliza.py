"""How much understanding does a sympathetic answer need?"""

# --8<-- [start:rules]
import re

from scipy.stats import binomtest

rules = {
    r"\bi am (.*)": "For how long have you been {}?",
    r"\bi want to (.*)": "What would change if you did {}?",
    r"\bmy (\w+) never (.*)": "Is it only your {}?",
    r"\bi (miss|fear|hate) (.*)": "You {} {}. Since when?",
    r"\bbecause (.*)": "Is it the only reason that {}?",
    r"(.*)": "I see. What else is on your mind?",
}
swap = {"i": "you", "me": "you", "my": "your", "am": "are"}


def mirror(words):
    return " ".join(swap.get(word, word) for word in words.split())


def eliza(message):
    """The first rule that fits, and the answer that it makes."""
    text = message.lower().strip(" .")
    for rule, answer in rules.items():
        if found := re.search(rule, text):
            return rule, answer.format(*map(mirror, found.groups()))


# --8<-- [end:rules]

# --8<-- [start:messages]
import copy
import math

import torch

from perspectives.model import load

model, tokenizer = load()
messages = {  # and the same without sense
    "I am worried about my exam.": "I am blorped about my snarf.",
    "I want to leave my job.": "I want to plim my dreeb.",
    "My mother never listens to me.": "My snarf never glims to me.",
    "I miss my old friends.": "I miss my old grumples.",
    "Because the house is empty.": "Because the fimble is gromp.",
    "I am tired of the noise.": "I am drelled of the voof.",
    "I want to sleep all day.": "I want to flomp all mib.",
    "I fear the long winter.": "I fear the long vorm.",
    "I am proud of my garden.": "I am plood of my gradden.",
    "My brother never writes.": "My brubber never grites.",
    "Because the train was late.": "Because the krain was mafe.",
    "I miss the sound of bells.": "I miss the snoud of gells.",
}
both = [m for pair in messages.items() for m in pair]
turn = {"role": "user", "content": "@"}
chat = tokenizer.apply_chat_template(
    [turn], tokenize=False, add_generation_prompt=True
)
head, tail = chat.split("@")  # what stands around a message
opening = tokenizer([head] * len(both), return_tensors="pt")
start = model.model(opening.input_ids[:1]).past_key_values
start.batch_repeat_interleave(len(both))  # the head, read once
# --8<-- [end:messages]

# --8<-- [start:demo]
texts = [message + tail for message in both]
pad = {"padding": True, "padding_side": "left"}
batch = tokenizer(texts, return_tensors="pt", **pad)
batch = {key: torch.hstack([opening[key], batch[key]]) for key in batch}
out = model.generate(
    **batch,
    past_key_values=copy.deepcopy(start),
    max_new_tokens=12,
    do_sample=False,
)
said = tokenizer.batch_decode(
    out[:, batch["input_ids"].shape[1] :], skip_special_tokens=True
)
for message, reply in list(zip(both, said, strict=True))[:6]:
    print(f"you    {message}\nELIZA  {eliza(message)[1]}")
    print(f"model  {reply.splitlines()[0]}\n")
# --8<-- [end:demo]

# --8<-- [start:counts]
ids = [tokenizer(message).input_ids for message in both]
size = max(map(len, ids))
padded = torch.tensor([(i + [0] * size)[:size] for i in ids])
state = model.model(padded, past_key_values=start)[0]
log_p = model.lm_head(state).log_softmax(-1)
price = []  # bits a token, after the first, which both share
for row, (_, *rest) in zip(log_p, ids, strict=True):
    bits = -row[range(len(rest)), rest].mean() / math.log(2)
    price.append(bits.item())
rule = [eliza(message)[0] for message in both]
same = sum(rule[i] == rule[i + 1] for i in range(0, 24, 2))
dearer = sum(price[i] < price[i + 1] for i in range(0, 24, 2))
notice = re.compile("confusion|misunderstanding")
notes = [bool(notice.search(reply)) for reply in said]
for kind, i in {"sense": 0, "nonsense": 1}.items():
    print(f"{kind}, bits a token  {sum(price[i::2]) / 12:.1f}")
print("pairs, or replies           count  of  interval")
for label, k in {
    "ELIZA, same rule": same,
    "model, nonsense dearer": dearer,
    "model, puzzled by sense": sum(notes[::2]),
    "model, puzzled by nonsense": sum(notes[1::2]),
}.items():
    low, high = binomtest(k, 12).proportion_ci(method="wilson")
    print(f"{label:26}  {k:5}  12  {max(0, low):.2f} to {high:.2f}")
# --8<-- [end:counts]

# --8<-- [start:check]
assert same == 12, "ELIZA tells sense from nonsense"
gap = (sum(price[1::2]) - sum(price[::2])) / 12
assert dearer >= 9 and gap > 1, "to the model they are alike as well"

# control: rules matter, or one answer would do for everything
assert len(set(rule)) >= 4, "ELIZA has one answer for all"
assert eliza("Nice weather.")[0] == "(.*)", "a rule fits by chance"
# --8<-- [end:check]
