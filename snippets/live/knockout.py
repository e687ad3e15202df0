"""What does the model expect with some heads knocked out?"""

# --8<-- [start:demo]
import torch

from perspectives.inside import cut
from perspectives.measure import next_token, table
from perspectives.model import load

prompt = "I saw a black swan and a grey goose. I fed the black"
heads = [[28, 2]]

_, tokenizer = load()
before = next_token(prompt)[0].exp2()
with cut(heads):
    after = next_token(prompt)[0].exp2()
ids = before.topk(10).indices
tokens = [repr(tokenizer.decode(i)) for i in ids]
table(
    {"next token": tokens, "before": before[ids], "after": after[ids]},
    3,
)
# --8<-- [end:demo]

# --8<-- [start:data]
from itertools import product

from perspectives.output import keep

# what pages show at first; and what each head does alone, in bits
target = before.argmax()
bits = []
for alone in product(range(30), range(9)):
    with cut([alone]):
        bits.append(next_token(prompt)[0, target])
lost = before[target].log2() - torch.stack(bits).view(30, 9)
told = [tokenizer.decode(i) for i in ids]
keep(
    [
        {
            "name": "swan",
            "prompt": prompt,
            "tokens": [
                tokenizer.decode(i) for i in tokenizer(prompt).input_ids
            ],
            "heads": heads,
            "before": [
                (t, f"{p:.4f}") for t, p in zip(told, before[ids])
            ],
            "after": [
                (t, f"{p:.4f}") for t, p in zip(told, after[ids])
            ],
            "target": told[0],
            "bits": [[f"{x:.2f}" for x in row] for row in lost],
        }
    ]
)
# --8<-- [end:data]

# --8<-- [start:check]
assert before[target] > 0.6 and after[target] < 0.1, "it needs no 28.2"
# control: any other head of the model
most = lost.flatten().sort(descending=True).values
assert lost[28, 2] == most[0] and most[1] < 2.5, "any head will do"
# --8<-- [end:check]
