"""Does the model written out by hand give the library's scores?"""

# --8<-- [start:materials]
import torch

from perspectives.measure import DATA
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
weights = model.state_dict()
table = weights["model.embed_tokens.weight"]  # (49152, 576)


def w(i, name):
    return weights[f"model.layers.{i}.{name}.weight"]


def norm(x, gain):
    """Scale each vector to a root mean square of one."""
    return x / (x.pow(2).mean(-1, keepdim=True) + 1e-5).sqrt() * gain


def turned(x, base):
    """Rotary positions: at each place the pairs turn further."""
    angle = base ** (-torch.arange(0, 64, 2) / 64)
    angle = torch.outer(torch.arange(x.shape[1]), angle).repeat(1, 2)
    left, right = x.chunk(2, -1)
    return x * angle.cos() + torch.cat([-right, left], -1) * angle.sin()


def attention(a, i, base):
    """Nine heads of width 64; three share a set of keys, values."""
    names = [f"self_attn.{x}_proj" for x in "qkvo"]
    q, k, v = (
        (a @ w(i, name).T).view(len(a), -1, 64).transpose(0, 1)
        for name in names[:3]
    )
    k, v = (z.repeat_interleave(3, 0) for z in (turned(k, base), v))
    future = torch.ones(len(a), len(a)).triu(1) > 0
    score = turned(q, base) @ k.mT / 8  # (head, to, from)
    share = score.masked_fill(future, -torch.inf).softmax(-1)
    mixed = (share @ v).transpose(0, 1).reshape(len(a), 576)
    return mixed @ w(i, names[3]).T


def mlp(a, i):
    gate, up = (a @ w(i, f"mlp.{x}_proj").T for x in ("gate", "up"))
    hidden = torch.nn.functional.silu(gate) * up
    return hidden @ w(i, "mlp.down_proj").T


# --8<-- [end:materials]


# --8<-- [start:demo]
def forward(ids, base=100_000.0):
    """For each place of a text, a score for every next token."""
    x = table[ids]  # the stream: one row of 576 numbers a token
    for i in range(30):
        a = norm(x, w(i, "input_layernorm"))
        x = x + attention(a, i, base)
        a = norm(x, w(i, "post_attention_layernorm"))
        x = x + mlp(a, i)
    return norm(x, weights["model.norm.weight"]) @ table.T


# --8<-- [end:demo]

# --8<-- [start:table]
texts = {
    "a sentence": "The capital of France is",
    "prose": (DATA / "prose.txt").read_text()[:300],
    "a program": (DATA / "programs/prime.py").read_text(),
    "figures": "12 + 30 = 42, 7 x 8 = 56, and 2026 - 1951 = 75.",
    "German": "Die Katze schläft auf dem warmen Ofen.",
}
print("text        tokens  agree  off by 0.001  other base")
off, agree, far = [], [], []
for name, text in texts.items():
    ids = tokenizer(text).input_ids
    library, ours = model(torch.tensor([ids])).logits[0], forward(ids)
    off.append((ours - library).abs().max().item())
    agree.append((ours.argmax(-1) == library.argmax(-1)).sum().item())
    far.append((forward(ids, 10_000.0) - library).abs().max().item())
    row = f"{len(ids):6}  {agree[-1]:5}  {int(off[-1] >= 0.001):12}"
    print(f"{name:10}  {row}  {far[-1]:10.1f}")
    agree[-1] -= len(ids)
# --8<-- [end:table]

# --8<-- [start:check]
assert max(off) < 0.005, "our model is another model"
assert not any(agree), "it would write another token"
# control: positions turned at another speed, all else the same
assert min(far) > 0.5, "a wrong model passes as well"
# --8<-- [end:check]
