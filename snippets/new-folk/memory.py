"""What does it remember of you in the next call?"""

# --8<-- [start:asking]
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
names = "Grace Hiro Boris Anna Peter Maria David Sofia Oscar Clara"
names = [*names.split(), "Hugo", "Felix"]
ids = [tokenizer(" " + name).input_ids[0] for name in names]
question = {"role": "user", "content": "What is my name?"}


def transcript(name):
    hello = f"Hello! My name is {name}."
    reply = "Hello! How can I help you today?"
    return [
        {"role": "user", "content": hello},
        {"role": "assistant", "content": reply},
        question,
    ]


def probabilities(calls):
    """Of each name, after "Your name is": (calls, names)."""
    texts = [
        tokenizer.apply_chat_template(
            call, tokenize=False, add_generation_prompt=True
        )
        + "Your name is"
        for call in calls
    ]  # the names are one token each, so all texts are as long
    batch = tokenizer(texts, return_tensors="pt").input_ids
    state = model.model(batch).last_hidden_state[:, -1]
    out = model.lm_head(state).softmax(-1)
    return out[:, ids], out.argmax(-1).tolist()


# --8<-- [end:asking]

# --8<-- [start:demo]
before, _ = probabilities([[question]])  # nobody has said a name
sent, likeliest = probabilities([transcript(name) for name in names])
said = sum(a == b for a, b in zip(likeliest, ids, strict=True))
alone, _ = probabilities([[question]])
own, n = sent.diagonal(), len(names)
other = (sent.sum(0) - own) / (n - 1)  # a name never said
print("second call               P(own name)   least    most")
for label, p in {
    "transcript sent again": own,
    "the question alone": alone[0],
    "asked before any call": before[0],
    "another's transcript": other,
}.items():
    print(f"{label:24}  {p.mean():11.4f}  {p.min():.4f}  {p.max():.4f}")
low, high = binomtest(said, n).proportion_ci(method="wilson")
print("the likeliest token       right  of  interval")
print(
    f"own name is likeliest     {said:5}  {n}  {low:.2f} to {high:.2f}"
)
# --8<-- [end:demo]

# --8<-- [start:check]
assert (own > 20 * alone[0]).all(), "sending it again does nothing"
assert said >= 8, "it does not read the name off the transcript"
assert (alone - before).abs().max() < 1e-6, (
    "something of the first calls was kept"
)
assert alone.max() < 0.01, "it guesses the names unaided"

# control: a transcript in which another name was given
assert (own > 10 * other).all(), "any transcript brings any name back"
# --8<-- [end:check]
