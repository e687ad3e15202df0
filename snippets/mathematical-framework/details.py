"""Are gates and attention patterns a detail?"""

# --8<-- [start:materials]
from contextlib import ExitStack, contextmanager
from math import log

import torch
from numpy.random import RandomState
from torch.nn.functional import linear

from perspectives.inside import blocks, read, replace
from perspectives.measure import DATA, first_tokens, student, table
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
ids = tokenizer((DATA / "prose.txt").read_text()).input_ids[:240]
ids = torch.tensor(ids).view(10, 24)
drawn = RandomState(0).randint(1000, 49000, (4, 12))
texts = torch.cat([ids[6:], torch.tensor(drawn).repeat(1, 2)])
rows = (DATA / "famous.txt").read_text().splitlines()[:16]
towns, lands = zip(*(row.split() for row in rows), strict=True)
asks = [f"The city of {t} is located in the country of" for t in towns]
asks = torch.tensor(tokenizer(asks).input_ids)
own = first_tokens(f" {land}" for land in lands)
looks, gates = zip(*((b.self_attn, b.mlp.act_fn) for b in blocks()))
with read(*gates) as seen:  # on six other texts
    patterns = model.model(ids[:6], output_attentions=True).attentions
theirs = model.model(asks, output_attentions=True).attentions
# --8<-- [end:materials]


# --8<-- [start:demo]
def same_gates(i):
    """A gate is as open as it is on average; token 0 is apart."""
    first, rest = seen[i][:, :1].mean(0), seen[i][:, 1:].mean((0, 1))
    usual = torch.cat([first, rest.expand(23, -1)])
    return replace(gates[i], lambda x: usual[: x.shape[1]].expand_as(x))


@contextmanager
def same_looks(i, there=patterns):
    """Each head looks where it looks on average at that place."""
    usual, out = there[i].mean(0), looks[i].o_proj.weight

    def moved(_):
        v = values[-1].unflatten(-1, (3, 64)).repeat_interleave(3, 2)
        here = usual[:, : v.shape[1], : v.shape[1]]
        y = torch.einsum("hqk,rkhd->rqhd", here, v)
        return linear(y.flatten(2), out)

    with read(looks[i].v_proj) as values, replace(looks[i], moved):
        yield


# --8<-- [end:demo]


# --8<-- [start:table]
def held(make, which, ids):
    with ExitStack() as stack:
        for i in which:
            stack.enter_context(make(i))
        return model(ids, use_cache=False).logits


def bits(make, which):
    """Bits of each text: prose, a random string, and it again."""
    scores = held(make, which, texts)[:, :-1]
    found = scores.gather(-1, texts[:, 1:, None])[..., 0]
    each = (scores.logsumexp(-1) - found) / log(2)
    parts = each[:4], each[4:, :11], each[4:, 11:]
    return torch.stack([x.mean(1) for x in parts])  # (3, 4)


def recall(make, which):
    """P(country), for each city."""
    return held(make, which, asks)[:, -1].softmax(-1)[range(16), own]


plain, added = bits(same_gates, []), {}
known = {"as it is": recall(same_gates, [])}
for kind, make in ("gates", same_gates), ("patterns", same_looks):
    for name, a, b in ("15", 15, 16), ("12-23", 12, 24), ("all", 0, 30):
        added[f"{kind}, {name}"] = bits(make, range(a, b)) - plain
        known[f"{kind}, {name}"] = recall(make, range(a, b))
rows = {"as it is": plain} | added
columns = {"made constant": list(rows)}
for i, name in enumerate(("prose", "random string", "again")):
    columns[name] = [f"{x[i].mean():z.1f}" for x in rows.values()]
columns["95 % interval"] = [student(x[0]) for x in rows.values()]
columns["P(country)"] = [f"{x.mean():.2f}" for x in known.values()]
columns["country, 95 %"] = [student(x) for x in known.values()]
table(columns, 1)
print(f"texts of prose  {len(ids[6:])}\ncities  {len(towns)}")
same = recall(lambda i: same_looks(i, theirs), range(12, 24))
print(f"P(country), patterns of its own sentence  {same.mean():.2f}")
# --8<-- [end:table]

# --8<-- [start:check]
mean = {k: x.mean(1) for k, x in added.items()}
assert mean["gates, 12-23"][0] > 2, "the gates are a detail"
assert mean["patterns, all"][0] > 1.5, "the patterns are a detail"
assert mean["patterns, 12-23"][2] > 4, "it copies without looking"
assert known["patterns, 12-23"].mean() < 0.3, "it knows, unseen"
# controls: nothing to copy yet; its own sentence; one block alone
assert mean["patterns, 12-23"][1].abs() < 1.5, "any string suffers"
assert same.mean() > 0.8, "it is the holding that hurts"
one = [x[0] for name, x in mean.items() if "15" in name]
assert max(map(abs, one)) < 0.7, "any meddling destroys the model"
# --8<-- [end:check]
