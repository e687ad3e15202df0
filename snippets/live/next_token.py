"""What does the model expect after this prompt?"""

# --8<-- [start:demo]
from perspectives.measure import next_token, table
from perspectives.model import load

prompt = "I saw a black swan and a grey goose. I fed the black"
temperature = 1.0


def heated(bits, temperature):
    """Shares of one: rare tokens gain as it gets hotter."""
    weights = (bits / temperature).exp2()
    return weights / weights.sum()


_, tokenizer = load()
shares = heated(next_token(prompt)[0], temperature)
top = shares.topk(10)
tokens = [repr(tokenizer.decode(i)) for i in top.indices]
table({"next token": tokens, "probability": top.values}, 3)
# --8<-- [end:demo]

# --8<-- [start:data]
from perspectives.measure import DATA
from perspectives.output import keep

# what pages show at first: the likeliest tokens after each prompt, and
# for each temperature log2 of the sum that makes them shares of one
lines = (DATA / "live" / "next_token.txt").read_text().splitlines()
rows = []
for name, text in (line.split(": ", 1) for line in lines):
    found = next_token(text)[0].double()
    likely = found.topk(20)
    chances = [f"{p:.5f}" for p in likely.values.exp2()]
    pieces = [tokenizer.decode(i) for i in likely.indices]
    sums = [(found / (n / 4)).exp2().sum().log2() for n in range(1, 9)]
    read = [tokenizer.decode(i) for i in tokenizer(text).input_ids]
    row = {"name": name, "prompt": text, "tokens": read}
    row["top"] = list(zip(pieces, chances, strict=True))
    rows.append(row | {"sums": [f"{x:.3f}" for x in sums]})
keep(rows)
# --8<-- [end:data]

# --8<-- [start:check]
swan = tokenizer(" swan").input_ids[0]
assert shares[swan] > 0.5, "it does not name the swan"
# controls: with no swan in the first sentence; hotter and colder
other = prompt.replace("swan", "horse")
bare = next_token(other)[0].exp2()
assert bare[swan] < 0.05, "it names a swan that it never saw"
bits = next_token(prompt)[0]
assert heated(bits, 2)[swan] < 0.4, "heat does not spread its bets"
assert heated(bits, 0.5)[swan] > 0.85, "cold does not narrow them"
# --8<-- [end:check]
