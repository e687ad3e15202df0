"""Are the non-linear parts a detail?"""

# --8<-- [start:usual]
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
text = Path(__file__).parents[1] / "data" / "prose.txt"
ids = torch.tensor(tokenizer(text.read_text()).input_ids[:240])
ids = ids.view(10, 24)
tune, prose = ids[:6], ids[6:]
drawn = np.random.RandomState(0).randint(1000, 49000, (4, 12))
twice = torch.tensor(np.tile(drawn, 2))  # random tokens, then again
blocks, usual, hooks = model.model.layers, {}, []
both = torch.cat([prose, twice])
for block in blocks:
    gate = block.mlp.act_fn
    hooks.append(
        gate.register_forward_hook(
            lambda m, a, o: usual.update(
                {
                    m: torch.cat(
                        [
                            o[:, :1].mean(0),
                            o[:, 1:].mean((0, 1)).expand(23, -1),
                        ]
                    )
                }
            )
        )
    )  # token 0 has a mean of its own
patterns = model.model(tune, output_attentions=True).attentions
for hook in hooks:
    hook.remove()
for block, pattern in zip(blocks, patterns, strict=True):
    usual[block] = pattern.mean(0)  # (head, to, from), over six texts
stream = model.model(both, output_hidden_states=True).hidden_states
# --8<-- [end:usual]


# --8<-- [start:loss]
def loss(gates=(), patterns=()):
    """Nats a token when these choices are the same for every text."""
    first = min([*gates, *patterns, 29])  # before it nothing changes
    hooks, now = [], {}
    for b in (blocks[i] for i in gates):
        hooks.append(
            b.mlp.act_fn.register_forward_hook(
                lambda m, a, o: usual[m].expand_as(o)
            )
        )
    for b in (blocks[i] for i in patterns):

        def moved(module, args, p=usual[b]):
            return (
                torch.einsum("hqk,rkhd->rqhd", p, now["v"]).flatten(2),
            )

        hooks.append(
            b.self_attn.v_proj.register_forward_hook(
                lambda m, a, o: now.update(
                    v=o.unflatten(2, (3, 64)).repeat_interleave(3, 2)
                )
            )
        )
        hooks.append(
            b.self_attn.o_proj.register_forward_pre_hook(moved)
        )
    model.model.layers = blocks[first:]
    logits = model(inputs_embeds=stream[first]).logits
    model.model.layers = blocks
    for hook in hooks:
        hook.remove()
    pairs = zip(logits[:, :-1], both[:, 1:], strict=True)
    each = [cross_entropy(x, i, reduction="none") for x, i in pairs]
    each = torch.stack(each).view(2, 4, 23)  # prose, twice
    halves = each[0], each[1, :, :11], each[1, :, 11:]
    return torch.stack([h.mean(1) for h in halves])  # (3, 4)


# --8<-- [end:loss]

# --8<-- [start:demo]
base = loss()
middle, every = range(12, 24), range(30)
tried = {
    "gates, block 15": {"gates": [15]},
    "gates, 12-23": {"gates": middle},
    "gates, all 30": {"gates": every},
    "patterns, block 15": {"patterns": [15]},
    "patterns, 12-23": {"patterns": middle},
    "patterns, all 30": {"patterns": every},
}
print("nats a token, then what constants add to them")
print("made constant       prose  range       random string  again")
print(
    f"nothing             {base[0].mean():5.1f}  (the loss)"
    f"  {base[1].mean():13.1f}  {base[2].mean():5.1f}"
)
added = {}
for name, where in tried.items():
    added[name] = more = loss(**where) - base
    few = [
        round(v.item(), 1) + 0.0
        for v in (
            more[0].mean(),
            more[0].min(),
            more[0].max(),
            more[1].mean(),
            more[2].mean(),
        )
    ]
    print(
        f"{name:18}  {few[0]:5.1f}  {few[1]:.1f} to {few[2]:.1f}"
        f"  {few[3]:13.1f}  {few[4]:5.1f}"
    )
# --8<-- [end:demo]

# --8<-- [start:check]
mean = {name: a.mean(1).tolist() for name, a in added.items()}
assert mean["gates, 12-23"][0] > 1 and mean["gates, all 30"][0] > 2, (
    "the gates are a detail"
)
assert mean["patterns, all 30"][0] > 1, "the patterns are a detail"
assert mean["patterns, 12-23"][2] > 2, (
    "copying does without the patterns of the middle blocks"
)
# control: at the first writing there is nothing to copy
assert abs(mean["patterns, 12-23"][1]) < 1, (
    "constant patterns harm any random string, copied or not"
)
# control: one block made constant is a detail, on either text
for name in "gates, block 15", "patterns, block 15":
    assert abs(mean[name][0]) < 0.5, "any meddling destroys the model"
# --8<-- [end:check]
