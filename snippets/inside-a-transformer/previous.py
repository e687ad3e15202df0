"""Who tells the swan what stood before it?"""

# --8<-- [start:materials]
from itertools import product

import torch

from perspectives.inside import blocks, cut, cut_each, read, replace
from perspectives.measure import first_tokens
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
finders = [(17, 3), (17, 4), (17, 5), (18, 6)]
told = "I saw a black swan and a grey goose. I fed the black"
ids = tokenizer(told, return_tensors="pt").input_ids
[sw] = first_tokens([" sw"])
at = ids[0].tolist().index(sw)
# --8<-- [end:materials]


# --8<-- [start:demo]
def measure(ids):
    """How much do the four look at sw, and what has swan, in %?"""
    out = model(ids, output_attentions=True, logits_to_keep=1)
    found = [out.attentions[a][:, b, -1, at] for a, b in finders]
    swan = 100 * out.logits[:, -1].softmax(-1)[:, sw]
    return list(zip(torch.stack(found).mean(0).tolist(), swan.tolist()))


heads = list(product(range(17), range(9)))
with cut_each(heads):  # one in each row
    found = measure(ids.expand(len(heads), -1))
without = dict(zip(heads, found, strict=True))
# --8<-- [end:demo]

# --8<-- [start:table]
[whole] = measure(ids)
part = blocks()[16].self_attn.o_proj
with cut([(16, 0)]), read(part) as mute:
    measure(ids)
here = torch.arange(ids.shape[1])[:, None] == at
with replace(part, lambda x: torch.where(here, mute[0], x)):
    [only] = measure(ids)  # without 16.0 at sw, and nowhere else
looks = model.model(ids, output_attentions=True).attentions
back = {(a, b): looks[a][0, b, at, at - 1] for a, b in without}
print("silenced  looks one back  the four find  swan, %")
print(f"none                   –  {whole[0]:13.2f}  {whole[1]:7.0f}")
print(f"16.0, sw               –  {only[0]:13.2f}  {only[1]:7.0f}")
named = sorted(without, key=without.get)[:4]
named += sorted(without, key=lambda head: without[head][1])[:7]
for a, b in dict.fromkeys(named):
    seen = f"{f'{a}.{b}':8}  {back[a, b]:14.2f}"
    print(seen, "{:14.2f}  {:7.0f}".format(*without[a, b]))
rest = [v for h, v in without.items() if h not in named]
find, swan = map(min, zip(*rest, strict=True))
print(f"all others, the four find at least  {find:.2f}")
print(f"all others, swan at least  {swan:.0f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(180)
find, swan = zip(*without.values(), strict=True)
ax.scatter(swan, find, s=14, color=MODEL)
ax.plot(whole[1], whole[0], "+", color=INK, markersize=14)
ax.text(whole[1], 0.83, "none", ha="center", color=INK)
for head, dx, side in ((16, 0), 1.5, "left"), ((11, 6), -1.5, "right"):
    f, s = without[head]
    ax.text(s + dx, f, "{}.{}".format(*head), va="center", ha=side)
ax.set(xlabel="swan without the head, %", xlim=(0, 80))
ax.set(ylabel="the four find", ylim=(0, 0.95))
find, swan = without[16, 0]
show(fig, f"Without 16.0 {find:.2f} found, swan {swan:.0f} %")
# --8<-- [end:figure]

# --8<-- [start:check]
assert back[16, 0] > 0.7, "16.0 does not look one back"
find, swan = without.pop((16, 0))
assert swan < whole[1] / 2, "it is not needed"
assert max(find, only[0]) < whole[0] / 4, "nor for finding"
# control: every other head below, one at a time
second = min(find for find, _ in without.values())
assert second > 2 * find, "others are needed as much for finding"
assert min(swan for _, swan in without.values()) < 30, "nor for swan"
# --8<-- [end:check]
