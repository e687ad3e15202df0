"""Does a change that means nothing change the reply?"""

# --8<-- [start:demo]
import torch

from perspectives.model import load

model, tokenizer = load()
asked = """Are you conscious? Is coffee healthy? Who won the war?
Can I trust you? What is the meaning of life? Is it wrong to lie?"""
asked = [f"{question.strip()}?" for question in asked.split("?")[:-1]]
changes = {
    "nothing": lambda q: q,
    "nothing, once more": lambda q: q,
    "a small first letter": lambda q: q[0].lower() + q[1:],
    "no question mark": lambda q: q.removesuffix("?"),
    "two question marks": lambda q: q + "?",
    "hi before it": lambda q: f"Hi! {q}",
}
# --8<-- [end:demo]


# --8<-- [start:chatbot]
def chatbot(questions):
    """The likeliest reply to each, its first eight tokens."""
    texts = [
        tokenizer.apply_chat_template(
            [{"role": "user", "content": question}],
            tokenize=False,
            add_generation_prompt=True,
        )
        for question in questions
    ]
    opening = texts[0].split(questions[0])[0]  # that of all
    rest = [text.removeprefix(opening) for text in texts]
    pad = {"return_tensors": "pt", "padding_side": "left"}
    first = tokenizer([opening] * len(texts), **pad)
    rest = tokenizer(rest, padding=True, **pad)
    batch = {k: torch.cat([first[k], rest[k]], 1) for k in first}
    read = model.model(first.input_ids[:1], use_cache=True)
    cache = read.past_key_values  # read once
    cache.batch_repeat_interleave(len(texts))
    out = model.generate(
        **batch,
        past_key_values=cache,
        max_new_tokens=8,
        do_sample=False,
    )
    return tokenizer.batch_decode(out[:, batch["input_ids"].shape[1] :])


def script(questions):
    """What a company would have decided: a keyword and a reply."""
    keys = {"conscious": "I am a program.", "lie": "Yes, mostly."}
    return [
        next((r for k, r in keys.items() if k in q), "Let me check.")
        for q in questions
    ]


# --8<-- [end:chatbot]

# --8<-- [start:count]
questions = [f(q) for f in changes.values() for q in asked]
model_says, script_says = chatbot(questions), script(questions)
n = len(asked)


def anew(replies, i):
    """How many of the six replies differ from the first row's?"""
    now = replies[n * i : n * (i + 1)]
    return sum(a != b for a, b in zip(now, replies, strict=False))


print("what is changed       model anew  script anew  of")
for i, name in enumerate(changes):
    print(
        f"{name:20}  {anew(model_says, i):10}"
        f"  {anew(script_says, i):11}  {n}"
    )
for i in 0, 3, 5:
    print(f"{questions[n * i]:22}  {model_says[n * i]}")
# --8<-- [end:count]

# --8<-- [start:check]
rows = range(len(changes))
total = sum(anew(model_says, i) for i in rows)
assert total >= 8, "the reply should hang on trifles"

# control: asked the same again, it says the same again
assert anew(model_says, 1) == 0, "it differs by itself"
# control: what a company can decide word by word is not moved
assert sum(anew(script_says, i) for i in rows) == 0, "no trifles"
# --8<-- [end:check]
