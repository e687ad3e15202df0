"""Where does a head look?"""

# --8<-- [start:demo]
import torch

from perspectives.measure import table
from perspectives.model import load

prompt = "I saw a black swan and a grey goose. I fed the black"
layer, head = 17, 4

model, tokenizer = load()
ids = tokenizer(prompt, return_tensors="pt").input_ids
seen = model(ids, output_attentions=True).attentions
looks = torch.stack(seen)[:, 0]  # (layer, head, from token, to token)
places = [
    f"{n} {tokenizer.decode(i)!r}" for n, i in enumerate(ids[0], 1)
]
table({"to": places, "from the last token": looks[layer, head, -1]})
# --8<-- [end:demo]

# --8<-- [start:data]
from perspectives.measure import DATA
from perspectives.output import keep

# what pages show at first: all heads, each as a triangle, row by row
lines = (DATA / "live" / "attention.txt").read_text().splitlines()
rows = []
for name, text in (line.split(": ", 1) for line in lines):
    read = tokenizer(text, return_tensors="pt").input_ids
    every = model(read, output_attentions=True).attentions
    below = torch.tril_indices(read.shape[1], read.shape[1])
    maps = torch.stack(every)[:, 0, :, below[0], below[1]].flatten(0, 1)
    row = {"name": name, "prompt": text, "shown": [layer, head]}
    row["tokens"] = [tokenizer.decode(i) for i in read[0]]
    row["heads"] = [" ".join(f"{x:.2f}" for x in each) for each in maps]
    rows.append(row)
keep(rows)
# --8<-- [end:data]

# --8<-- [start:check]
words = [tokenizer.decode(i) for i in ids[0]]
sw, goose = words.index(" sw"), words.index(" goose")
assert looks[layer, head, -1, sw] > 0.5, "it does not find the swan"
assert looks[layer, head, -1, goose] < 0.2, "at both of them"
# control: the same sentences, asking for the grey one
other = tokenizer(prompt.removesuffix("black") + "grey").input_ids
seen = model(torch.tensor([other]), output_attentions=True).attentions
grey = seen[layer][0, head, -1]
assert grey[goose] > 0.5 > 5 * grey[sw], "any animal will do"
# and another text: in a line begun again, at what followed before
again = maps[9 * layer + head][-read.shape[1] :]
ignored = tokenizer(" ignored").input_ids[0]
assert read[0, again.argmax()] == ignored, "not at what came next"
# --8<-- [end:check]
