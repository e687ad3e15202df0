"""What does the model read when we write one word?"""

# --8<-- [start:pieces]
import math

import torch

from perspectives.model import load

model, tokenizer = load()
turn = {"role": "user", "content": "Hello"}
text = tokenizer.apply_chat_template(
    [turn], tokenize=False, add_generation_prompt=True
)
default = "You are a helpful AI assistant named SmolLM,"
default += " trained by Hugging Face"
other = "You are an AI assistant. You will be given a task."
other += " You must generate a detailed and long answer."
pieces = {
    "open a system turn": "<|im_start|>system\n",
    "its sentence": default,
    "close it": "<|im_end|>\n",
    "open a user turn": "<|im_start|>user\n",
    "our word": "Hello",
    "close that turn": "<|im_end|>\n",
    "open a reply": "<|im_start|>assistant\n",
}
# --8<-- [end:pieces]


# --8<-- [start:demo]
def bits(before, piece):
    """How many tokens, and what they cost after `before`."""
    old, new = tokenizer(before).input_ids, tokenizer(piece).input_ids
    logits = model(torch.tensor([old + new])).logits[0]
    logp = logits.log_softmax(-1)[len(old) - 1 : -1]
    nats = -logp[range(len(new)), new].sum().item()
    return len(new), nats / math.log(2)


# an earlier chat, so that the model is not at the start of all text
before = "<|im_start|>user\nThank you.<|im_end|>\n<|im_start|>assistant"
before += "\nYou are welcome.<|im_end|>\n<|im_end|>"
opened, cost = before + pieces["open a system turn"], {}
for name, piece in pieces.items():
    cost[name] = bits(before, piece)
    before += piece
cost["another sentence"] = bits(opened, other)
cost["none"] = bits(opened, pieces["close it"])

print("piece               tokens   bits")
for name, (n, b) in cost.items():
    print(f"{name:18}  {n:6}  {b:5.1f}")
print(f"tokens read  {sum(cost[name][0] for name in pieces)}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert "".join(pieces.values()) == text, "not what the template makes"
assert cost["open a reply"][1] < 2, "it is not prepared to reply"
assert cost["its sentence"][1] > 80, "the sentence is known by heart"

# control: a sentence that stands in other sets of chats, and none
assert cost["another sentence"][1] < cost["its sentence"][1] / 3, (
    "any sentence is a surprise in this place"
)
assert cost["none"][1] < 3, "it expects something to be said here"
# --8<-- [end:check]
