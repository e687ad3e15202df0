"""Asked for a capital, does it answer or ask on?"""

# --8<-- [start:prompts]
from perspectives.measure import DATA, chat, greedy

lines = (DATA / "capitals.txt").read_text().splitlines()
capitals = dict(line.split() for line in lines)
ask = "What is the capital of {}?"
italy, japan = ask.format("Italy"), ask.format("Japan")
two = f"Q: {italy}\nA: Rome\n\nQ: {japan}\nA: Tokyo\n\n"
test = f"Geography test. Answer all.\n\n1. {italy}\n2. {ask}\n"
# --8<-- [end:prompts]

# --8<-- [start:demo]
frames = {
    "bare line": ask,
    "bare, new line": f"{ask}\n",
    "Q and A": f"Q: {ask}\nA:",
    "two examples": f"{two}Q: {ask}\nA:",
    "test": test,
    "test, in chat": chat(test),
    "chat": chat(ask),
    "examples, chat": chat(f"{two}Q: {ask}\nA:"),
}
said = {
    name: greedy([frame.format(place) for place in capitals], 20)
    for name, frame in frames.items()
}
# --8<-- [end:demo]

# --8<-- [start:table]
import re

from perspectives.measure import first_tokens, next_token, table, wilson
from perspectives.model import load

tokenizer, n = load()[1], len(capitals)
question = re.compile(r"(What|Which|Who|Where) \w")
towns = list(capitals.values())
first = first_tokens(f" {town}" for town in towns)


def names(name, towns):
    """In how many replies does the town of the same place stand?"""
    return sum(map(str.__contains__, said[name], towns))


named = {name: names(name, towns) for name in frames}
asks = {
    k: len(list(filter(question.search, v))) for k, v in said.items()
}
asked = [list(map(frame.format, capitals)) for frame in frames.values()]
chance = [next_token(prompts).exp2() for prompts in asked]
p = [x[range(n), first].mean().item() for x in chance]
end = [x[:, tokenizer.eos_token_id].mean().item() for x in chance]
columns = {"frame": list(frames), "names it": list(named.values())}
columns["interval"] = [wilson(k, n) for k in named.values()]
columns |= {"asks on": list(asks.values()), "of": [n] * len(frames)}
table(columns | {"P(answer)": p, "P(end)": end})
copied = [
    "Italy" in reply or place in reply
    for place, reply in zip(capitals, said["test"])
]
print(f"test, of a country not asked for above  {n - sum(copied)}")
for name, replies in said.items():
    print(f"Spain, {name:14}  {replies[0]!r}")
# --8<-- [end:table]

# --8<-- [start:check]
assert asks["test"] >= 10 and named["test"] <= 1, (
    "a test should be continued with a question"
)
assert named["two examples"] >= 9, "does it lack the answer?"
assert p[3] > 0.6, "two examples do not make it answer"
assert named["chat"] >= 7 and asks["chat"] == 0, "no answer"

# control: the same words inside the template; the document is gone
assert asks["test, in chat"] <= 1, "the words alone make it ask on"

# control: the town of another country
wrong = names("two examples", towns[1:] + towns[:1])
assert wrong <= 1, "any capital is named, whatever is asked"
# --8<-- [end:check]
