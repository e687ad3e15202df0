"""Which heads look back at the swan, and does it matter?"""

# --8<-- [start:cut]
import random

import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
start = "I saw a black swan and a grey goose. I fed the"
names = [" sw", " goose"]  # the first token of each bird
birds = [tokenizer(name).input_ids[0] for name in names]


def chances(ids, cuts):
    """P(sw), P(goose) next; each row of `cuts` runs by itself.

    A cut (heads, source) hides the source from the last token, in
    these heads; the others see all, and so do all other tokens.
    """
    n, rows = len(ids), len(cuts)
    future = torch.ones(n, n).triu(1) > 0
    masks = {}
    for row, (heads, source) in enumerate(cuts):
        for layer, head in heads:
            blank = torch.zeros(rows, 9, n, n).masked_fill(future, -1e9)
            mask = masks.setdefault(layer, blank)
            mask[row, head, -1, source] = -1e9
    handles = [
        model.model.layers[layer].self_attn.register_forward_pre_hook(
            lambda _, args, kwargs, mask=mask: (
                args,
                kwargs | {"attention_mask": mask},
            ),
            with_kwargs=True,
        )
        for layer, mask in masks.items()
    ]
    state = model.model(torch.tensor([ids] * rows)).last_hidden_state
    for handle in handles:
        handle.remove()
    return model.lm_head(state[:, -1]).softmax(-1)[:, birds]


# --8<-- [end:cut]

# --8<-- [start:demo]
prompts = {
    "black": start + " black",
    "grey": start + " grey",
    "swapped": "I saw a grey swan and a black goose. I fed the black",
}
print("prompt   P(sw)  P(goose)")
plain = {}
for name, prompt in prompts.items():
    p = plain[name] = chances(tokenizer(prompt).input_ids, [((), 0)])[0]
    print(f"{name:7}  {p[0]:5.2f}  {p[1]:8.2f}")

ids = tokenizer(prompts["black"]).input_ids
tokens = [tokenizer.decode([i]) for i in ids]
swan, last = tokens.index(" sw"), len(ids) - 1
seen = model.model(torch.tensor([ids]), output_attentions=True)
looks = torch.stack(seen.attentions)[:, 0, :, last, swan]
heads = [tuple(h) for h in (looks > 0.5).nonzero().tolist()]
for layer, head in heads:
    print(f"head {layer}.{head} looks at sw  {looks[layer, head]:.2f}")
# --8<-- [end:demo]

# --8<-- [start:hide]
cuts = [(heads, source) for source in range(last)] + [((), 0)]
cut = chances(ids, cuts)[:, 0]  # the last row with nothing hidden
rng, others = random.Random(0), []
for _ in range(8):
    left = {
        a: [h for h in range(9) if (a, h) not in heads]
        for a, _ in heads
    }
    others.append(
        [
            (a, left[a].pop(rng.randrange(len(left[a]))))
            for a, _ in heads
        ]
    )
other = chances(ids, [(set_, swan) for set_ in others])[:, 0]
rest = [p for i, p in enumerate(cut[:last].tolist()) if i != swan]
print("hidden from the last token              P(sw)")
print(f"nothing                                 {cut[last]:.2f}")
print(f"sw, in these heads                      {cut[swan]:.2f}")
print(
    f"another of {len(rest)} tokens, in these heads   "
    f"{min(rest):.2f} to {max(rest):.2f}"
)
print(
    f"sw, in other heads, 8 sets              "
    f"{other.min():.2f} to {other.max():.2f}"
)
# --8<-- [end:hide]

# --8<-- [start:check]
black, grey, swapped = plain.values()
assert black[0] > black[1] and grey[1] > grey[0] + 0.5, "not told apart"
assert swapped[1] > swapped[0] + 0.4, "it is the birds, not the pairs"
assert cut[swan] < black[0] - 0.4, "the look back carries nothing"

# controls: another token for these heads, this token for others
assert min(rest) > cut[swan] + 0.3, "to hide anything is as bad"
assert other.min() > cut[swan] + 0.3, "any heads would do"
# --8<-- [end:check]
