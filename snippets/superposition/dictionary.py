"""Does a sparse autoencoder find the features of a toy?"""

# --8<-- [start:data]
import numpy as np
import torch

n, d = 20, 10  # true features, dimensions
rng, draws = np.random.RandomState(0), np.random.RandomState(1)
unit = torch.nn.functional.normalize
true = unit(torch.tensor(rng.randn(n, d)).float())
zeros = np.repeat([0.95, 0.8, 0.5], 2)[:, None, None]


def data(size):
    """Sums of true directions, two runs each; in the last two rows
    nothing is sparse: the same covariance, but Gaussian.
    """
    x = draws.rand(6, size, n) * (draws.rand(6, size, n) > zeros)
    bell = draws.randn(2, size, n) * (0.05 / 3 - 0.05**2 / 4) ** 0.5
    return (
        torch.tensor(np.concatenate([x, bell + 0.025])).float() @ true
    )


# --8<-- [end:data]

# --8<-- [start:demo]
words = torch.tensor(rng.randn(8, n, d) / d**0.5).float()
encoder = words.mT.clone().requires_grad_()
bias = torch.zeros(8, 1, n, requires_grad=True)
adam = torch.optim.Adam(
    [words.requires_grad_(), encoder, bias], lr=0.01
)
decay = torch.optim.lr_scheduler.CosineAnnealingLR(adam, 1500)
for _ in range(1500):
    h = data(256)  # (run, example, dimension)
    latents = (h @ encoder + bias).relu()  # of them few should be on
    error = (h - latents @ unit(words, dim=-1)).square().sum(-1)
    adam.zero_grad()
    (error + 0.2 * latents.sum(-1)).mean(1).sum().backward()
    adam.step()
    decay.step()
# --8<-- [end:demo]

# --8<-- [start:table]
lots = unit(torch.tensor(draws.randn(1, n, d)).float(), dim=-1)
h = data(20000)[:1]
axes = torch.linalg.svd(h - h.mean(1), full_matrices=False)[2]
found = [*unit(words.detach(), dim=-1).split(2), axes, lots]
names = ["95% zero", "80% zero", "50% zero", "Gaussian", "PCA"]
best = [(true @ each.mT).abs().amax(-1) for each in found]  # cosines
close = [each.gt(0.9).sum(1).tolist() for each in best]
mean = [each.mean().item() for each in best]
print("directions       fewest  most  of  mean cosine")
for name, hits, x in zip([*names, "drawn at random"], close, mean):
    few, most = min(hits), max(hits)
    print(f"{name:15}  {few:6}  {most:4}  {n}  {x:11.2f}")
# --8<-- [end:table]

# --8<-- [start:check]
assert min(close[0]) >= 16, "sparse features are not found"
assert max(close[2]) <= 4, "they need not be sparse"

# controls: nothing sparse to find; no sparsity asked; no training
assert max(map(max, close[3:])) <= 4, "found without sparsity"
assert mean[0] > max(mean[3:]) + 0.15, "as near to the truth"
# --8<-- [end:check]
