"""Is the model linear once its choices are held still?"""

# --8<-- [start:materials]
import torch
from torch.nn.functional import silu
from transformers.models.llama import modeling_llama as llama

from perspectives.inside import blocks
from perspectives.measure import DATA, first_tokens, table
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
rows = (DATA / "capitals.txt").read_text().splitlines()
lands, towns = zip(*(row.split() for row in rows), strict=True)
ids = [tokenizer(f"The capital of {x} is").input_ids for x in lands]
town = first_tokens(f" {town}" for town in towns)
embedded = model.get_input_embeddings()(torch.tensor(ids))
turn = model.model.rotary_emb(embedded, torch.arange(5)[None])
future = torch.full((5, 5), -torch.inf).triu(1)


def run(x, held):
    """Scores of 12 towns; a choice that is in `held` is not made."""
    made = {}

    def choice(kind, i, value):
        return made.setdefault((kind, i), held.get((kind, i), value))

    def norm(part, x, i):
        size = (x.square().mean(-1, keepdim=True) + 1e-5).sqrt()
        return x * part.weight / choice("norms", i, size)

    for i, block in enumerate(blocks()):
        look, mlp = block.self_attn, block.mlp
        y = norm(block.input_layernorm, x, i)
        three = (look.q_proj, look.k_proj, look.v_proj)
        q, k, v = (f(y).unflatten(2, (-1, 64)) for f in three)
        q, k = llama.apply_rotary_pos_emb(q, k, *turn, unsqueeze_dim=2)
        k, v = (z.repeat_interleave(3, 2) for z in (k, v))
        score = torch.einsum("bqhd,bkhd->bhqk", q, k) / 8
        share = choice("patterns", i, (score + future).softmax(-1))
        y = torch.einsum("bhqk,bkhd->bqhd", share, v).flatten(2)
        x = x + look.o_proj(y)
        y = norm(block.post_attention_layernorm, x, i + 0.5)
        gate = choice("gates", i, silu(mlp.gate_proj(y)))
        x = x + mlp.down_proj(gate * mlp.up_proj(y))
    last = norm(model.model.norm, x, 30)[:, -1]
    return last @ model.lm_head.weight[town].T, made


# --8<-- [end:materials]

# --8<-- [start:demo]
whole, made = run(embedded, {})
half = torch.arange(576) % 2  # every other number of each vector
gap, own = {}, {}
for free in ("nothing", "patterns", "norms", "gates"):
    held = {key: x for key, x in made.items() if key[0] != free}
    parts = [run(embedded * side, held)[0] for side in (half, 1 - half)]
    far = (sum(parts) - whole).abs() / 0.6931  # in bits
    gap[free] = far.nan_to_num(torch.inf).median().item()
for kind in ("patterns", "norms"):  # of three other prompts
    some = {key: x for key, x in made.items() if key[0] == kind}
    lent = [
        {k: x.roll(i, 0) for k, x in some.items()} for i in (1, 3, 5)
    ]
    best = torch.stack([run(embedded, x)[0].argmax(1) for x in lent])
    own[f"{kind}, lent"] = (best == torch.arange(12)).sum().item()
# --8<-- [end:demo]

# --8<-- [start:table]
told = [f"{x:.1f}" if x < 1e4 else "overflow" for x in gap.values()]
table({"chosen anew": gap, "halves miss the whole by": told})
table({"lent": list(own), "own town": own.values(), "of": [36, 36]})
# --8<-- [end:table]

# --8<-- [start:check]
off = model(inputs_embeds=embedded).logits[:, -1, town] - whole
assert off.abs().max() < 0.01, "what is written out is not the model"
assert gap["nothing"] < 0.05, "something else is not linear"
assert min(own.values()) > 27, "patterns or norms bring the town along"
# control: let one kind be chosen anew, and the halves must not add up
assert sorted(gap.values())[1] > 0.5, "still linear, so no choice"
# --8<-- [end:check]
