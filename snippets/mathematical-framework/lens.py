"""When does a layer know what the model will say?"""

# --8<-- [start:demo]
from itertools import pairwise
from pathlib import Path

import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
text = Path(__file__).parents[1] / "data" / "prose.txt"
ids = torch.tensor(tokenizer(text.read_text()).input_ids[:120])
ids = ids.view(5, 24)
states = []  # the stream before each block, and before the last norm
hooks = [
    part.register_forward_pre_hook(
        lambda module, args: states.append(args[0])
    )
    for part in (*model.model.layers, model.model.norm)
]
logits = model(ids).logits
for hook in hooks:
    hook.remove()
last = logits[:, 1:-1].flatten(0, 1).log_softmax(-1)  # (110, 49152)
chance = last.exp()
said, came = last.argmax(-1), ids[:, 2:].flatten()

depths = [0, 3, 6, 9, 12, 15, 18, 20, *range(22, 31)]
rank, loss, far = {}, {}, {}
print("blocks   loss  log10 of rank     KL")
for d in depths:
    stream = states[d][:, 1:-1].flatten(0, 1)  # not token 0
    read = model.lm_head(model.model.norm(stream)).log_softmax(-1)
    own = read.gather(1, said[:, None])
    rank[d] = ((read > own).sum(1) + 1).log10().mean().item()
    loss[d] = -read.gather(1, came[:, None]).mean().item()
    far[d] = (chance * (last - read)).sum(1).mean().item()
    end = round(far[d], 1) + 0.0  # no "-0.0"
    print(f"{d:6}  {loss[d]:5.1f}  {rank[d]:13.1f}  {end:5.1f}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(220)
ax.plot(depths[1:], list(loss.values())[1:], "o-", color=MODEL)
ax.plot(depths[1:], list(far.values())[1:], "o--", color=MODEL)
even = torch.tensor(49152.0).log().item()
ax.axhline(even, color=INK, linewidth=1)
ax.text(3, even - 0.7, "an even guess", color=INK, va="top")
ax.text(3, 23.8, "loss on the next token", color=MODEL)
ax.text(5, 11.9, "distance from the end (KL)", color=MODEL)
ax.set(xlabel="blocks passed", ylabel="nats", ylim=(-0.5, 26.5))
show(
    fig,
    "Read early, the stream predicts worse than an even guess "
    f"({even:.1f} nats): loss {loss[12]:.1f} after 12 blocks, "
    f"{loss[24]:.1f} after 24, {loss[30]:.1f} after 30. KL to the "
    f"final distribution {far[12]:.1f}, {far[24]:.1f}, 0",
)
# --8<-- [end:figure]

# --8<-- [start:check]
late = [far[d] for d in range(22, 31)]
assert all(a > b + 0.3 for a, b in pairwise(late)), (
    "from block 22 on, each block should bring it nearer"
)
assert rank[12] > 1 > rank[27], "the answer does not rise in rank"
assert min(loss[d] for d in (9, 12, 15, 18, 20)) > even + 3, (
    "the lens could be read as an early guess after all"
)

# control: near what it will say here, not what it says elsewhere
stream = states[27][:, 1:-1].flatten(0, 1)
read = model.lm_head(model.model.norm(stream)).log_softmax(-1)
moved = last.roll(7, 0)
elsewhere = (moved.exp() * (moved - read)).sum(1).mean().item()
assert elsewhere > far[27] + 3, "it nears any distribution"
# --8<-- [end:check]
