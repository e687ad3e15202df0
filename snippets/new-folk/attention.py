"""Does every word of a message reach the reply?"""

# --8<-- [start:reading]
import copy
import math
from statistics import median

import torch

from perspectives.model import load

model, tokenizer = load()
messages = [
    "I planted three rose bushes behind the house "
    "and two of them died.",
    "My sister lost her old dog in the park yesterday "
    "and she cannot sleep.",
    "The new teacher gave my son a book about the history of glass.",
]
turn = {"role": "user", "content": "@"}
chat = tokenizer.apply_chat_template(
    [turn], tokenize=False, add_generation_prompt=True
)
head, tail = chat.split("@")  # what stands around a message
opening = tokenizer(head, return_tensors="pt").input_ids
start = model.model(opening).past_key_values  # read once for all


def replies(texts, gaps=None):
    """Log-probabilities of the first token of the reply.

    `gaps`: the token of each text before which a place stays empty.
    """
    cache = copy.deepcopy(start)
    cache.batch_repeat_interleave(len(texts))
    ids = [tokenizer(text + tail).input_ids for text in texts]
    size = max(map(len, ids))
    padded = torch.tensor([(i + [0] * size)[:size] for i in ids])
    count = torch.arange(size)
    empty = count >= torch.tensor(gaps or [size] * len(ids))[:, None]
    state = model.model(
        padded,
        past_key_values=cache,
        position_ids=opening.shape[1] + count + empty,
    )[0]
    last = state[range(len(ids)), [len(i) - 1 for i in ids]]
    return model.lm_head(last).log_softmax(-1)  # (texts, 49152)


# --8<-- [end:reading]

# --8<-- [start:demo]
little = "a the in of to and so was my her our i she we them"
little = set(little.split())
moved, empty, noise = [], [], []
kinds = {"little": [], "other": []}


def bits(full, news):
    """How far the distribution moves: KL divergence."""
    far = (full.exp() * (full - news)).sum(-1) / math.log(2)
    return far.tolist()


print("message  words  beyond any gap  least word  widest gap")
for number, message in enumerate(messages, 1):
    words = message.split()
    without = [
        " ".join(words[:i] + words[i + 1 :]) for i in range(len(words))
    ]
    first = replies([message, *without])
    moved.append(bits(first[0], first[1:]))
    # all of the words, and an empty place before one of them
    places = range(1, len(tokenizer(message).input_ids))
    empty.append(
        bits(first[0], replies([message] * len(places), list(places)))
    )
    noise += bits(first[0], replies([message]))  # in other company
    for word, b in zip(words[1:-1], moved[-1][1:-1], strict=True):
        kinds["little" if word in little else "other"].append(b)
    widest = max(empty[-1])
    found = sum(b > widest for b in moved[-1])
    print(
        f"{number:7}  {len(words):5}  {found:14}"
        f"  {min(moved[-1]):10.3f}  {widest:10.3f}"
    )
print(f"same text again, at most  {max(map(abs, noise)):.3f}")
for kind, values in kinds.items():
    print(
        f"{kind} words, median of {len(values)}  {median(values):.2f}"
    )
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import MODEL, axes, show

fig, ax = axes(290)
words = messages[0].split()
ax.barh(range(len(words)), moved[0], color=MODEL, height=0.6)
ax.set_yticks(range(len(words)), words)
ax.invert_yaxis()
ax.grid(visible=False)
ax.set(xlabel="bits by which the reply moves without it")
said = ", ".join(
    f"{w} {b:.2f}" for w, b in zip(words, moved[0], strict=True)
)
show(fig, f"Bits by which the first token moves: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
typical = [
    (median(words), median(gaps))
    for words, gaps in zip(moved, empty, strict=True)
]
assert all(word > 3 * gap for word, gap in typical), (
    "a word left out does no more than a place left empty"
)
beyond = [
    sum(b > max(gaps) for b in words)
    for words, gaps in zip(moved, empty, strict=True)
]
assert sum(beyond) > 0.8 * sum(map(len, moved)), "many are not read"

# control: nothing changed, the same text read in other company
assert max(noise) < 0.0002, "the reply moves without a cause"
# --8<-- [end:check]
