"""Asked the same thing forty times, does it say the same thing?"""

# --8<-- [start:demo]
import numpy as np
import torch
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
turn = {"role": "user", "content": "What is the capital of France?"}
ids = tokenizer.apply_chat_template(
    [turn], add_generation_prompt=True, return_tensors="pt"
).input_ids


def draw(temperature, n, length=8):
    """N replies; at each step a token is drawn by lot (a race)."""
    rng = np.random.RandomState(0)
    out = model(ids, use_cache=True, logits_to_keep=1)
    cache, logits, tokens = out.past_key_values, out.logits, []
    cache.batch_repeat_interleave(n)
    for step in range(length):
        if step:  # the first is drawn from what the prompt gave
            logits = model(tokens[-1], past_key_values=cache).logits
        luck = torch.from_numpy(rng.gumbel(size=(n, 49152)))
        race = logits[:, -1] / max(temperature, 1e-9) + luck
        tokens.append(race.argmax(-1, keepdim=True))
    replies = torch.cat(tokens, 1)
    return tokenizer.batch_decode(replies, skip_special_tokens=True)


said = {}
print("temperature  different  names Paris  of  interval")
for temperature, n in (0, 5), (0.2, 40), (1, 40):
    said[temperature] = replies = draw(temperature, n)
    k = sum("Paris" in reply for reply in replies)
    low, high = binomtest(k, n).proportion_ci(method="wilson")
    interval = f"{max(0, low):.2f} to {high:.2f}"
    print(
        f"{temperature:11}  {len(set(replies)):9}  {k:11}  {n:2}"
        f"  {interval if temperature else 'no chance'}"
    )
first = model(ids, logits_to_keep=1).logits[0, -1].softmax(-1)
print(f"replies can begin with  {(first > 0).sum():,} tokens")
for temperature, replies in said.items():
    for i, reply in enumerate(list(dict.fromkeys(replies))[:2]):
        print(f"heard at {temperature}, {i + 1:<3}  {reply!r}")
# --8<-- [end:demo]

# --8<-- [start:check]
paris = {t: sum("Paris" in x for x in s) for t, s in said.items()}
assert len(set(said[1])) > 25, "one question should get many replies"
assert (first > 0).all(), "some first token is ruled out"
assert paris[0.2] > paris[1] + 8, "the dial should decide a fact"

# control: without the lot, the same reply each time
assert len(set(said[0])) == 1, "it differs without the lot"
# --8<-- [end:check]
