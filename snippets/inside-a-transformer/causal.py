"""Can a word hear from a later one?"""

# --8<-- [start:demo]
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
told = "I saw a black swan and a grey goose. I fed the black"


def states(text, mask=None):
    """Every token's vector after the embedding and each layer."""
    ids = torch.tensor([tokenizer(text).input_ids])
    if mask is not None:
        mask = torch.zeros(1, 1, *[ids.shape[1]] * 2)  # all see all
    seen = model.model(
        ids, attention_mask=mask, output_hidden_states=True
    )
    return torch.stack(seen.hidden_states)[:, 0]  # (31, token, 576)


def differ(a, b):
    """For each token, at how many of 31 depths is it not equal?"""
    return (a != b).any(-1).sum(0).tolist()


base, free = states(told), states(told, mask="none")
bird = told.replace("swan", "stork")  # two tokens for two
white = told.replace("black", "white", 1)
later = differ(base, states(bird))
first = differ(base, states(white))
unmasked = differ(free, states(bird, mask="none"))

print("token     swan to stork  black to white  stork, no mask")
for i, token in enumerate(tokenizer(told).input_ids):
    name = f"{i} {tokenizer.decode([token]).strip()}"
    print(f"{name:8}  {later[i]:13}  {first[i]:14}  {unmasked[i]:14}")
# --8<-- [end:demo]

# --8<-- [start:check]
black, swan = 3, 4
assert not any(later[:swan]), "a word has heard from a later one"
assert min(later[swan + 1 :]) > 20, "later words should hear of it"
assert not any(first[:black]) and first[swan] > 20, (
    "the swan should hear of the black before it"
)

# control: the mask is what stops it; without, the news spreads back
assert min(unmasked) > 20, "nothing passes back even with no mask"
# --8<-- [end:check]
