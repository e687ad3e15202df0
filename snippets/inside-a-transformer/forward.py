"""Can the whole model be written out in forty lines?"""

# --8<-- [start:forward]
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
weights = model.state_dict()
table = weights["model.embed_tokens.weight"]  # (49152, 576)
layers, heads, shared, width = 30, 9, 3, 64


def norm(x, gain):
    """Scale each vector to a root mean square of one."""
    return x / (x.pow(2).mean(-1, keepdim=True) + 1e-5).sqrt() * gain


def forward(ids, base=100_000.0):
    """Logits for a list of token ids, with no library but torch."""
    n = len(ids)
    angle = base ** (-torch.arange(0, width, 2) / width)
    angle = torch.outer(torch.arange(n), angle).repeat(1, 2)
    cos, sin = angle.cos(), angle.sin()  # (n, width)
    future = torch.ones(n, n).triu(1) > 0

    def turned(x):  # rotary positions
        left, right = x.chunk(2, -1)
        return x * cos + torch.cat([-right, left], -1) * sin

    x = table[ids]  # the residual stream, (n, 576)
    for i in range(layers):

        def w(name, i=i):
            return weights[f"model.layers.{i}.{name}.weight"]

        def split(z):
            return z.view(n, -1, width).transpose(0, 1)

        a = norm(x, w("input_layernorm"))
        q = turned(split(a @ w("self_attn.q_proj").T))  # (9, n, 64)
        k = turned(split(a @ w("self_attn.k_proj").T))  # (3, n, 64)
        v = split(a @ w("self_attn.v_proj").T)
        k, v = (z.repeat_interleave(heads // shared, 0) for z in (k, v))
        score = (q @ k.mT / width**0.5).masked_fill(future, -torch.inf)
        mixed = (score.softmax(-1) @ v).transpose(0, 1).reshape(n, -1)
        x = x + mixed @ w("self_attn.o_proj").T
        a = norm(x, w("post_attention_layernorm"))
        gate = torch.nn.functional.silu(a @ w("mlp.gate_proj").T)
        x = x + (gate * (a @ w("mlp.up_proj").T)) @ w("mlp.down_proj").T
    return norm(x, weights["model.norm.weight"]) @ table.T


# --8<-- [end:forward]

# --8<-- [start:demo]
from pathlib import Path

data = Path(__file__).parents[1] / "data"
texts = {
    "a sentence": "The capital of France is",
    "prose": (data / "prose.txt").read_text()[:300],
    "a program": (data / "programs" / "prime.py").read_text(),
    "figures": "12 + 30 = 42, 7 x 8 = 56, and 2026 - 1951 = 75.",
    "German": "Die Katze schläft auf dem warmen Ofen.",
}
far, near, same = {}, {}, {}
print("text        tokens  likeliest agrees  gap < 0.001  other base")
for name, text in texts.items():
    ids = tokenizer(text).input_ids
    library = model(torch.tensor([ids])).logits[0]
    ours = forward(ids)
    near[name] = (ours - library).abs().max().item()
    same[name] = (ours.argmax(-1) == library.argmax(-1)).sum().item()
    far[name] = (forward(ids, 10_000.0) - library).abs().max().item()
    print(
        f"{name:10}  {len(ids):6}  {same[name]:16}"
        f"  {near[name] < 0.001!s:11}  {far[name]:10.1f}"
    )
    same[name] -= len(ids)
# --8<-- [end:demo]

# --8<-- [start:check]
assert max(near.values()) < 0.005, "our model is another model"
assert not any(same.values()), "it would write another token"

# control: positions turned at another speed, all else the same
assert min(far.values()) > 0.5, "a wrong model passes as well"
# --8<-- [end:check]
