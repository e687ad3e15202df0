"""What would an MLP be without its non-linearity?"""

# --8<-- [start:demo]
import torch
from numpy.random import RandomState

from perspectives.model import load

model, _ = load()  # the code names its layers
block = model.model.layers[15]
mlp, gain = block.mlp, block.post_attention_layernorm.weight.double()
gate, up, down = (
    m.weight.double()
    for m in (mlp.gate_proj, mlp.up_proj, mlp.down_proj)
)
one = down @ up  # (576, 576): what two matrices come to
silu = torch.nn.functional.silu
versions = {
    "no gate": lambda x: x @ up.T @ down.T,
    "gate, no SiLU": lambda x: ((x @ gate.T) * (x @ up.T)) @ down.T,
    "as it is": lambda x: (silu(x @ gate.T) * (x @ up.T)) @ down.T,
}
# of the size that the norm before the MLP gives to what it reads
x = torch.from_numpy(RandomState(0).randn(6000, 576)) * gain
learn, test = x[:4800], x[4800:]

print("the MLP of layer 15  doubled input  one matrix explains")
explained, doubled = {}, {}
for name, f in versions.items():
    best = torch.linalg.lstsq(learn, f(learn)).solution
    out = f(test)
    rest = out - test @ best
    explained[name] = 1 - (rest.norm() / out.norm()).item() ** 2
    ratio = f(2 * test).norm() / out.norm()
    doubled[name] = ratio.item()
    print(
        f"{name:19}  {doubled[name]:6.1f} times   "
        f"{explained[name]:19.2f}"
    )
gap = (versions["no gate"](test) - test @ one.T).abs().max().item()
print("no gate is down @ up to 9 decimals:", gap < 1e-9)
before, after = up.numel() + down.numel(), one.numel()
print(f"numbers needed  {before:,} before, {after:,} after")
# --8<-- [end:demo]

# --8<-- [start:check]
assert gap < 1e-9, "two matrices in a row are one"
assert explained["as it is"] < 0.5, "a matrix does what the MLP does"
assert doubled["gate, no SiLU"] > 3.9, "a product should be quadratic"

# control: the same fit finds the matrix where there is one
assert explained["no gate"] > 0.999, "the fit finds no matrix at all"
# --8<-- [end:check]
