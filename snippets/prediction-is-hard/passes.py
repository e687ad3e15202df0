"""Does a hard token get more work than an easy one?"""

# --8<-- [start:demo]
import math

import torch
from torch.utils.flop_counter import FlopCounterMode

from perspectives.model import load

model, tokenizer = load()
other = ["1349 = 19 x 71", "2173 = 41 x 53", "4661 = 59 x 79"]
row = "1591 = 37 x 43\n"
above = {"new": other, "copied": [row[:-1]] * 3}


def step(ids, t):
    """Bits of token t, and the operations spent on it."""
    past = model.model(ids[:, : t - 1]).past_key_values
    with FlopCounterMode(display=False) as counter:
        out = model(ids[:, t - 1 : t], past_key_values=past)
    p = out.logits[0, -1].log_softmax(-1)[ids[0, t]].item()
    return -p / math.log(2), counter.get_total_flops()


table = {}
for name, rows in above.items():
    ids = tokenizer("\n".join(["", *rows, row]), return_tensors="pt")
    ids = ids.input_ids
    places = [ids.shape[1] - i for i in (7, 6, 3, 2)]
    table[name] = [step(ids, t) for t in places]
early = step(ids, 5)[1]  # the counter must see a shorter text

print("digit   bits, new  bits, copied   work, new  work, copied")
pairs = zip("3743", *table.values(), strict=True)
for i, (digit, (dear, work), (low, same)) in enumerate(pairs, 1):
    print(
        f"{i}, a {digit}  {dear:9.1f}  {low:12.1f}"
        f"  {work:10,}  {same:12,}"
    )
print(f"near the beginning of the text  {early:,}")

calls = []
hook = model.model.register_forward_hook(lambda *_: calls.append(1))
prompt = tokenizer("\n".join(["", *other, "1591 = "])).input_ids
new = model.generate(
    torch.tensor([prompt]), do_sample=False, max_new_tokens=7
)[0, len(prompt) :]
hook.remove()
print(f"it writes {tokenizer.decode(new)!r}")
print(f"tokens written  {len(new)}\npasses  {len(calls)}")
# --8<-- [end:demo]

# --8<-- [start:check]
bits = {name: [b for b, _ in x] for name, x in table.items()}
work = {name: [w for _, w in x] for name, x in table.items()}
assert min(bits["new"]) > max(bits["copied"]) + 1, "as easy"
assert work["new"] == work["copied"], "more work for one of them"
assert len(calls) == len(new) == 7, "more or fewer passes than tokens"

# control: the counter does see a longer text, and a smaller model
assert early < min(work["copied"]), "a longer text is no more work"
layers, model.model.layers = model.model.layers, model.model.layers[:15]
half = step(ids, 5)[1]
model.model.layers = layers
assert half < 0.8 * early, "half the layers go unseen: it is blind"
# --8<-- [end:check]
