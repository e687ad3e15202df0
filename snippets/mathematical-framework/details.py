"""Are gates and attention patterns a detail?"""

# --8<-- [start:materials]
from contextlib import ExitStack, contextmanager
from math import log

import torch
from numpy.random import RandomState
from torch.nn.functional import linear

from perspectives.inside import blocks, read, replace
from perspectives.measure import DATA, student, table
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
ids = tokenizer((DATA / "prose.txt").read_text()).input_ids[:240]
ids = torch.tensor(ids).view(10, 24)
drawn = RandomState(0).randint(1000, 49000, (4, 12))
texts = torch.cat([ids[6:], torch.tensor(drawn).repeat(1, 2)])
looks = [block.self_attn for block in blocks()]
gates = [block.mlp.act_fn for block in blocks()]
with read(*gates) as seen:  # on six other texts
    patterns = model.model(ids[:6], output_attentions=True).attentions
# --8<-- [end:materials]


# --8<-- [start:demo]
def same_gates(i):
    """A gate is as open as it is on average; token 0 is apart."""
    first, rest = seen[i][:, :1].mean(0), seen[i][:, 1:].mean((0, 1))
    usual = torch.cat([first, rest.expand(23, -1)])
    return replace(gates[i], usual.expand_as)


@contextmanager
def same_looks(i):
    """Each head looks where it looks on average at that place."""
    usual, out = patterns[i].mean(0), looks[i].o_proj.weight

    def moved(_):
        v = values[-1].unflatten(-1, (3, 64)).repeat_interleave(3, 2)
        y = torch.einsum("hqk,rkhd->rqhd", usual, v)
        return linear(y.flatten(2), out)

    with read(looks[i].v_proj) as values, replace(looks[i], moved):
        yield


# --8<-- [end:demo]


# --8<-- [start:table]
def bits(make, which):
    """Bits of each text: prose, a random string, and it again."""
    with ExitStack() as stack:
        for i in which:
            stack.enter_context(make(i))
        scores = model(texts, use_cache=False).logits[:, :-1]
    found = scores.gather(-1, texts[:, 1:, None])[..., 0]
    each = (scores.logsumexp(-1) - found) / log(2)
    parts = each[:4], each[4:, :11], each[4:, 11:]
    return torch.stack([x.mean(1) for x in parts])  # (3, 4)


plain, added = bits(same_gates, []), {}
for kind, make in ("gates", same_gates), ("patterns", same_looks):
    for name, a, b in ("15", 15, 16), ("12-23", 12, 24), ("all", 0, 30):
        added[f"{kind}, {name}"] = bits(make, range(a, b)) - plain
rows = {"as it is": plain} | added
columns = {"made constant": list(rows)}
columns["prose"] = [f"{x[0].mean():z.1f}" for x in rows.values()]
columns["95 % interval"] = [student(x[0]) for x in rows.values()]
columns["random string"] = [
    f"{x[1].mean():z.1f}" for x in rows.values()
]
columns["again"] = [f"{x[2].mean():z.1f}" for x in rows.values()]
table(columns, 1)
print(f"texts of prose  {len(ids[6:])}")
# --8<-- [end:table]

# --8<-- [start:check]
mean = {k: x.mean(1) for k, x in added.items()}
assert mean["gates, 12-23"][0] > 2, "the gates are a detail"
assert mean["patterns, all"][0] > 1.5, "the patterns are a detail"
assert mean["patterns, 12-23"][2] > 4, "it copies without looking"
# controls: nothing to copy yet; and one block alone
assert mean["patterns, 12-23"][1].abs() < 1.5, "any string suffers"
one = [x[0] for name, x in mean.items() if "15" in name]
assert max(map(abs, one)) < 0.7, "any meddling destroys the model"
# --8<-- [end:check]
