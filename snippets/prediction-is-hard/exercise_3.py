"""Can you write a predictor that pays nothing?"""

# --8<-- [start:task]
import math

from perspectives.model import load

model, tokenizer = load()
rule = "Each is 5 times the one before it, less 97 as often as it"
text = f"{rule} can be taken away.\n\n12\n60\n09\n45\n31\n58\n96\n92\n"
text += "72\n69\n54\n76\n89\n57\n91\n67\n44\n26\n33\n68\n"


def price(predict, text, start):
    """Bits a digit from `start` on."""
    places = [i for i in range(start, len(text)) if text[i].isdigit()]
    shares = [predict(text[:i]).get(text[i], 0) for i in places]
    bits = [-math.log2(x) if x else math.inf for x in shares]
    return sum(bits) / len(bits)


# write predict(past): from the text so far, a dict that gives each
# digit that may come its probability. Can it pay nothing? And what
# does it pay if the last number is drawn by lot?
# --8<-- [end:task]


# --8<-- [start:solution]
def sure(past):
    """Work out the number, and stake everything on its digits."""
    *_, last, begun = past.split("\n")
    return {f"{int(last) * 5 % 97:02}"[len(begun)]: 1}


def careful(past):
    """Keep one part in a hundred back, for all ten digits."""
    bet = sure(past)
    return {d: 0.99 * bet.get(d, 0) + 0.001 for d in "0123456789"}


start, wrong = text.index("09"), text[:-3] + "17\n"
ids = tokenizer(text, return_tensors="pt").input_ids
cost = -model(ids).logits[0, :-1].log_softmax(-1) / math.log(2)
tokens = [tokenizer.decode(i) for i in ids[0, 1:]]
at = [i for i, x in enumerate(tokens) if x.isdigit()][-36:]
model_pays = cost[at, ids[0, 1:][at]].mean().item()
print("predictor  bits a digit  last by lot")
for name, x in ("sure", sure), ("careful", careful):
    paid, after = price(x, text, start), price(x, wrong, start)
    print(f"{name:9}  {paid:12.2f}  {after:11.2f}")
print(f"the model  {model_pays:12.2f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert price(sure, text, start) == 0, "it should pay nothing"
assert model_pays > 2, "the model knows the rule"

# control: one number that no rule made; certainty is then ruinous
assert price(sure, wrong, start) == math.inf, "it saw the lot coming"
assert price(careful, wrong, start) < 1, "a little doubt is cheap"
# --8<-- [end:check]
