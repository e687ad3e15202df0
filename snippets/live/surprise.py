"""How many bits does each token of a text cost?"""

# --8<-- [start:demo]
from perspectives.measure import costs, table
from perspectives.model import load

text = "I saw a black swan and a grey goose. I fed the black swan."

_, tokenizer = load()
tokens = [tokenizer.decode(i) for i in tokenizer(text).input_ids]
bits = costs(tokens[0], text.removeprefix(tokens[0]))[0]
places = [f"{n} {token!r}" for n, token in enumerate(tokens, 1)]
table({"token": places[1:], "bits": bits})  # the first has no price
# --8<-- [end:demo]

# --8<-- [start:data]
from perspectives.measure import DATA
from perspectives.output import keep

# what pages show at first
lines = (DATA / "live" / "surprise.txt").read_text().splitlines()
rows = []
for name, told in (line.split(": ", 1) for line in lines):
    read = [tokenizer.decode(i) for i in tokenizer(told).input_ids]
    each = costs(read[0], told.removeprefix(read[0]))[0]
    row = {"name": name, "prompt": told, "tokens": read}
    rows.append(row | {"bits": [f"{b:.3f}" for b in each]})
keep(rows)
# --8<-- [end:data]

# --8<-- [start:check]
sw = len(tokens) - 4  # of sw, an and the stop, less the first
assert "".join(tokens[sw + 1 :]) == " swan.", "other tokens"
assert bits[sw] < 1, "the swan is dear although it was named"
# controls: the other animal that was named; and the swan not named
start = text.removesuffix("swan.").removeprefix(tokens[0])
wrong = costs(tokens[0] + start, " goose")[0]
assert wrong[0] > bits[sw] + 1, "either animal is as cheap"
unseen = start.replace("swan", "horse")
bare = costs(tokens[0] + unseen, " swan")[0]
assert bare[0] > bits[sw] + 4, "it is as cheap if it was not named"
# --8<-- [end:check]
