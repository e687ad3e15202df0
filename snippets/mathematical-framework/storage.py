"""Which layers does the model need for a fact?"""

# --8<-- [start:materials]
from contextlib import ExitStack

import torch

from perspectives.inside import blocks, replace
from perspectives.measure import (
    DATA,
    first_tokens,
    next_token,
    student,
    table,
)
from perspectives.model import load

model, _ = load()  # the code names its layers
rows = (DATA / "famous.txt").read_text().splitlines()[:16]
towns, lands = zip(*(row.split() for row in rows), strict=True)
town, land = (
    first_tokens(f" {word}" for word in words)
    for words in (towns, lands)
)
known = "The city of {} is located in the country of"
again = "The city of {} is very old. I love the city of"
# what is asked, the answer, and where the name stands
tasks = {"fact": (known, land, -7), "copy": (again, town, -10)}
mlps = [block.mlp for block in blocks()]
heads = [block.self_attn for block in blocks()]
cuts = {
    "nothing": ([], "name"),
    "MLP 0, name": (mlps[:1], "name"),
    "MLPs 1-22, name": (mlps[1:23], "name"),
    "MLPs 1-22, all places": (mlps[1:23], "all"),
    "attention 23, last": (heads[23:24], "last"),
    "attention 16-22, last": (heads[16:23], "last"),
    "MLPs 23-29, last": (mlps[23:], "last"),
}
# --8<-- [end:materials]


# --8<-- [start:demo]
def chance(task, parts, where):
    """P(answer) if these parts write the same there for all cities."""
    text, answer, name = tasks[task]

    def same(x):  # (city, token, 576)
        place = torch.arange(x.shape[1]) - x.shape[1]
        ours = {"name": place == name, "last": place == -1}
        here = ours.get(where, place < 0)
        return torch.where(here[:, None], x.mean(0), x)

    with ExitStack() as stack:
        for part in parts:
            stack.enter_context(replace(part, same))
        p = next_token([text.format(town) for town in towns])
    return p.exp2().gather(1, answer[:, None])[:, 0]


# --8<-- [end:demo]

# --8<-- [start:table]
p = {k: [chance(x, *cut) for x in tasks] for k, cut in cuts.items()}
columns = {"cut": list(cuts)}
columns["P(fact)"] = [x.mean().item() for x, _ in p.values()]
columns["95 % interval"] = [student(x) for x, _ in p.values()]
columns["P(copy)"] = [x.mean().item() for _, x in p.values()]
table(columns)
city = model.get_input_embeddings()(town)
away = (city - city.mean(0)) * model.model.norm.weight
best = (away @ model.lm_head.weight[land].T).argmax(1)
hits = [(best == torch.arange(16).roll(i)).sum() for i in range(16)]
print(f"cities  {len(towns)}")
print(f"right of 16 lands from the embedding alone  {hits[0]}")
print(f"with other lands for the cities, at most  {max(hits[1:])}")
# --8<-- [end:table]

# --8<-- [start:check]
fact, copy = (dict(zip(cuts, columns[f"P({x})"])) for x in tasks)
everywhere = "MLPs 1-22, all places"
assert fact["MLPs 1-22, name"] > 0.7, "a middle MLP is needed there"
assert fact[everywhere] > 0.7, "a middle MLP is needed somewhere"
assert copy[everywhere] > copy["nothing"] - 0.2, "the cut hurts a copy"
less = fact["nothing"] - 0.15
assert fact["attention 23, last"] < less, "attention 23 has no part"
assert fact["MLPs 23-29, last"] < less, "late MLPs have no part"
assert hits[0] >= 11, "the embeddings do not pair city and country"
# controls: the name itself, equal cuts elsewhere, other pairings
assert max(copy["MLP 0, name"], fact["MLP 0, name"]) < 0.2, "it spares"
assert fact["attention 16-22, last"] > 0.7, "any cut would do"
assert max(hits[1:]) <= 5, "any pairing would do"
# --8<-- [end:check]
