"""What does the model expect with some heads knocked out?"""

# --8<-- [start:demo]
import torch

from perspectives.inside import cut
from perspectives.measure import next_token, table
from perspectives.model import load

prompt = "I saw a black swan and a grey goose. I fed the black"
heads = [[28, 2]]

model, tokenizer = load()
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

# --8<-- [start:each]
from itertools import product
from math import log

from perspectives.inside import cut_each

every, target = list(product(range(30), range(9))), before.argmax()
ids_read = torch.tensor([tokenizer(prompt).input_ids] * len(every))
with cut_each(every):
    logits = model(ids_read, logits_to_keep=1).logits
alone = logits.log_softmax(-1).view(30, 9, -1) / log(2)
lost = before[target].log2() - alone[..., target]  # bits: (30, 9)
flips = (alone.argmax(-1) != target).sum().item()
print(f"heads that change the likeliest token, each alone  {flips}")
print(f"of heads  {lost.numel()}")
print(f"bits that head 17.4 costs  {lost[17, 4]:.2f}")
# --8<-- [end:each]

# --8<-- [start:data]
from perspectives.output import keep

# what pages show at first: the likeliest before or after
either = torch.cat([before.topk(10).indices, after.topk(10).indices])
ids = either.unique()
ids = ids[before[ids].argsort(descending=True)]
told = [tokenizer.decode(i) for i in ids]
read = [tokenizer.decode(i) for i in tokenizer(prompt).input_ids]
row = {"name": "swan", "prompt": prompt, "tokens": read, "heads": heads}
for name, shares in (("before", before), ("after", after)):
    row[name] = [(t, f"{p:.5f}") for t, p in zip(told, shares[ids])]
row["target"] = tokenizer.decode(target)
row["bits"] = [[f"{x:.2f}" for x in layer] for layer in lost]
keep([row])
# --8<-- [end:data]

# --8<-- [start:check]
assert before[target] > 0.6, "it does not name the swan"
assert after[target] < 0.1 < lost[28, 2], "it needs no 28.2"
assert lost.argmax() == 9 * 28 + 2, "another head costs more"
assert flips > 5, "no other head is needed"
# controls: most heads are not; nor is 28.2 for another animal
assert flips < 30, "nearly any head will do"
other = "I saw a white horse and a black cow. I fed the white"
horse = tokenizer(" horse").input_ids[0]
usual = next_token(other)[0, horse]
with cut(heads):
    least = next_token(other)[0, horse]
assert usual - least < 0.1, "it carries every animal"
# --8<-- [end:check]
