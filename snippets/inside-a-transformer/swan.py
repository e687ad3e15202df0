"""Does the model forget the swan if five heads cannot see it?"""

# --8<-- [start:materials]
from contextlib import contextmanager

import torch

from perspectives.inside import blocks
from perspectives.measure import next_token, table
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
told = "I saw a black swan and a grey goose. I fed the black"
ids = tokenizer(told, return_tensors="pt").input_ids
swan, goose, n = 4, 9, 15  # the places of sw and goose, of 15


@contextmanager
def hidden(source, heads):
    """In these heads the last token does not see the source."""
    mask = torch.full((30, 1, 9, n, n), -1e9).triu(1)
    for layer, head in heads:
        mask[layer, 0, head, -1, source] = -1e9

    def put(part, args, given):
        return args, given | {"attention_mask": mask[part.layer_idx]}

    add = [b.self_attn.register_forward_pre_hook for b in blocks()]
    hooks = [hook(put, with_kwargs=True) for hook in add]
    yield
    for hook in hooks:
        hook.remove()


# --8<-- [end:materials]

# --8<-- [start:demo]
seen = model(ids, output_attentions=True).attentions
looks = torch.stack(seen)[:, 0, :, -1]  # (layer, head, token)
five = (looks[..., swan] > 0.5).nonzero().tolist()
rest = (looks[..., swan] <= 0.5).nonzero().tolist()


def chances(source, heads):
    """Of swan and goose, in per cent, with the source hidden."""
    with hidden(source, heads):
        return 100 * next_token(told)[0, ids[0, [swan, goose]]].exp2()


hid = chances(swan, five)
# --8<-- [end:demo]

# --8<-- [start:table]
cuts = {"as it is": (swan, []), "hidden from 5 heads": (swan, five)}
cuts["from the other 265"] = (swan, rest)
cuts["goose, from the 5"] = (goose, five)
cuts["from all but 28.2"] = (swan, five[:4])
cuts |= {f"from {a}.{b} alone": (swan, [(a, b)]) for a, b in five}
found = torch.stack([chances(*cut) for cut in cuts.values()])
swans, geese = found.T
table({"hidden": list(cuts), "swan, %": swans, "goose, %": geese}, 1)
others = [chances(i, five)[0] for i in range(n - 1) if i != swan]
print(f"13 other tokens, from the 5, at least  {min(others):.1f}")
mass = [looks[..., swan][tuple(zip(*x))].sum() for x in (five, rest)]
print(f"attention to sw, the 5 heads  {mass[0]:.2f}")
print(f"attention to sw, the other 265  {mass[1]:.2f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, axes, show

fig, ax = axes(140)
bars = ("swan", swans, 0.18, MODEL), ("goose", geese, -0.18, "none")
for bird, values, dy, fill in bars:
    for i, value in enumerate(values[:4]):
        ax.barh(3 - i + dy, value, 0.28, fc=fill, ec=MODEL)
        ax.text(
            value + 1, 3 - i + dy, f"{bird} {value:.1f}", va="center"
        )
ax.set(xlim=(0, 118), xticks=[], yticks=range(4))
ax.set_yticklabels(list(cuts)[3::-1])
ax.grid(visible=False)
said = [f"{k} {a:.1f}, {b:.1f}" for k, (a, b) in zip(cuts, found)]
show(fig, f"Swan and goose, in per cent: {'; '.join(said[:4])}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert swans[0] > 50 and hid[0] < 5 and hid[1] > 80, "it recalls"
# controls: as much attention in the other heads; any other token
assert mass[1] > 0.9 * mass[0], "no fair comparison"
assert swans[2] > 40, "as much attention elsewhere does it too"
assert min(others) > 60, "to hide anything from the five is as bad"
# --8<-- [end:check]
