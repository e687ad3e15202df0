"""What does each layer write, and how much of it?"""

# --8<-- [start:demo]
from pathlib import Path

import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
text = Path(__file__).parents[1] / "data" / "prose.txt"
ids = torch.tensor(tokenizer(text.read_text()).input_ids[:144])
ids = ids.view(6, 24)
before, written, hooks = [], {"attention": [], "MLP": []}, []


def keep(kind):
    def hook(module, args, output):
        out = output[0] if type(output) is tuple else output
        written[kind].append(out)

    return hook


for block in model.model.layers:
    hooks += [
        block.register_forward_pre_hook(
            lambda module, args: before.append(args[0])
        ),
        block.self_attn.register_forward_hook(keep("attention")),
        block.mlp.register_forward_hook(keep("MLP")),
    ]
model.model(ids)
for hook in hooks:
    hook.remove()
stream = torch.stack(before)  # (30, 6, 24, 576), as each layer reads it
after = torch.stack(
    [
        *before[1:],
        before[-1] + sum(written[kind][-1] for kind in written),
    ]
).norm(dim=-1)
share = {}
for kind, parts in written.items():
    size = torch.stack(parts).norm(dim=-1) / after  # (30, 6, 24)
    share[kind] = size[:, :, 1:].flatten(1).median(1).values
# --8<-- [end:demo]


# --8<-- [start:axes]
def loudest(x):
    """The share of the squared length that one of 576 numbers has."""
    top = x.pow(2).max(-1).values / x.pow(2).sum(-1)
    return {"token 0": top[:, 0].mean(), "others": top[:, 1:].mean()}


rng = torch.Generator().manual_seed(0)
turn = torch.linalg.qr(torch.randn(576, 576, generator=rng)).Q
own, turned = loudest(stream[15]), loudest(stream[15] @ turn)

print("length of what is written, over that of the stream after it")
print("block  attention    MLP")
for i in 0, 1, 2, 10, 20, 24, 29:
    row = [share[kind][i] for kind in share]
    print(f"{i:5}  {row[0]:9.2f}  {row[1]:5.2f}")
print("at block 15  thousands long  loudest number  on turned axes")
length = stream[15].norm(dim=-1) / 1000
length = {
    "token 0": length[:, 0].mean(),
    "others": length[:, 1:].median(),
}
for name in length:
    print(
        f"{name:11}  {length[name]:14.2f}  {own[name]:14.2f}"
        f"  {turned[name]:14.2f}"
    )
first = stream[11:13, :, 0].norm(dim=-1).mean(1) / 1000
print(f"token 0, into block 11  {first[0]:5.2f}")
print(f"token 0, out of it      {first[1]:5.2f}")
# --8<-- [end:axes]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, RULE, SOFT, axes, show

fig, ax = axes(430)
ax.axis("off")
ax.set(xlim=(-1.5, 1.5), ylim=(-3.4, 32.6))
ax.plot([0, 0], [-1, 30.6], color=MODEL, linewidth=5)
for kind, side in ("attention", -1), ("MLP", 1):
    for i in range(30):
        size = side * share[kind][i].item()
        ax.plot([0, size], [i, i], color=MODEL, linewidth=3)
    ax.plot([side, side], [-0.5, 29.5], color=RULE, linewidth=1)
    ax.text(side * 0.75, 30.9, kind, color=INK, ha="center")
    ax.text(
        side,
        -1.9,
        "as long as\nthe stream",
        color=SOFT,
        ha="center",
        va="center",
    )
for i in range(0, 30, 5):
    ax.text(-1.5, i, f"block {i}", color=SOFT, va="center")
ax.text(0, 31.6, "unembedding", color=INK, ha="center")
ax.text(0, -2.2, "embedding", color=INK, ha="center")
said = "; ".join(
    f"block {i}: {share['attention'][i]:.2f} and {share['MLP'][i]:.2f}"
    for i in (0, 1, 10, 24, 29)
)
show(
    fig,
    "A vertical line, the residual stream, from the embedding to "
    "the unembedding. At each of 30 blocks a bar to the left for what "
    "attention adds and one to the right for what the MLP adds, "
    f"relative to the stream after it. {said}",
)
# --8<-- [end:figure]

# --8<-- [start:check]
inner = [share[kind][2:24] for kind in share]
assert max(s.max() for s in inner) < 0.6, (
    "an inner layer overwrites the stream instead of adding to it"
)
assert share["MLP"][0] > 0.8, "block 0 writes less than it reads"

# control: on other axes the same vectors have no loud number
assert own["token 0"] > 0.5 and own["others"] > 0.15, (
    "no number stands out"
)
assert turned["token 0"] < 0.1 and turned["others"] < 0.1, (
    "any axes would show a loud number"
)
# --8<-- [end:check]
