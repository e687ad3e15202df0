"""What can two layers do that one matrix cannot?"""

# --8<-- [start:task]
import torch

from perspectives.model import load

model, _ = load()  # the code names its layers
x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
either = torch.tensor([0.0, 1.0, 1.0, 0.0])  # one or the other
mlp = model.model.layers[10].mlp

# 1. find the linear map (with a constant) that is nearest to `either`.
# 2. do it exactly with two neurons and torch.relu; no training.
# 3. up_proj, then down_proj, are two layers without anything between.
#    Which single matrix are they, and how many numbers does it save?
# --8<-- [end:task]

# --8<-- [start:solution]
ones = torch.cat([x, torch.ones(4, 1)], 1)
line = ones @ torch.linalg.lstsq(ones, either[:, None]).solution
hidden = torch.relu(x @ torch.ones(2, 2) + torch.tensor([0.0, -1.0]))
two = hidden @ torch.tensor([1.0, -2.0])
print("input   wanted  nearest linear map  two neurons")
for i in range(4):
    pair = f"{int(x[i, 0])} {int(x[i, 1])}"
    print(
        f"{pair:6}  {int(either[i]):6}  {line[i, 0]:18.1f}"
        f"  {two[i]:11.1f}"
    )

matrix = mlp.down_proj.weight @ mlp.up_proj.weight  # (576, 576)
rng = torch.Generator().manual_seed(0)
z = torch.randn(100, 576, generator=rng)
straight = mlp.down_proj(mlp.up_proj(z))
error = (straight - z @ matrix.T).norm() / straight.norm()
numbers = mlp.down_proj.weight.numel() + mlp.up_proj.weight.numel()
print(f"numbers, two layers  {numbers}")
print(f"numbers, one matrix  {matrix.numel()}")
print(f"same to 1 in 100,000  {bool(error < 1e-5)}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert (line - 0.5).abs().max() < 1e-4, "one half is the best it can do"
assert torch.equal(two, either), "two neurons should do it exactly"
assert error < 1e-5, "two linear layers should be one"

# control: with its gate the real layer is no such matrix
real = mlp(z)
assert (real - z @ matrix.T).norm() / real.norm() > 0.5, (
    "the gate does nothing"
)
more = torch.randn(1000, 576, generator=rng)
fit = torch.linalg.lstsq(more, mlp(more)).solution
assert (real - z @ fit).norm() / real.norm() > 0.5, (
    "another matrix would do as well"
)
# --8<-- [end:check]
