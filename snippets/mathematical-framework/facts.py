"""Where does a fact sit, and when does it move?"""

# --8<-- [start:stream]
import torch

from perspectives.model import load

model, tokenizer = load()  # the code names its layers
pairs = """Paris France, Berlin Germany, Tokyo Japan, Moscow Russia,
Athens Greece, Rome Italy, Madrid Spain, Beijing China, Cairo Egypt,
Dublin Ireland, Stockholm Sweden, Toronto Canada"""
towns, lands = zip(*(p.split() for p in pairs.split(",")), strict=True)
texts = [f"The city of {t} is located in the country of" for t in towns]
ids = tokenizer(texts, return_tensors="pt").input_ids  # (12, 10)
land = torch.tensor([tokenizer(f" {c}").input_ids[0] for c in lands])
places = {"subject": 3, "last": 9}

blocks = model.model.layers
where = torch.arange(10)[None]
mask = torch.full((10, 10), -torch.inf).triu(1)[None, None]
stream = [model.get_input_embeddings()(ids)]
turns = model.model.rotary_emb(stream[0], where)


def run(x, first, land):
    """From the stream before block `first` to P(land) at the end."""
    for block in blocks[first:]:
        x = block(x, attention_mask=mask, position_embeddings=turns)
    last = model.lm_head(model.model.norm(x[:, -1])).softmax(-1)
    return last[torch.arange(len(x)), land]


for block in blocks:
    stream.append(
        block(
            stream[-1], attention_mask=mask, position_embeddings=turns
        )
    )
base = run(stream[30], 30, land)
other = land.roll(-5)  # the country of another city
print(f"P(its own country)  {base.mean():.2f}")
print(f"least of 12  {base.min():.2f}")
# --8<-- [end:stream]

# --8<-- [start:demo]
# after block b, put in what another city left at one position
depths = [0, 10, 20, 21, 22, 23, 24, 25, 27, 29]
given = {place: {} for place in places}
print("P(country of the city put in after this block)")
print("block  subject  last")
for b in depths:
    x = stream[b + 1].repeat(2, 1, 1)  # 12 for each of two places
    for part, at in zip(x.split(12), places.values(), strict=True):
        part[:, at] = stream[b + 1].roll(-5, 0)[:, at]
    p = run(x, b + 1, other.repeat(2)).split(12)
    given["subject"][b], given["last"][b] = p
    print(
        f"{b:5}  {given['subject'][b].mean():7.2f}"
        f"  {given['last'][b].mean():4.2f}"
    )
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import MODEL, axes, show

fig, ax = axes(220)
for place, style in ("subject", "o-"), ("last", "o--"):
    p = torch.stack(list(given[place].values()))  # (10 depths, 12)
    se = 1.96 * p.std(1) / 12**0.5
    ax.vlines(
        depths, p.mean(1) - se, p.mean(1) + se, color=MODEL, linewidth=1
    )
    ax.plot(depths, p.mean(1), style, color=MODEL)
ax.text(4, 0.80, "at the city’s name", color=MODEL)
ax.text(4, 0.08, "at the last word", color=MODEL)
ax.set(xlabel="put in after block", ylim=(-0.05, 1.1))
ax.set_ylabel("P(country of the city put in)")
before, after = given["subject"][22].mean(), given["subject"][23].mean()
late = given["last"][23].mean()
show(
    fig,
    "Probability of the country of the city that was put in: at "
    f"the name {before:.2f} after block 22, {after:.2f} after 23; at "
    f"the last word {given['last'][22].mean():.2f} and {late:.2f}",
)
# --8<-- [end:figure]

# --8<-- [start:check]
assert base.mean() > 0.8, "the model does not know these"
assert before > 0.7 and given["last"][22].mean() < 0.1, (
    "after block 22 the fact should still hang on the name"
)
assert after < 0.1 and late > 0.4, (
    "after block 23 it should be at the last word"
)

# control: put in what the same city left; no other country appears
x = stream[11].repeat(2, 1, 1)
x[12:, 5] = stream[11].roll(-5, 0)[:, 5]
same, word = run(x, 11, other.repeat(2)).split(12)
assert same.mean() < 0.05, "the other country comes of its own"
# control: a word that names no city, "located", at the same depth
assert word.mean() < 0.2, "any position would do"
# --8<-- [end:check]
