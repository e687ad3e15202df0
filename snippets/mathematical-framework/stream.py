"""Is the final vector the sum of all that was written?"""

# --8<-- [start:record]
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
pairs = """France Paris, Italy Rome, Spain Madrid, Germany Berlin,
Russia Moscow, Japan Tokyo, China Beijing, Greece Athens, Egypt Cairo,
Austria Vienna, Poland Warsaw, Cuba Havana"""
lands, towns = zip(*(p.split() for p in pairs.split(",")), strict=True)
texts = [f"The capital of {land} is" for land in lands]
ids = tokenizer(texts, return_tensors="pt").input_ids  # (12, 5)
town = torch.tensor([tokenizer(f" {t}").input_ids[0] for t in towns])

written, final, hooks = [model.get_input_embeddings()(ids)], [], []


def write(module, args, output):
    written.append(output[0] if type(output) is tuple else output)


for block in model.model.layers:
    for part in block.self_attn, block.mlp:
        hooks.append(part.register_forward_hook(write))
hooks.append(
    model.model.norm.register_forward_pre_hook(
        lambda module, args: final.append(args[0])
    )
)
logits = model(ids).logits[:, -1]
for hook in hooks:
    hook.remove()
# --8<-- [end:record]

# --8<-- [start:demo]
written, final = torch.stack(written), final[0]  # (61, 12, 5, 576)
gap = (written.sum(0) - final).norm(dim=-1) / final.norm(dim=-1)
exact = int((gap.max(1).values < 1e-5).sum())
print(f"61 terms add up to 1 in 100,000  {exact} of 12 prompts")

# the last norm divides by one number a prompt: keep it as it was
last = final[:, -1]
scale = (last.pow(2).mean(-1) + model.config.rms_norm_eps).rsqrt()
read = model.lm_head.weight * model.model.norm.weight  # (49152, 576)


def terms(right, wrong):
    direction = (read[right] - read[wrong]) * scale[:, None]
    return torch.einsum("tbd,bd->tb", written[:, :, -1], direction)


term, wrong = terms(town, town.roll(-1)), town.roll(-1)
row = torch.arange(12)
lead = logits[row, town] - logits[row, wrong]
groups = {
    "embedding": [0],
    "attention 0-22": range(1, 46, 2),
    "attention 23": [47],
    "attention 24-29": range(49, 61, 2),
    "MLPs 0-22": range(2, 47, 2),
    "MLPs 23-29": range(48, 61, 2),
    "sum": range(61),
}
sums = {name: term[list(g)].sum(0) for name, g in groups.items()}
sums["lead of the logits"] = lead
print("written by          France  mean of 12  range")
for name, s in sums.items():
    few = [
        round(v.item(), 1) + 0.0  # no "-0.0"
        for v in (s[0], s.mean(), s.min(), s.max())
    ]
    print(f"{name:18}  {few[0]:6}  {few[1]:10}  {few[2]} to {few[3]}")
largest = int((term.argmax(0) == 47).sum())
print(f"attention 23 is the largest term  {largest} of 12 prompts")
# --8<-- [end:demo]

# --8<-- [start:check]
assert exact == 12, "something else is written to the stream"
assert (term.sum(0) - lead).abs().max() < 0.01, (
    "the terms do not add up to the difference of the logits"
)
assert largest >= 9, "no single layer stands out"

# control: leave out one of the 61, and the sum must miss
for t in 0, 30, 60:
    rest = written.sum(0) - written[t] - final
    assert (rest.norm(dim=-1) / final.norm(dim=-1)).min() > 1e-4, (
        "a term more or less makes no difference"
    )
# control: two capitals that were not asked for
other = terms(town.roll(-1), town.roll(-2))[47].mean()
assert other.abs() < term[47].mean() / 3, (
    "attention 23 favours any capital over any other"
)
# --8<-- [end:check]
