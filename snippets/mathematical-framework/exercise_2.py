"""Which matrix are two layers with nothing between?"""

# --8<-- [start:task]
import torch

from perspectives.inside import blocks

mlp = blocks()[10].mlp  # three matrices: gate_proj, up_proj, down_proj
print(f"numbers in, numbers out  {mlp.up_proj.in_features}")
print(f"neurons between  {mlp.up_proj.out_features}")

# Leave the gate out: up_proj, then down_proj. Which matrix is that?
# And with the gate, is there a matrix that does nearly the same?
# --8<-- [end:task]

# --8<-- [start:solution]
matrix = mlp.down_proj.weight @ mlp.up_proj.weight  # (576, 576)
z = torch.randn(4100, 576, generator=torch.Generator().manual_seed(0))
straight, real = mlp.down_proj(mlp.up_proj(z)), mlp(z)
two = mlp.down_proj.weight.numel() + mlp.up_proj.weight.numel()
print(f"numbers, two layers  {two}")
print(f"numbers, one matrix  {matrix.numel()}")


def off(output, matrix):
    """How far the matrix is off on the last hundred, relatively."""
    gap = output[4000:] - z[4000:] @ matrix
    return (gap.norm() / output[4000:].norm()).item()


best = torch.linalg.lstsq(z[:4000], real[:4000]).solution
print(f"off without the gate  {off(straight, matrix.T):.2f}")
print(f"off with the gate, best matrix  {off(real, best):.2f}")


def bare(z):
    """The gate without its activation function, SiLU."""
    return mlp.down_proj(mlp.gate_proj(z) * mlp.up_proj(z))


times = bare(2 * z).norm() / bare(z).norm()
print(f"without SiLU, twice the input gives times  {times:.1f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert off(straight, matrix.T) < 1e-4, "two linear layers are not one"
# control: with its gate the real layer is no matrix at all
assert off(real, matrix.T) > 0.5, "the gate does nothing"
assert off(real, best) > 0.5, "another matrix would do as well"
# nor is it one without SiLU: a matrix gives twice as much for twice
assert torch.allclose(bare(2 * z), 4 * bare(z)), "it is no product"
# --8<-- [end:check]
