"""Can two of the model's neurons do what no matrix can?"""

# --8<-- [start:task]
import torch

silu = torch.nn.functional.silu
inputs = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1.0]])
xor = torch.tensor([0, 1, 1, 0.0])  # one or the other, not both

# find gate (neuron, 2), up (neuron, 2) and down (neuron) so that
# (silu(inputs @ gate.T) * (inputs @ up.T)) @ down is xor, exactly
# --8<-- [end:task]

# --8<-- [start:solution]
minus = torch.tensor([1, -1.0])  # a - b
gate = torch.stack([minus, -minus])
up = torch.stack([minus, -minus])
down = torch.ones(2)


def neurons(inputs, gate):
    return (silu(inputs @ gate.T) * (inputs @ up.T)) @ down


answer = neurons(inputs, gate)
ones = torch.cat([inputs, torch.ones(4, 1)], -1)
line = ones @ torch.linalg.lstsq(ones, xor).solution
single = silu(inputs @ minus) * (inputs @ minus)
print("a, b  xor  two neurons  one neuron  best line")
for x, y, ours, alone, flat in zip(
    inputs.int().tolist(), xor, answer, single, line, strict=True
):
    print(
        f"{x[0]}, {x[1]}  {y:3.0f}  {ours:11.2f}  {alone:10.2f}"
        f"  {flat:9.2f}"
    )
# --8<-- [end:solution]

# --8<-- [start:check]
assert torch.allclose(answer, xor, atol=1e-6), "this is not xor"

# control: a constant gate leaves a linear map, which cannot do it
flat = (inputs @ up.T) @ down
assert (flat - xor).abs().max() > 0.4, "no gate is needed"
assert (line - 0.5).abs().max() < 1e-5, "a line does better"
# --8<-- [end:check]
