"""What does it write when nobody stops it?"""

# --8<-- [start:texts]
from perspectives.measure import DATA, chat
from perspectives.model import load

model, tokenizer = load()
lines = (DATA / "chats.txt").read_text().splitlines()
chats = [line.split("|") for line in lines]
start, end = "<|im_start|>", "<|im_end|>\n"
due = f"{start}assistant\n"  # what asks for a reply
texts = {
    "a reply": [f"{chat(q)}{a}{end}" for q, a in chats],
    "no system prompt": [f"{chat(q, '')}{a}{end}" for q, a in chats],
    "a question": [chat(q).removesuffix(due) for q, _ in chats],
    "plain text": [f"{q}\n{a}\n" for q, a in chats],
}
# --8<-- [end:texts]


# --8<-- [start:demo]
def unstopped(texts, tokens):
    """Greedy, and deaf to the token that ends a turn."""
    left = {"padding": True, "padding_side": "left"}
    batch = tokenizer(texts, return_tensors="pt", **left)
    rule = {"do_sample": False, "eos_token_id": None, "pad_token_id": 0}
    ids = model.generate(**batch, max_new_tokens=tokens, **rule)
    return tokenizer.batch_decode(ids[:, batch.input_ids.shape[1] :])


said = {ended: unstopped(before, 20) for ended, before in texts.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
from collections import Counter

from perspectives.measure import table, wilson

n, opened = len(chats), f"{start}user\n"
first = [  # who speaks first; a system turn begins another chat
    [text.partition(start)[2].partition("\n")[0] for text in x]
    for x in said.values()
]
same, anew, replies = [
    [x.count(who) for x in first]
    for who in ("user", "system", "assistant")
]
user = [sum(opened in text for text in x) for x in said.values()]
columns = {"what had ended": list(said), "same chat, user": same}
columns |= {"new chat": anew, "assistant": replies}
columns |= {"writes a user": user, "of": [n] * len(said)}
table(columns | {"interval": [wilson(k, n) for k in user]})
words = [text.partition(opened)[2] for text in said["a reply"]]
begun = Counter(" ".join(x.split()[:7]).rstrip(",") for x in words)
print(f"different beginnings  {len(begun)}")
for text, times in begun.most_common(1):
    print(f"favourite  {text}\nbegin with it  {times}")
for number, text in enumerate(said["a reply"], 1):
    print(f"after chat {number:<2}  {text!r}")
print("after plain text  ", repr(said["plain text"][0]))
# --8<-- [end:table]

# --8<-- [start:check]
assert user[0] >= 9, "after its own turn it writes no user's message"
assert anew[0] >= 9, "it stays in the chat that has ended"

# control: after a user's turn, and after the same words unmarked
assert replies[2] >= 9 and user[2] <= 2, "it opens user turns anywhere"
assert user[3] <= 6, "the words alone make it write a user's turn"
# --8<-- [end:check]
