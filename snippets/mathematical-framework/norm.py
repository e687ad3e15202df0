"""Can the norms be replaced by constants?"""

# --8<-- [start:usual]
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
text = Path(__file__).parents[1] / "data" / "prose.txt"
ids = torch.tensor(tokenizer(text.read_text()).input_ids[:256])
ids = ids.view(8, 32)
tune, test = ids[:3], ids[3:]
norms = {30: [model.model.norm]} | {
    i: [b.input_layernorm, b.post_attention_layernorm]
    for i, b in enumerate(model.model.layers)
}


def own(module, x):
    square = x.pow(2).mean(-1, keepdim=True)
    return (square + module.variance_epsilon).rsqrt()


usual, hooks = {}, []
for n in (n for ns in norms.values() for n in ns):
    hooks.append(
        n.register_forward_pre_hook(
            lambda m, a: usual.update({m: own(m, a[0])[:, 1:].median()})
        )
    )
model.model(tune)
for hook in hooks:
    hook.remove()
blocks = model.model.layers
stream = model.model(test, output_hidden_states=True).hidden_states
# --8<-- [end:usual]

# --8<-- [start:constants]
kept = []  # the share of tokens, the first apart, that keep their own


def loss(start, times=1.0):
    """Nats a token with constant norms from block `start` on."""
    kept.clear()

    def constant(module, args, output):
        (x,), c = args, usual[module]
        s = own(module, x)
        sink = s < 0.5 * c  # twice as long as usual: keeps its own
        sink[:, 0] = True
        kept.append(sink[:, 1:].float().mean())
        return module.weight * x * torch.where(sink, s, times * c)

    hooks = [
        n.register_forward_hook(constant)
        for i, ns in norms.items()
        if i >= start
        for n in ns
    ]
    first = min(start, 29)  # before it, all is as it was
    model.model.layers = blocks[first:]
    logits = model(inputs_embeds=stream[first]).logits
    model.model.layers = blocks
    for hook in hooks:
        hook.remove()
    pairs = zip(logits, test, strict=True)
    each = [cross_entropy(x[:-1], ids[1:]) for x, ids in pairs]
    return torch.stack(each)  # (5,)


# --8<-- [end:constants]

# --8<-- [start:demo]
base = loss(31)
tried = {
    "the last norm": (30,),
    "from block 20": (20,),
    "from block 15": (15,),
    "all 61": (0,),
    "from 20, times 1.5": (20, 1.5),
}
print(f"nats a token, as it is  {base.mean():.1f}")
print("constant            adds  range of 5 texts")
added, spared = {}, {}
for name, how in tried.items():
    added[name] = more = loss(*how) - base
    spared[name] = torch.stack(kept).mean()
    few = [
        round(v.item(), 1) + 0.0
        for v in (more.mean(), more.min(), more.max())
    ]
    if more.min() < 1:
        print(f"{name:18}  {few[0]:4.1f}  {few[1]} to {few[2]}")
    else:  # the damage is large, and its size not to be trusted
        print(f"{name:18}  over 1 nat in each")
print(f"share that kept its own, all 61  {spared['all 61']:.1f}")
# --8<-- [end:demo]

# --8<-- [start:check]
mean = {name: a.mean().item() for name, a in added.items()}
assert mean["the last norm"] < 0.5 and mean["from block 20"] < 1, (
    "late norms are needed as they are"
)
assert mean["all 61"] > 1.5, "all norms could be constants"

# control: a wrong constant must be noticed
assert mean["from 20, times 1.5"] > mean["from block 20"] + 1, (
    "the loss does not notice the norms at all"
)
# --8<-- [end:check]
