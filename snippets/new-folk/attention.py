"""Does every word of a message reach the reply?"""
# --8<-- [start:reading]
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
    "The new teacher gave my son a book "
    "about the history of glass.",
]
turn = {"role": "user", "content": "@"}
chat = tokenizer.apply_chat_template(
    [turn], tokenize=False, add_generation_prompt=True
)
head, tail = chat.split("@")  # what stands around a message


def replies(texts):
    """Log-probabilities of the first token of the reply."""
    opening = tokenizer(head, return_tensors="pt").input_ids
    cache = model.model(opening).past_key_values  # read once
    cache.batch_repeat_interleave(len(texts))
    ids = [tokenizer(text + tail).input_ids for text in texts]
    size = max(map(len, ids))
    padded = torch.tensor([(i + [0] * size)[:size] for i in ids])
    state = model.model(padded, past_key_values=cache)[0]
    last = state[range(len(ids)), [len(i) - 1 for i in ids]]
    return model.lm_head(last).log_softmax(-1)  # (texts, 49152)
# --8<-- [end:reading]

# --8<-- [start:demo]
little = "a the in of to and so was my her our i she we them"
little = set(little.split())
moved, noise, kinds = [], [], {"little": [], "other": []}
print("message  words  moved by 0.001 bits  least")
for number, message in enumerate(messages, 1):
    words = message.split()
    without = [
        " ".join(words[:i] + words[i + 1 :]) for i in range(len(words))
    ]
    full, *rest = replies([message, *without])
    again = replies([message])[0]  # the same text, in other company
    bits = [  # how far the distribution moves: KL divergence
        (full.exp() * (full - new)).sum().item() / math.log(2)
        for new in (*rest, again)
    ]
    noise.append(abs(bits.pop()))
    moved.append(bits)
    for word, b in zip(words[1:-1], bits[1:-1], strict=True):
        kinds["little" if word in little else "other"].append(b)
    found = sum(b > 0.001 for b in bits)
    print(f"{number:7}  {len(bits):5}  {found:19}  {min(bits):.3f}")
print(f"same text again, at most  {max(noise):.3f}")
for kind, values in kinds.items():
    print(f"{kind} words, median of {len(values)}"
          f"  {median(values):.2f}")
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
assert min(map(min, moved)) > 0.002, "a word was not read"

# control: no word left out, the same text read in other company
assert max(noise) < 0.0002, "the reply moves without a cause"
# --8<-- [end:check]
