"""Can ten neurons compute ten absolute values?"""

# --8<-- [start:toy]
import numpy as np
import torch


def train(n, m, zero, hidden=True, out=False, start=None):
    """N numbers in, m neurons, n absolute values out, one instance
    for each entry of `zero`; returns the share of variance missed,
    and the weights.
    """
    rng, k, steps = np.random.RandomState(0), len(zero), 1200
    a, c = rng.randn(k, n, m) / n**0.5, rng.randn(k, m, n) / m**0.5
    drawn = [torch.tensor(x).float() for x in (a, c)]
    p = start or [*drawn, torch.zeros(k, 1, n)]
    a, c, b = p = [x.clone().requires_grad_() for x in p]
    off = torch.tensor(zero).float()[:, None, None]

    def net(x):
        h = (x @ a).relu() if hidden else x @ a
        y = h @ c + b
        return y.relu() if out else y

    adam = torch.optim.Adam(p, lr=0.01)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps)
    for step in range(steps + 1):
        size, lot = torch.tensor(
            rng.rand(2, 256 if step < steps else 8192, n)
        ).float()
        x = (2 * size - 1) * (lot > off)  # signed, mostly zeros
        loss = ((x.abs() - net(x)) ** 2).mean((1, 2))
        if step < steps:
            adam.zero_grad()
            loss.sum().backward()
            adam.step()
            decay.step()
    share = loss / x.abs().var(1).mean(1)
    return share.detach().numpy(), [x.detach() for x in p]


# --8<-- [end:toy]

# --8<-- [start:demo]
missed, nets, seeds = {}, {}, 3
plans = {  # features, neurons, zeros, ReLUs, and where it begins
    "10 by 10": (10, 10, [0.0, 0.9, 0.99], True, False, None),
    "linear": (10, 10, [0.99], False, False, None),
    "30 by 12": (30, 12, [0.99], True, False, None),
    "ReLU on output": (10, 10, [0.99], True, True, "10 by 10"),
    "only on output": (10, 10, [0.99], False, True, "linear"),
    "ReLU, anew": (10, 10, [0.99], True, True, None),
    "only, anew": (10, 10, [0.99], False, True, None),
}
print("network, zeros         private  least  most")
for name, (n, m, zeros, hidden, out, old) in plans.items():
    start = [x[-seeds:] for x in nets.get(old, [])]  # at 99 %
    off = np.repeat(zeros, seeds)
    got, nets[name] = train(n, m, off, hidden, out, start)
    for zero, v in zip(zeros, got.reshape(-1, seeds), strict=True):
        missed[name, zero] = v
        row = f"{name}, {zero:.0%}"
        print(
            f"{row:21}  {1 - m / 2 / n:7.2f}"
            f"  {v.min():5.2f}  {v.max():4.2f}"
        )
# --8<-- [end:demo]

# --8<-- [start:check]
assert missed["10 by 10", 0.99].max() < 0.46, (
    "no better than one neuron for one feature"
)
assert missed["10 by 10", 0.9].max() < 0.49, "nor at 90 %"

# controls: dense input, and neurons that are linear
assert missed["10 by 10", 0.0].min() > 0.47, (
    "it works without sparsity, so there is nothing to share"
)
assert missed["linear", 0.99].min() > 0.9, "no non-linearity is needed"
# where it gains little
assert missed["30 by 12", 0.99].min() > 0.7, "it gains at any size"
# outputs with a ReLU: is what is gained there theirs alone?
others = "only on output", "only, anew"
bare = min(missed[name, 0.99].min() for name in others)
assert missed["ReLU on output", 0.99].max() < bare / 2, "it is theirs"
# --8<-- [end:check]
