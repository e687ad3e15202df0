"""Can a word hear from a later one?"""

# --8<-- [start:materials]
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
told = "I saw a black swan and a grey goose. I fed the black"
bird = told.replace("swan", "stork")  # two tokens for two
white = told.replace("black", "white", 1)
# --8<-- [end:materials]


# --8<-- [start:demo]
def states(text, mask=None):
    """Each token's numbers: as a row of the table, after each block."""
    ids = tokenizer(text, return_tensors="pt").input_ids
    seen = model.model(
        ids, attention_mask=mask, output_hidden_states=True
    )
    return torch.stack(seen.hidden_states)[:, 0]  # (31, token, 576)


def changed(a, b):
    """For each token, at how many of 31 depths is a number changed?"""
    return (a != b).any(-1).sum(0).tolist()


later = changed(states(told), states(bird))
first = changed(states(told), states(white))
# --8<-- [end:demo]

# --8<-- [start:table]
ids = tokenizer(told).input_ids
free = torch.zeros(1, 1, len(ids), len(ids))  # all may see all
both = changed(states(told, free), states(bird, free))
depths = len(states(told))
print("token     swan to stork  black to white  stork, no mask  of")
for i, token in enumerate(ids):
    name = f"{i} {tokenizer.decode([token]).strip()}"
    row = f"{name:8}  {later[i]:13}  {first[i]:14}  {both[i]:14}"
    print(f"{row}  {depths}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(155)
places = range(len(ids))
ax.bar([i - 0.18 for i in places], later, 0.3, color=MODEL)
ax.bar([i + 0.18 for i in places], both, 0.3, color=INK)
tokens = [tokenizer.decode([token]).strip() for token in ids]
ax.set(xticks=places, yticks=[0, 31], ylabel="depths that change")
ax.set_xticklabels(tokens, rotation=60, ha="right")
ax.text(-0.4, 33, "as it is", color=MODEL)
ax.text(3, 33, "without the mask", color=INK)
ax.set(ylim=(0, 38))
ax.tick_params(axis="x", pad=0)
ax.grid(visible=False)
show(
    fig,
    "Swan made stork: as the model is, no depth changes at the four "
    "tokens before, and 30 or 31 of 31 from the swan on; without the "
    "mask, 30 or 31 at every token",
)
# --8<-- [end:figure]

# --8<-- [start:check]
black, swan = 3, 4
assert not any(later[:swan]), "a word has heard from a later one"
assert min(later[swan + 1 :]) > 20, "later words should hear of it"
assert not any(first[:black]) and first[swan] > 20, "nor of the black"
# control: the mask is what stops it; without, the news spreads back
assert min(both) > 20, "nothing passes back even with no mask"
# --8<-- [end:check]
