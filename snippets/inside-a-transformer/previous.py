"""Who tells the swan what stood before it?"""

# --8<-- [start:silence]
import random

import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
rng, n = random.Random(2), 40
lines = [rng.sample(range(1000, 40000), n) for _ in range(2)]
ids = torch.tensor([line + line for line in lines])
finders = [(18, 6), (17, 3), (17, 4), (18, 7)]
swan = "I saw a black swan and a grey goose. I fed the black"
swan = torch.tensor([tokenizer(swan).input_ids])
sw = tokenizer(" sw").input_ids[0]


layers = model.model.layers
stream = {  # as it enters layer 16, the same whatever is silenced there
    k: model.model(x, output_hidden_states=True).hidden_states[16]
    for k, x in (("lines", ids), ("swan", swan))
}


def seen(name, last, silenced=None):
    """From layer 16 to `last`, with one head of layer 16 at zero."""

    def zero(_, args):
        x = args[0].clone()
        if silenced is not None:
            x[..., 64 * silenced : 64 * silenced + 64] = 0
        return (x,)

    output = layers[16].self_attn.o_proj
    handle = output.register_forward_pre_hook(zero)
    model.model.layers = layers[16 : last + 1]
    out = model.model(
        inputs_embeds=stream[name], output_attentions=True
    )
    model.model.layers = layers
    handle.remove()
    return out


# --8<-- [end:silence]


# --8<-- [start:demo]
def measure(silenced=None):
    """Do the four look where they should, and is the swan recalled?"""
    looks = seen("lines", 18, silenced).attentions
    found = [
        looks[layer - 16][:, head].diagonal(1 - n, 1, 2)[:, 1:].mean()
        for layer, head in finders
    ]
    end = seen("swan", 29, silenced).last_hidden_state[0, -1]
    chance = model.lm_head(end).softmax(-1)[sw]
    return sum(found).item() / 4, chance.item()


one_back = seen("lines", 16).attentions[0]  # row, head, to, from
one_back = one_back.diagonal(-1, 2, 3).mean((0, 2))
print("layer 16   looks one back  the four find it  P(sw)")
result = {None: measure()}
print(
    f"all heads  {one_back.mean():14.2f}  {result[None][0]:16.2f}"
    f"  {result[None][1]:5.2f}"
)
for head in range(9):
    find, chance = result[head] = measure(head)
    print(
        f"without {head}  {one_back[head]:14.2f}  {find:16.2f}"
        f"  {chance:5.2f}"
    )
# --8<-- [end:demo]

# --8<-- [start:check]
(all_find, all_swan), (find, chance) = result[None], result[0]
assert one_back[0] > 0.7, "head 16.0 should look one token back"
assert find < all_find / 2, "the finders do not need it"
assert chance < all_swan / 2, "the swan does not need it"

# control: the eight other heads of the layer
others = [result[head] for head in range(1, 9)]
assert min(f for f, _ in others) > 0.8 * all_find, "any is needed"
assert min(c for _, c in others) > 0.7 * all_swan, "any is needed"
# --8<-- [end:check]
