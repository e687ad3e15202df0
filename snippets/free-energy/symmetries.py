"""How far can the weights move while the logits stay?"""

# --8<-- [start:moves]
import copy
import math

import numpy as np
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
c = model.config
rng = np.random.RandomState(0)
D, groups, neurons = 64, c.num_key_value_heads, c.intermediate_size
per = c.num_attention_heads // groups  # query heads to a key head


def draw(*shape):
    return torch.tensor(rng.randn(*shape), dtype=torch.float32)


def rows(linear, i):
    return linear.weight[i * D : (i + 1) * D]


def turn_queries_and_keys(attention, make):
    """Key heads times `make`'s first matrix, queries the second."""
    for g in range(groups):
        forth, back = make()
        key = rows(attention.k_proj, g)
        key.copy_(forth @ key)
        for h in range(per * g, per * (g + 1)):
            query = rows(attention.q_proj, h)
            query.copy_(back @ query)


def planes():
    """Turn and stretch each plane (i, i + 32) that RoPE turns."""
    angle, s = draw(32) * 2, (draw(32) / 2).exp()
    cos, sin = angle.cos().diag(), angle.sin().diag()
    top, low = torch.cat([cos, -sin], 1), torch.cat([sin, cos], 1)
    turn, s = torch.cat([top, low]), s.repeat(2)[:, None]
    return s * turn, turn / s


def any_rotation():
    turn = torch.linalg.qr(draw(D, D))[0]
    return turn, turn


# --8<-- [end:moves]


# --8<-- [start:block]
def block_moves(block):
    """Name: what it does to one block; the last three are controls."""
    mlp, attention = block.mlp, block.self_attn
    gate, up, down = (
        p.weight for p in (mlp.gate_proj, mlp.up_proj, mlp.down_proj)
    )
    order = torch.tensor(rng.permutation(neurons))
    s = (draw(neurons) / 2).exp()
    gain = (draw(c.hidden_size) / 2).exp()

    def permute(*matrices):
        for m in matrices:
            m.copy_(m[order])

    def scale(into):
        into.mul_(s[:, None])
        down.div_(s)

    def values():
        for g in range(groups):
            mix = torch.eye(D) + draw(D, D) / 16
            value = rows(attention.v_proj, g)
            back = torch.linalg.inv(mix)
            value.copy_(mix @ value)
            for h in range(per * g, per * (g + 1)):
                out = attention.o_proj.weight[:, h * D : (h + 1) * D]
                out.copy_(out @ back)

    def gains():
        block.post_attention_layernorm.weight.mul_(gain)
        gate.div_(gain)
        up.div_(gain)

    turn = turn_queries_and_keys
    return {
        "permute neurons": lambda: permute(gate, up, down.T),
        "scale up, unscale down": lambda: scale(up),
        "mix values, unmix": values,
        "turn planes of Q and K": lambda: turn(attention, planes),
        "gains into matrices": gains,
        "permute up only": lambda: permute(up),
        "scale gate, unscale down": lambda: scale(gate),
        "turn Q and K at will": lambda: turn(attention, any_rotation),
    }


# --8<-- [end:block]

# --8<-- [start:demo]
text = "The chef cooked the meal in the kitchen, and the guests"
ids = tokenizer(text, return_tensors="pt").input_ids
reference = model(ids).logits
twin, blocks = copy.deepcopy(model), model.model.layers
moved, shift = {}, {}
print("move of all 30 blocks     weights moved  logits moved")
for name in block_moves(twin.model.layers[0]):
    twin.load_state_dict(model.state_dict())
    for block in twin.model.layers:
        block_moves(block)[name]()
    was = [p.flatten() for p in blocks[9].parameters()]
    now = [p.flatten() for p in twin.model.layers[9].parameters()]
    pairs = [
        (a, b)
        for a, b in zip(was, now, strict=True)
        if not torch.equal(a, b)
    ]
    a, b = map(torch.cat, zip(*pairs, strict=True))
    moved[name] = ((a - b).norm() / a.norm()).item()
    shift[name] = (twin(ids).logits - reference).abs().max().item()
    word = "under 0.01" if shift[name] < 0.01 else "over 1"
    word = word if not 0.01 <= shift[name] <= 1 else "between"
    print(f"{name:24}  {moved[name]:13.1f}  {word}")

layers, width = c.num_hidden_layers, c.hidden_size
free = neurons + groups * (D * D + D) + 2 * width  # in one block
share = layers * free / model.num_parameters()
digits = layers * math.lgamma(neurons + 1) / math.log(10)
print(f"free directions  {layers * free:,}")
print(f"share of all parameters  {share:.2%}")
print(f"orders of the neurons, digits  {int(digits) + 1:,}")
# --8<-- [end:demo]

# --8<-- [start:check]
names = list(shift)
assert max(shift[k] for k in names[:5]) < 0.01, (
    "a move that should be a symmetry changes the logits"
)
assert min(moved[k] for k in names[:5]) > 0.1, "nothing was moved"

# control: moves of the same kind and size that nothing undoes
assert min(shift[k] for k in names[5:]) > 1, (
    "the logits do not notice any move, so they tell nothing"
)
assert share < 0.01, "symmetries of the list would explain much"
# --8<-- [end:check]
