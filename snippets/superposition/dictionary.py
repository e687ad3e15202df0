"""Does a sparse autoencoder find the features of a toy?"""

# --8<-- [start:train]
import numpy as np
import torch

n, d = 20, 10  # true features, dimensions
rng = np.random.RandomState(0)
true = rng.randn(n, d)
true = torch.tensor(true / np.linalg.norm(true, axis=1)[:, None])


def data(zero, size, rng):
    """Sums of true directions, each off in a share `zero` of rows."""
    x = rng.rand(len(zero), size, n)
    x[rng.rand(*x.shape) < np.array(zero)[:, None, None]] = 0
    return torch.tensor(x) @ true  # (instance, size, d)


def dictionary(draw, k, steps=1500, price=0.2):
    """A sparse autoencoder for each of k instances: its decoder."""
    start = torch.tensor(rng.randn(k, n, d) / d**0.5)
    words = start.clone().requires_grad_()
    encoder = start.mT.clone().requires_grad_()
    b = torch.tensor(np.zeros((k, 1, n)), requires_grad=True)
    adam = torch.optim.Adam([words, encoder, b], lr=0.01)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps)
    for _ in range(steps):
        h = draw(256)
        latents = (h @ encoder + b).relu()  # (k, 256, n)
        unit = torch.nn.functional.normalize(words, dim=-1)
        error = (h - latents @ unit).square().sum(-1)
        cost = error + price * latents.sum(-1)
        adam.zero_grad()
        cost.mean(1).sum().backward()
        adam.step()
        decay.step()
    return torch.nn.functional.normalize(words.detach(), dim=-1)


# --8<-- [end:train]

# --8<-- [start:demo]
grid, draws = [0.95, 0.8, 0.5], np.random.RandomState(1)


def mixed(size):
    """Two instances each; in the last two nothing is sparse: as many
    numbers of the same covariance, but Gaussian.
    """
    sparse = data(np.repeat(grid, 2), size, draws)
    p = 0.05
    bell = draws.randn(2, size, n) * (p / 3 - p * p / 4) ** 0.5
    return torch.cat([sparse, torch.tensor(bell + p / 2) @ true])


def best(found):
    """The cosine of each true direction with its nearest match."""
    return (true @ found.mT).abs().amax(-1).view(-1, n)


got = best(dictionary(mixed, 8))
lot = torch.tensor(draws.randn(n, d))
lot = lot / lot.norm(dim=1, keepdim=True)
h = data([0.95], 20000, draws)[0]
axes_of = torch.linalg.svd(h - h.mean(0), full_matrices=False)[2]
rows = {
    f"{z:.0%} zero": got[2 * i : 2 * i + 2] for i, z in enumerate(grid)
}
rows |= {
    "Gaussian": got[6:],
    "PCA": best(axes_of),
    "drawn by lot": best(lot),
}
close = {k: v.gt(0.9).sum(1).tolist() for k, v in rows.items()}
print("directions    fewest  most  of  mean cosine")
for name, k in close.items():
    print(
        f"{name:12}  {min(k):6}  {max(k):4}  {n}"
        f"  {rows[name].mean():11.2f}"
    )
# --8<-- [end:demo]

# --8<-- [start:check]
assert min(close["95% zero"]) >= 16, "sparse features are not found"
assert max(close["50% zero"]) <= 4, "they need not be sparse"

# controls: nothing sparse to find; no sparsity asked; no training
for name in ("Gaussian", "PCA", "drawn by lot"):
    assert max(close[name]) <= 4, f"{name}: found without sparsity"
    assert rows["95% zero"].mean() > rows[name].mean() + 0.15, (
        f"{name}: as near to the truth"
    )
# --8<-- [end:check]
