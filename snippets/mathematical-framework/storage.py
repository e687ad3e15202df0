"""Which layers does the model need for a fact?"""

# --8<-- [start:prompts]
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
pairs = """Paris France, Berlin Germany, Tokyo Japan, Moscow Russia,
Athens Greece, Rome Italy, Madrid Spain, Beijing China, Cairo Egypt,
Dublin Ireland, Stockholm Sweden, Toronto Canada, Vienna Austria,
Lisbon Portugal, Oslo Norway, Warsaw Poland"""
towns, lands = zip(*(p.split() for p in pairs.split(",")), strict=True)


def first(words):
    ids = [tokenizer(f" {w}").input_ids[0] for w in words]
    return torch.tensor(ids)


def batch(text):
    texts = [text.format(t) for t in towns]
    return tokenizer(texts, return_tensors="pt").input_ids


tasks = {
    "fact": (
        batch("The city of {} is located in the country of"),
        first(lands),
    ),
    "copy": (
        batch("The city of {} is very old. I love the city of"),
        first(towns),
    ),
}
blocks, row = model.model.layers, torch.arange(16)
streams = {
    task: model.model(ids, output_hidden_states=True).hidden_states
    for task, (ids, _) in tasks.items()
}
# --8<-- [end:prompts]


# --8<-- [start:demo]
def same_for_all(at):
    """Write the mean over cities at this position, for all."""

    def hook(module, args, output):
        out = output.clone()
        out[:, at] = out[:, at].mean(0)
        return out

    return hook


mlp, attention = "mlp.down_proj", "self_attn.o_proj"  # what they write
cuts = {  # blocks, which part of them, at which token
    "nothing": (range(29, 29), mlp, 3),
    "MLP 0, name": (range(1), mlp, 3),
    "MLPs 1-22, name": (range(1, 23), mlp, 3),
    "attention 23, last": (range(23, 24), attention, -1),
    "attention 16-22, last": (range(16, 23), attention, -1),
}
p = {}
print("cut                    P(fact)  P(copy)")
for name, (cut, part, at) in cuts.items():
    parts = [blocks[i].get_submodule(part) for i in cut]
    hooks = [m.register_forward_hook(same_for_all(at)) for m in parts]
    model.model.layers = blocks[cut.start :]  # no change before these
    for task, (_, answer) in tasks.items():
        x = model.model(inputs_embeds=streams[task][cut.start])[0]
        p[name, task] = model.lm_head(x[:, -1]).softmax(-1)[row, answer]
    model.model.layers = blocks
    for hook in hooks:
        hook.remove()
    print(
        f"{name:21}  {p[name, 'fact'].mean():7.2f}"
        f"  {p[name, 'copy'].mean():7.2f}"
    )

# no layer at all: the embedding of the city, read as an answer
city = model.get_input_embeddings()(first(towns))
read = model.lm_head.weight[first(lands)] * model.model.norm.weight


def among_lands(x):
    return int(((x - x.mean(0)) @ read.T).argmax(1).eq(row).sum())


plain = among_lands(city)
turn = torch.randn(576, 576, generator=torch.Generator().manual_seed(0))
print(f"right of 16 lands from the embedding alone  {plain}")
print(f"after a random linear map  {among_lands(city @ turn)}")
# --8<-- [end:demo]

# --8<-- [start:check]
p = {key: value.mean().item() for key, value in p.items()}
assert p["nothing", "fact"] > 0.8 and p["nothing", "copy"] > 0.5, (
    "uncut, the model knows neither"
)
assert p["MLPs 1-22, name", "fact"] > 0.7, "a middle MLP is needed"
assert p["attention 23, last", "fact"] < p["nothing", "fact"] - 0.2, (
    "attention 23 does not carry it"
)
assert plain >= 11, "the embeddings do not pair city and country"

# control: would the cut of MLP 0 show that the fact is stored there?
assert p["MLP 0, name", "copy"] < 0.2, "it spares the name"
assert p["MLP 0, name", "fact"] < 0.2, "it spares the fact"
# control: equal cuts elsewhere, and a map that knows nothing
assert p["attention 16-22, last", "fact"] > 0.7, "any cut would do"
assert among_lands(city @ turn) <= 5, "any reading would do"
# --8<-- [end:check]
