"""What does it write when nobody stops it?"""

# --8<-- [start:chats]
from scipy.stats import binomtest

from perspectives.model import load

model, tokenizer = load()
chats = [
    ("What is the capital of France?", "It is Paris."),
    ("Who wrote Hamlet?", "William Shakespeare wrote it."),
    ("How do I boil an egg?", "Boil it for eight minutes."),
    ("My printer does not print.", "Check that it is switched on."),
    ("What is seven times eight?", "It is 56."),
    ("Say something kind.", "You are doing better than you think."),
    ("Is a whale a fish?", "No, a whale is a mammal."),
    ("I want to sleep well.", "Keep your bedroom dark and cool."),
]


# --8<-- [end:chats]


# --8<-- [start:demo]
def on(texts, new):
    """Greedy, and deaf to the token that ends a turn."""
    pad = {"padding": True, "padding_side": "left"}
    batch = tokenizer(texts, return_tensors="pt", **pad)
    out = model.generate(
        **batch,
        max_new_tokens=new,
        do_sample=False,
        eos_token_id=None,
        pad_token_id=0,
    )
    size = batch.input_ids.shape[1]
    return tokenizer.batch_decode(out[:, size:])


print(on(["What is the capital of France?"], 36)[0], end="\n\n")
start, end = "<|im_start|>", "<|im_end|>\n"
asked = [f"{start}system\n{end}{start}user\n{q}{end}" for q, _ in chats]
ended = [
    f"{text}{start}assistant\n{a}{end}"
    for text, (_, a) in zip(asked, chats, strict=True)
]
user, n = f"{start}user\n", len(chats)
written = [text.partition(user) for text in on(ended, 20)]
k = sum(bool(found) for _, found, _ in written)
for _, _, words in written:
    print(f"- {words.partition('<|im_end|>')[0]}")
low, high = binomtest(k, n).proportion_ci(method="wilson")
print("\nwhose turn had ended  writes a user turn  of  interval")
print(f"the assistant's       {k:18}  {n:2}  {low:.2f} to {high:.2f}")
again = sum(user in text for text in on(asked, 6))
low, high = binomtest(again, n).proportion_ci(method="wilson")
print(
    f"the user's            {again:18}  {n:2}"
    f"  {max(0, low):.2f} to {high:.2f}"
)
# --8<-- [end:demo]

# --8<-- [start:check]
assert k >= 6, "after its own turn it does not go on as the user"

# control: after a user's turn, it must not write another one
assert again <= 1, "it opens user turns anywhere"
# --8<-- [end:check]
