"""What does a dictionary make of a bird that is a starling?"""

# --8<-- [start:task]
import numpy as np
import torch

n, rng = 8, np.random.RandomState(0)
bird, starling = 0, 1  # eight features, each with its own axis


def sample(size, tied=True):
    """Each feature is on in a tenth of the rows, a starling in a
    thirtieth: if `tied`, in a third of those with a bird.
    """
    on = rng.rand(size, n) < 0.1
    on[:, starling] = rng.rand(size) < (0.33 if tied else 0.033)
    if tied:
        on[:, starling] &= on[:, bird]
    return torch.tensor(on * 1.0)  # nothing overlaps


# train a sparse autoencoder with eight latents on `sample`. Which
# latent means bird? Does it fire when the bird is a starling?
# --8<-- [end:task]


# --8<-- [start:solution]
def solve(tied, steps=1500, price=0.3):
    words = torch.eye(n).double()
    words += 0.1 * torch.tensor(rng.randn(n, n))  # begin near the truth
    encoder = words.mT.clone().requires_grad_()
    words.requires_grad_()
    b = torch.tensor(np.zeros(n), requires_grad=True)
    adam = torch.optim.Adam([words, encoder, b], lr=0.01)
    for _ in range(steps):
        h = sample(256, tied)
        latents = (h @ encoder + b).relu()
        unit = torch.nn.functional.normalize(words, dim=1)
        error = (h - latents @ unit).square().sum(1)
        adam.zero_grad()
        (error + price * latents.sum(1)).mean().backward()
        adam.step()
    h = torch.eye(n).double()[[bird, bird]]
    h[1, starling] = 1  # a bird; a bird that is a starling
    fires = (h @ encoder + b).relu().detach()
    return fires[:, fires[0].argmax()].tolist()


fired = {"tied": solve(True), "free": solve(False)}
print("starlings  a bird  a starling")
for name, (plain, special) in fired.items():
    print(f"{name:9}  {plain:6.1f}  {special:10.1f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert fired["tied"][0] > 0.5, "no latent means bird"
assert fired["tied"][1] < 0.2 * fired["tied"][0], (
    "the bird latent sees every bird: nothing is absorbed"
)
# control: starlings that need not be birds
assert fired["free"][1] > 0.7 * fired["free"][0], (
    "it happens without the hierarchy too"
)
# --8<-- [end:check]
