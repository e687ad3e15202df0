"""What does it write when nobody stops it?"""

# --8<-- [start:texts]
from perspectives.measure import DATA, chat
from perspectives.model import load

model, tokenizer = load()
lines = (DATA / "chats.txt").read_text().splitlines()
chats = [line.split("|") for line in lines]
start, stop = "<|im_start|>", "<|im_end|>"
end = f"{stop}\n"
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


# the controls longer, since they have to write a reply first
most = {"a question": 160, "plain text": 160}
said = {k: unstopped(x, most.get(k, 20)) for k, x in texts.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
from collections import Counter

from perspectives.measure import table, wilson

n, opened = len(chats), f"{start}user\n"
first = [  # whose turn is opened first; a system turn: another chat
    [text.partition(start)[2].partition("\n")[0] for text in x]
    for x in said.values()
]
same, anew, replies, silent = [
    [x.count(who) for x in first]
    for who in ("user", "system", "assistant", "")
]
user = [sum(opened in text for text in x) for x in said.values()]
columns = {"what had ended": list(said), "same chat, user": same}
columns |= {"new chat": anew, "assistant": replies, "none": silent}
ended = [sum(stop in text for text in x) for x in said.values()]
columns |= {"marks an end": ended, "writes a user": user}
columns |= {"of": [n] * len(said)}
table(columns | {"interval": [wilson(k, n) for k in user]})
words = [text.partition(opened)[2] for text in said["a reply"]]
begun = Counter(" ".join(x.split()[:7]).rstrip(",") for x in words)
print(f"different beginnings  {len(begun)}")
for text, times in begun.most_common(1):
    print(f"favourite  {text}\nbegin with it  {times}")
for number, text in enumerate(said["a reply"], 1):
    print(f"after chat {number:<2}  {text!r}")
bare = said["plain text"]
alone = sum(start in text.partition(stop)[0] for text in bare)
print(f"in plain text, a turn before an end  {alone}")
print("after plain text  ", repr(bare[0][:110]))
# --8<-- [end:table]

# --8<-- [start:check]
assert user[0] >= 9, "after its own turn it writes no user's message"
assert anew[0] >= 9, "it stays in the chat that has ended"

# control: after a user's turn
assert replies[2] >= 9, "it opens a user's turn after any turn"
# control: the same words unmarked, before it has ended a reply
assert alone <= 2, "the words alone make it open a turn"
assert silent[3] >= 3, "any text leads it to a turn in the end"
# --8<-- [end:check]
