"""Is it a calculator that is broken?"""

# --8<-- [start:demo]
import random

import torch

from perspectives.model import load

model, tokenizer = load()
rng, n = random.Random(0), 40
pairs = [
    (rng.randint(100, 999), rng.randint(100, 999)) for _ in range(44)
]
shown = "".join(f"{a} + {b} = {a + b}\n" for a, b in pairs[:4])
first = torch.tensor([tokenizer(shown).input_ids])
cache = model.model(first, use_cache=True).past_key_values
cache.batch_repeat_interleave(2 * n)

asked = [f"{a} + {b} = " for a, b in pairs[4:]]
asked += [f"{b} + {a} = " for a, b in pairs[4:]]
tokens, said = torch.tensor(tokenizer(asked).input_ids), []
for _ in range(5):  # greedy: four digits and a new line
    state = model.model(tokens, past_key_values=cache)[0][:, -1:]
    tokens = model.lm_head(state).argmax(-1)
    said.append(tokens)
said = tokenizer.batch_decode(torch.cat(said, 1))
said = [text.split("\n")[0] for text in said]
there, back = said[:n], said[n:]
true = [str(a + b) for a, b in pairs[4:]]
# --8<-- [end:demo]


# --8<-- [start:count]
def agree(answers, truth):
    """In how many is it right: as a whole, and in part?"""
    both = list(zip(answers, truth, strict=True))
    return {
        "exactly right": sum(a == b for a, b in both),
        "last digit right": sum(a[-1:] == b[-1] for a, b in both),
        "off by a tenth at most": sum(
            a.isdigit() and abs(int(a) - int(b)) <= int(b) / 10
            for a, b in both
        ),
    }


found = agree(there, true)
found["same turned round"] = sum(
    a == b for a, b in zip(there, back, strict=True)
)
moved = agree(there[1:] + there[:1], true)  # answers to another sum
faulty = agree([str(int(a) + 7) for a in true], true)
faulty["same turned round"] = n  # 7 too many, whichever way round
print("of 40 sums              model  moved on  7 too many")
for name, k in found.items():
    print(
        f"{name:22}  {k:5}  {moved.get(name, '-'):8}  {faulty[name]:10}"
    )
for (a, b), x, y in list(zip(pairs[4:], there, back, strict=True))[:3]:
    print(f"{a} + {b} = {a + b}  said {x}, turned round {y}")
# --8<-- [end:count]

# --8<-- [start:check]
assert found["exactly right"] <= 8, "it can add three digits"
assert found["last digit right"] > moved["last digit right"] + 10, (
    "a wrong sum should be right in its last digit, and is not"
)
near = "off by a tenth at most"
assert found[near] > moved[near] + 10, "wrong sums should be near"
assert found["same turned round"] <= 18, "it is wrong in a fixed way"

# control: a calculator with a fault does not care for the order
assert faulty["same turned round"] == n > faulty["last digit right"], (
    "a fault that is fixed would look like the model"
)
# --8<-- [end:check]
