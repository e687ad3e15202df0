"""Is the model linear once its choices are frozen?"""

# --8<-- [start:freeze]
from contextlib import contextmanager

import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
blocks = model.model.layers
norms = [m for k, m in model.named_modules() if k.endswith("norm")]
gates = [b.mlp.act_fn for b in blocks]


def by_head(v):  # three sets of values serve nine heads
    return v.unflatten(2, (3, 64)).repeat_interleave(3, 2)


def move(pattern, v):
    return torch.einsum("rhqk,rkhd->rqhd", pattern, v)


@contextmanager
def frozen(choice, kinds):
    """Run with these choices, made by the model on another run."""
    now, hooks = {}, []
    if "norms" in kinds:
        hooks += [
            n.register_forward_hook(
                lambda m, a, o, s=s: m.weight * a[0] * s
            )
            for n, s in zip(norms, choice["norms"], strict=True)
        ]
    if "gates" in kinds:
        hooks += [
            g.register_forward_hook(lambda m, a, o, s=s: s)
            for g, s in zip(gates, choice["gates"], strict=True)
        ]
    patterns = choice["patterns"] if "patterns" in kinds else []
    for b, p in zip(blocks, patterns, strict=False):
        hooks += [
            b.self_attn.v_proj.register_forward_hook(
                lambda m, a, o: now.update(v=by_head(o))
            ),
            b.self_attn.o_proj.register_forward_pre_hook(
                lambda m, a, p=p: (move(p, now["v"]).flatten(2),)
            ),
        ]
    yield
    for hook in hooks:
        hook.remove()


# --8<-- [end:freeze]


# --8<-- [start:record]
def scale(module, x):
    square = x.pow(2).mean(-1, keepdim=True)
    return (square + module.variance_epsilon).rsqrt()


def recorded(x):
    """The choices that the model makes on this run."""
    choice = {"norms": [], "gates": []}
    hooks = [
        n.register_forward_hook(
            lambda m, a, o: choice["norms"].append(scale(m, a[0]))
        )
        for n in norms
    ]
    hooks += [
        g.register_forward_hook(
            lambda m, a, o: choice["gates"].append(o)
        )
        for g in gates
    ]
    seen = model.model(inputs_embeds=x, output_attentions=True)
    for hook in hooks:
        hook.remove()
    return choice | {"patterns": seen.attentions}


# --8<-- [end:record]

# --8<-- [start:demo]
pairs = "France Paris, Italy Rome, Spain Madrid, Japan Tokyo"
pairs += ", Russia Moscow, Greece Athens, Egypt Cairo, Cuba Havana"
lands, towns = zip(*(p.split() for p in pairs.split(", ")), strict=True)
texts = [f"The capital of {land} is" for land in lands]
ids = tokenizer(texts, return_tensors="pt").input_ids
embedded = model.get_input_embeddings()(ids)  # (8, 5, 576)
row = torch.arange(8)
town = torch.tensor([tokenizer(f" {t}").input_ids[0] for t in towns])

choice = recorded(embedded)


def lead(x):
    """How far the right town leads the next one, in logits."""
    last = model.model(inputs_embeds=x).last_hidden_state[:, -1]
    logits = model.lm_head(last).view(-1, 8, 49152)
    return logits[:, row, town] - logits[:, row, town.roll(-1)]


every = ("patterns", "norms", "gates")
tried = {
    "all three": every,
    "all but norms": every[::2],
    "all but gates": every[:2],
    "all but patterns": every[1:],
    "nothing": (),
}
half = torch.rand(576, generator=torch.Generator().manual_seed(0)) < 0.5
whole, gap = lead(embedded)[0], {}
both = torch.cat([embedded * half, embedded * ~half])
twice = {k: [torch.cat([s, s]) for s in v] for k, v in choice.items()}
print("frozen            France  halves add to  median gap of 8")
for name, kinds in tried.items():
    with frozen(twice, kinds):
        halves = lead(both).sum(0)
    gaps = (halves - whole).abs().nan_to_num(torch.inf)
    gap[name] = gaps.median().item()
    two = [
        f"{v:.1f}" if v < 1e4 else "overflow"
        for v in (halves[0].nan_to_num(torch.inf), gap[name])
    ]
    print(f"{name:16}  {whole[0]:6.1f}  {two[0]:>13}  {two[1]:>15}")
# --8<-- [end:demo]

# --8<-- [start:swap]
# the choices made on one prompt, applied to another prompt
print("choices of another prompt  names its own town  the other's  of")
swapped, turns = {}, (1, 3, 5)
other = {
    k: [torch.cat([s.roll(turn, 0) for turn in turns]) for s in v]
    for k, v in choice.items()
}
its = torch.stack([row.roll(turn) for turn in turns])
for kinds in ("patterns",), ("norms",), ("gates",), every:
    with frozen(other, kinds):
        x = model.model(inputs_embeds=embedded.repeat(3, 1, 1))
    best = model.lm_head(x.last_hidden_state[:, -1])[:, town].argmax(1)
    best = best.view(3, 8)
    hits = int((best == row).sum()), int((best == its).sum())
    name = kinds[0] if len(kinds) == 1 else "everything"
    swapped[name] = hits
    print(f"{name:25}  {hits[0]:18}  {hits[1]:11}  24")
# --8<-- [end:swap]

# --8<-- [start:check]
assert gap["all three"] < 0.05, "something else is not linear"
assert (lead(embedded) - whole).abs().max() < 1e-3, "a hook was left on"

# control: let one kind of choice live, and the halves must not add up
for name in list(tried)[1:]:
    assert gap[name] > 0.5, f"{name}: still linear, so no choice"

# the choices are not neutral: they carry the answer of their prompt
own, others = swapped["gates"]
assert others > own, "the gates do not carry the town"
assert swapped["patterns"][0] >= 20, "patterns alone decide the town"
# --8<-- [end:check]
