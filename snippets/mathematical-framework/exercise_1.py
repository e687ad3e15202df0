"""Which head of attention 23 names the capital?"""

# --8<-- [start:task]
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
pairs = "France Paris, Italy Rome, Spain Madrid, Germany Berlin"
pairs += ", Russia Moscow, Japan Tokyo, China Beijing, Greece Athens"
lands, towns = zip(*(p.split() for p in pairs.split(", ")), strict=True)
texts = [f"The capital of {land} is" for land in lands]
ids = tokenizer(texts, return_tensors="pt").input_ids
town = torch.tensor([tokenizer(f" {t}").input_ids[0] for t in towns])
layer = model.model.layers[23].self_attn

# the 576 numbers that enter layer.o_proj are those of nine heads, 64
# each. Split what the layer writes at the last token into nine terms,
# and let each term speak for the right town against the next one.
# --8<-- [end:task]

# --8<-- [start:solution]
seen = {}
hooks = [
    layer.o_proj.register_forward_hook(
        lambda m, args, out: seen.update(heads=args[0], out=out)
    ),
    model.model.norm.register_forward_pre_hook(
        lambda m, args: seen.update(final=args[0])
    ),
]
model.model(ids)
for hook in hooks:
    hook.remove()

heads = seen["heads"][:, -1].unflatten(1, (9, 64))  # (8, 9, 64)
maps = layer.o_proj.weight.unflatten(1, (9, 64))  # (576, 9, 64)
wrote = torch.einsum("bhd,ohd->hbo", heads, maps)  # (9, 8, 576)
last = seen["final"][:, -1]
scale = (last.pow(2).mean(-1) + model.config.rms_norm_eps).rsqrt()


def speaks(right, wrong):
    read = model.lm_head.weight[right] - model.lm_head.weight[wrong]
    read = read * model.model.norm.weight * scale[:, None]
    return torch.einsum("hbo,bo->hb", wrote, read).mean(1)


term = speaks(town, town.roll(-1))
print("head  logits, mean of 8")
for h, v in enumerate(term.tolist()):
    print(f"{h:4}  {round(v, 1) + 0.0:17.1f}")
# --8<-- [end:solution]

# --8<-- [start:check]
gap = (wrote.sum(0) - seen["out"][:, -1]).abs().max()
assert gap < 1e-2, "nine heads should add up to the layer"
best = int(term.argmax())
assert term[best] > term.sum() / 2, "one head should carry most of it"

# control: two towns that the prompt does not ask for
other = speaks(town.roll(-1), town.roll(-2))
assert other[best].abs() < term[best] / 2, "it names any town"
# --8<-- [end:check]
