"""Does one direction turn praise into blame?"""

# --8<-- [start:materials]
import torch

from perspectives.inside import blocks, read, replace
from perspectives.measure import (
    DATA,
    costs,
    first_tokens,
    next_token,
    student,
    table,
)
from perspectives.model import load

model, tokenizer = load()
text = (DATA / "praise.txt").read_text().split("\n\n")
praise, blame, prompts, words, plain = map(str.splitlines, text)
good, bad = (
    first_tokens(f" {word}" for word in some.split()) for some in words
)
block = blocks()[20]
# --8<-- [end:materials]


# --8<-- [start:demo]
def mean_stream(texts):
    """The stream after block 20, without each text's first token."""
    with read(block) as seen:
        for text in texts:
            model(**tokenizer(text, return_tensors="pt"))
    return torch.stack([x[0, 1:].mean(0) for x in seen]).mean(0)


def odds(vector):
    """Bits by which praise leads, with this added after block 20."""
    with replace(block, lambda x: x + vector):
        p = next_token(prompts).exp2()
    return (p[:, good].sum(1) / p[:, bad].sum(1)).log2()


direction = mean_stream(praise) - mean_stream(blame)
# --8<-- [end:demo]

# --8<-- [start:table]
rng = torch.Generator().manual_seed(0)
chance = torch.randn(4, 576, generator=rng)
chance *= direction.norm() / chance.norm(dim=1, keepdim=True)
rows = {k: k * direction for k in (-8, -2, 0, 2, 8)}
won, harm = {}, {}
for k, vector in rows.items():
    won[k] = odds(vector)
    with replace(block, lambda x, v=vector: x + v):
        harm[k] = costs("She", plain)[0].mean().item()
by_lot = [[odds(k * v).mean().item() for k in (-2, 2)] for v in chance]
spans = [student(x) for x in won.values()]
columns = {
    "added": [f"{k:+}" if k else "nothing" for k in rows],
    "praise leads by": [x.mean().item() for x in won.values()],
    "95 % interval": [f"{a:z.1f} to {b:z.1f}" for a, b in spans],
    "praise wins": [(x > 0).sum().item() for x in won.values()],
    "of": [len(prompts)] * len(rows),
    "a plain token costs": list(harm.values()),
}
table(columns, 1)
least, most = min(map(min, by_lot)), max(map(max, by_lot))
print(f"4 random vectors, pushed both ways  {least:.1f} to {most:.1f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import MODEL, RULE, axes, show

fig, ax = axes(200)
ax.axhspan(least, most, color=RULE, alpha=0.6, lw=0)
mean = {k: x.mean().item() for k, x in won.items()}
at = range(len(rows))
ax.vlines(at, *zip(*spans, strict=True), color=MODEL)
ax.plot(at, list(mean.values()), "o", color=MODEL)
ax.set_xticks(at, columns["added"])
ax.set(xlabel="times the direction", ylabel="praise leads, bits")
said = f"{mean[-2]:.1f} at -2, {mean[0]:.1f} at 0, {mean[2]:.1f} at +2"
show(fig, f"Bits by which praise leads: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
up, down = mean[2] - mean[0], mean[0] - mean[-2]
assert min(up, down) > 2.5, "the direction does not steer"
assert harm[8] > harm[0] + 3, "too much does no harm"
# control: other directions of the same length
swings = [abs(b - a) for a, b in by_lot]
assert max(swings) < (up + down) / 2, "any push this long would do"
# --8<-- [end:check]
