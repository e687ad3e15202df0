"""Asked for a capital, does it answer or go on asking?"""
# --8<-- [start:demo]
import re

from perspectives.model import load

model, tokenizer = load()
capitals = {
    "Spain": "Madrid", "Egypt": "Cairo", "Peru": "Lima",
    "Germany": "Berlin", "Russia": "Moscow", "Austria": "Vienna",
    "Greece": "Athens", "Cuba": "Havana", "Ireland": "Dublin",
    "Iran": "Tehran", "Denmark": "Copenhagen", "Belgium": "Brussels",
    "Poland": "Warsaw", "Hungary": "Budapest", "Portugal": "Lisbon",
    "England": "London",
}  # fmt: skip
ask = "What is the capital of {}?".format
shots = [f"Q: {ask(a)}\nA: {b}\n\n" for a, b in (("Italy", "Rome"), ("Japan", "Tokyo"))]
test = f"Geography test. Answer all questions.\n\n1. {ask('Italy')}\n2. "


def template(text):
    return tokenizer.apply_chat_template(
        [{"role": "user", "content": text}],
        tokenize=False, add_generation_prompt=True,
    )  # fmt: skip


frames = {
    "bare question": lambda x: ask(x),
    "Q and A": lambda x: f"Q: {ask(x)}\nA:",
    "two examples": lambda x: f"{''.join(shots)}Q: {ask(x)}\nA:",
    "numbered test": lambda x: f"{test}{ask(x)}\n",
    "chat template": lambda x: template(ask(x)),
    "chat, the test": lambda x: template(f"{test}{ask(x)}"),
}
tokenizer.padding_side = "left"
for name, frame in frames.items():
    batch = tokenizer([frame(x) for x in capitals], return_tensors="pt", padding=True)
    first = model(**batch, logits_to_keep=1).logits[:, 0].softmax(-1)
    right = [tokenizer(f" {x}").input_ids[0] for x in capitals.values()]
    p = first[range(16), right]
    end = first[:, tokenizer.eos_token_id]
    out = model.generate(**batch, max_new_tokens=10, do_sample=False)
    texts = tokenizer.batch_decode(out[:, batch.input_ids.shape[1]:])
    named = sum(c in t for c, t in zip(capitals.values(), texts))
    asked = sum(bool(re.match(r"\s*\d+\. W", t)) for t in texts)
    print(name, f"{p.mean():.3f} {end.mean():.3f} {named} {asked}", texts[:4])
print([len(tokenizer(f" {x}").input_ids) for x in capitals.values()])
# --8<-- [end:demo]
