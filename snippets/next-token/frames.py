"""Asked for a capital, does it answer or ask on?"""

# --8<-- [start:prompts]
import re

from perspectives.measure import chat, greedy, next_token, wilson
from perspectives.model import load

tokenizer = load()[1]
pairs = """Spain Madrid, Egypt Cairo, Peru Lima, Germany Berlin,
Russia Moscow, Austria Vienna, Greece Athens, Cuba Havana,
Ireland Dublin, Iran Tehran, Poland Warsaw, Portugal Lisbon"""
capitals = [pair.split() for pair in pairs.split(",")]

ask = "What is the capital of {}?"
italy, japan = ask.format("Italy"), ask.format("Japan")
test = f"Geography test. Answer all.\n\n1. {italy}\n2. "
two = f"Q: {italy}\nA: Rome\n\nQ: {japan}\nA: Tokyo\n\n"
frames = {
    "bare line": ask,
    "bare, new line": f"{ask}\n",
    "Q and A": f"Q: {ask}\nA:",
    "two examples": f"{two}Q: {ask}\nA:",
    "test": f"{test}{ask}\n",
    "test, in chat": chat(f"{test}{ask}"),
    "chat": chat(ask),
}
# --8<-- [end:prompts]

# --8<-- [start:demo]
rows, n = {}, len(capitals)
question = re.compile(r"(What|Which|Who|Where) \w")
print(
    "frame           names it  interval      asks on  of"
    "  P(answer)  P(end)"
)
for name, frame in frames.items():
    prompts = [frame.format(country) for country, _ in capitals]
    said = greedy(prompts, tokens=8)
    k = sum(c[1] in s for c, s in zip(capitals, said, strict=True))
    asks = sum(bool(question.search(s)) for s in said)
    first = next_token(prompts).exp2()  # (12, 49152)
    right = [tokenizer(" " + c).input_ids[0] for _, c in capitals]
    p = first[range(n), right].mean().item()
    end = first[:, tokenizer.eos_token_id].mean().item()
    rows[name] = k, asks, p, said
    low, high = wilson(k, n)
    print(
        f"{name:14}  {k:8}  {max(0, low):.2f} to {high:.2f}"
        f"  {asks:7}  {n}  {p:9.2f}  {end:6.2f}"
    )
for name, (*_, said) in rows.items():
    print(f"Spain, {name:14}  {said[0]!r}")
# --8<-- [end:demo]

# --8<-- [start:check]
named, asks, p, said = map(
    dict,
    zip(
        *([(k, v) for v in row] for k, row in rows.items()), strict=True
    ),
)
assert asks["test"] >= 10 and named["test"] <= 1, (
    "a test should be continued with a question"
)
assert named["two examples"] >= 9 and p["two examples"] > 0.6, (
    "two examples do not make it answer: does it lack the answer?"
)
assert named["chat"] >= 7 and asks["chat"] == 0, "no answer"

# control: the same words inside the template; the document is gone
assert asks["test, in chat"] <= 1, "the words alone make it ask on"

# control: answers moved on to another country; these are not named
moved = [c for _, c in capitals[1:] + capitals[:1]]
wrong = sum(
    c in s for c, s in zip(moved, said["two examples"], strict=True)
)
assert wrong <= 1, "any capital is named, whatever is asked"
# --8<-- [end:check]
