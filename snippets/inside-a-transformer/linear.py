"""How much of an MLP can a single matrix do?"""

# --8<-- [start:materials]
import torch
from numpy.random import RandomState

from perspectives.inside import blocks, read
from perspectives.measure import DATA
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
depths = [5, 8, 15, 20, 25]
text = (DATA / "docstrings.txt").read_text()[:60_000]
ids = torch.tensor(tokenizer(text).input_ids[: 64 * 128]).view(64, 128)
norms = [blocks()[i].post_attention_layernorm for i in depths]
mlps = [blocks()[i].mlp for i in depths]
with read(*norms, *mlps) as seen:
    for rows in ids.split(8):
        model.model(rows, use_cache=False)
# without the first token of each row, where all parts behave otherwise
seen = [x[:, 1:].flatten(0, 1) for x in seen]
norm, mlp = {}, {}
for j, i in enumerate(depths):  # a pass gives norm, MLP, norm, MLP
    norm[i] = torch.cat(seen[2 * j :: 10])
    mlp[i] = torch.cat(seen[2 * j + 1 :: 10])
# --8<-- [end:materials]


# --8<-- [start:demo]
def explained(x, y):
    """What the best matrix explains of y, on words held out."""
    k = len(x) * 4 // 5
    x, y = x - x[:k].mean(0), y - y[:k].mean(0)
    some = x[:k].T @ x[:k]
    some += some.diagonal().mean() / 100 * torch.eye(576)
    matrix = torch.linalg.solve(some, x[:k].T @ y[:k])
    left = (y[k:] - x[k:] @ matrix).square().sum()
    return (1 - left / y[k:].square().sum()).item()


shares = {i: explained(norm[i], mlp[i]) for i in depths}
# --8<-- [end:demo]

# --8<-- [start:table]
other = {i: explained(norm[i], mlp[i].roll(64, 0)) for i in depths}
print("MLP of layer  explained  of another word")
for i in depths:
    print(f"{i:12}  {shares[i]:9.2f}  {other[i]:z15.2f}")
part = mlps[2]
up, down = part.up_proj.weight, part.down_proj.weight
plain = explained(norm[15], norm[15] @ up.T @ down.T)
rng = RandomState(0)
noise = torch.from_numpy(rng.randn(len(norm[15]), 576)).float()
noise = noise * norms[2].weight
random = explained(noise, part(noise))
print(f"layer 15, the gate taken out  {plain:.2f}")
print(f"layer 15, random vectors for words  {random:.2f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(180)
ax.plot(depths, list(shares.values()), "o-", color=MODEL)
ax.plot(depths, list(other.values()), "o-", color=INK)
ax.text(5, 0.63, "what the MLP does", color=MODEL)
ax.text(5, 0.07, "what it does for another word", color=INK)
ax.set(
    xlabel="layer", ylabel="explained", ylim=(-0.1, 1), xticks=depths
)
said = ", ".join(f"{shares[i]:.2f} at layer {i}" for i in depths)
show(
    fig,
    f"Share that one matrix explains of an MLP on text: {said}; with "
    "the results of another word in its place, near none",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert max(shares.values()) < 0.8, "a matrix does nearly all of it"
assert min(shares.values()) > 0.25, "a matrix does nothing of it"
# controls: where there is a matrix the fit finds it, and only there
assert plain > 0.99, "the fit misses a matrix that is there"
assert max(other.values()) < 0.05, "it fits what is not there"
# --8<-- [end:check]
