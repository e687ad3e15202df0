"""What would the model say if it stopped after this layer?"""

# --8<-- [start:demo]
from perspectives.inside import blocks, read
from perspectives.measure import table
from perspectives.model import load

prompt = "I saw a black swan and a grey goose. I fed the black"

model, tokenizer = load()  # the code names its last norm
ids = tokenizer(prompt, return_tensors="pt").input_ids
with read(model.get_input_embeddings(), *blocks()) as streams:
    model(ids)
shares = [
    model.lm_head(model.model.norm(x))[0].softmax(-1) for x in streams
]
best = [share[-1].max(-1) for share in shares]  # at the last token
said = [repr(tokenizer.decode(b.indices)) for b in best]
chance = [b.values.item() for b in best]
layers = ["none", *map(str, range(30))]
table({"after layer": layers, "would say": said, "share": chance})
# --8<-- [end:demo]

# --8<-- [start:data]
from perspectives.measure import DATA
from perspectives.output import keep


def likeliest(stream):
    """The three likeliest tokens at each position, and their shares."""
    share = model.lm_head(model.model.norm(stream))[0].softmax(-1)
    found = share.topk(3)
    return [
        [(tokenizer.decode(i), f"{p:.3f}") for i, p in zip(*each)]
        for each in zip(found.indices, found.values, strict=True)
    ]


# what pages show at first
lines = (DATA / "live" / "lens.txt").read_text().splitlines()
rows = []
for name, text in (line.split(": ", 1) for line in lines):
    row = tokenizer(text, return_tensors="pt").input_ids
    with read(model.get_input_embeddings(), *blocks()) as depths:
        model(row)
    pieces = [tokenizer.decode(i) for i in row[0]]
    rows.append({"name": name, "prompt": text, "tokens": pieces})
    rows[-1]["layers"] = [likeliest(stream) for stream in depths]
keep(rows)
# --8<-- [end:data]

# --8<-- [start:check]
assert said[30] == "' sw'" and chance[30] > 0.5, "it does not say it"
assert "' sw'" not in said[:29], "the lens reads it earlier"
# control: the same end, where no swan was seen
other = tokenizer(prompt.replace("swan", "dog"), return_tensors="pt")
with read(*blocks()) as depths:
    model(other.input_ids)
named = [
    model.lm_head(model.model.norm(x))[0, -1].argmax() for x in depths
]
assert tokenizer(" swan").input_ids[0] not in named, "it reads a swan"
# --8<-- [end:check]
