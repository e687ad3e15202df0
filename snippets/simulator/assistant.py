"""Is the assistant one character among others?"""

# --8<-- [start:frames]
import numpy as np
import torch
from scipy.stats import t

from perspectives.model import load

model, tokenizer = load()
turn = {"role": "user", "content": "Tell me about yourself."}
default = tokenizer.apply_chat_template(
    [turn], tokenize=False, add_generation_prompt=True
)
asked = default.index("<|im_start|>user")
print(default[:asked])


def system(text):
    return f"<|im_start|>system\n{text}<|im_end|>\n{default[asked:]}"


frames = {
    "as it comes": default,
    "no system turn": default[asked:],
    "a helper": system("You are a helpful assistant."),
    "a nurse": system("You are Maria, a nurse from Lisbon."),
    "no part": system("Maria, a nurse, lives in Lisbon."),
    "a sailor": system("You are Jack, an old sailor."),
    "plain text": '\n"Tell me about yourself," she said.\n"',
}
pairs = """I am an AI.|I am a person.
I am a computer program.|I am a human being.
I am a language model.|I am a young woman.
I was made by engineers.|I was born in a city.
I was trained on text.|I went to school.
I have no body.|I have two hands.
I run on a computer.|I live in a house.
I answer questions.|I have a family."""
neutral = """The sky is blue.|The grass is green.
It is Monday today.|It is cold today.
There is a table.|There is a window.
Bread is cheap.|Cheese is good.
The dog sleeps.|The cat sleeps.
He came home.|She went out.
The road is long.|The hill is high.
Four is even.|Five is odd."""
# --8<-- [end:frames]


# --8<-- [start:demo]
def odds(opening, pairs):
    """By how much the first of each pair is likelier, in nats."""
    lines = pairs.replace("\n", "|").split("|")
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
    logp = [
        row[range(len(i)), i].sum().item()
        for i, row in zip(ids, logits.log_softmax(-1), strict=True)
    ]
    return np.array(logp[::2]) - logp[1::2]


shift, other, most, n = {}, {}, {}, 8
all_odds = {
    name: odds(opening, f"{pairs}\n{neutral}")
    for name, opening in frames.items()
}  # (eight, then eight)
print(
    "frame           odds of a machine  change  interval      neutral"
)
for name, found in all_odds.items():
    d, rest = np.split(found - all_odds["as it comes"], [n])
    s = t.ppf(0.975, n - 1) * d.std(ddof=1) / n**0.5
    shift[name], other[name] = d.mean(), rest.mean()
    most[name] = d.mean() + s
    print(
        f"{name:14}  {found[:n].mean():17.1f}  {d.mean():6.1f}"
        f"  {f'{d.mean() - s:.1f} to {most[name]:.1f}':13}"
        f"{rest.mean():8.1f}"
    )
# --8<-- [end:demo]

# --8<-- [start:replies]
batch = tokenizer(
    list(frames.values()),
    return_tensors="pt",
    padding=True,
    padding_side="left",
)
out = model.generate(**batch, max_new_tokens=16, do_sample=False)
replies = tokenizer.batch_decode(out[:, batch.input_ids.shape[1] :])
print()
for name, reply in zip(frames, replies, strict=True):
    print(f"says, {name:14}  {reply!r}")
# --8<-- [end:replies]

# --8<-- [start:check]
for name in "a nurse", "a sailor":
    assert shift[name] < -3 and most[name] < 0, (
        f"{name}: what it says of itself should not be a machine's"
    )
    # control: sentences that say nothing of the speaker
    assert abs(other[name]) < 0.5 * abs(shift[name]), (
        f"{name} moves any pair of sentences"
    )
# control: a nurse is named, and is not the part to be played
assert shift["no part"] < 0.5 * shift["a nurse"], (
    "it takes the part, not the mention: mend the page"
)
said = dict(zip(frames, replies, strict=True))
assert "AI" in said["as it comes"], "by default it is an AI"
assert "AI" not in said["no system turn"], "... without being told"
assert "AI" not in said["a helper"], "... the line names an AI"
assert "urse" in said["a nurse"] and "Jack" in said["a sailor"], (
    "it does not say the part that it was given"
)
# --8<-- [end:check]
