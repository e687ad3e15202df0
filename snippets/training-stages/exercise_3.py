"""Which tokens count if only the assistant's do?"""

# --8<-- [start:task]
from math import log

import torch

from perspectives.model import load

model, tokenizer = load()
text = (
    "<|im_start|>user\nIs a whale a fish?<|im_end|>\n"
    "<|im_start|>assistant\nNo, a whale is a mammal.<|im_end|>\n"
    "<|im_start|>user\nAnd a shark?<|im_end|>\n"
    "<|im_start|>assistant\nYes, a shark is a fish.<|im_end|>\n"
)
ids = tokenizer(text).input_ids

# make `labels`: equal to `ids` where the assistant speaks, up to and
# with the <|im_end|> that ends its turn, and -100 everywhere else
# --8<-- [end:task]

# --8<-- [start:solution]
start, end, reply = tokenizer.convert_tokens_to_ids(
    ["<|im_start|>", "<|im_end|>", "ass"]
)
labels, speaking = [], False
for i, token in enumerate(ids):
    if token == start:
        speaking = ids[i + 1] == reply
        body = i + 4  # the mark, two tokens of role, a new line
    counts = speaking and i >= body
    labels.append(token if counts else -100)
    if token == end:
        speaking = False

counted = [t for t in labels if t != -100]
print(repr(tokenizer.decode(counted)))
batch = torch.tensor([ids])
masked = model(batch, labels=torch.tensor([labels])).loss.item() / log(
    2
)
whole = model(batch, labels=batch).loss.item() / log(2)
print("loss over   tokens  bits a token")
print(f"the reply   {len(counted):6}  {masked:12.1f}")
print(f"everything  {len(ids):6}  {whole:12.1f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert tokenizer.decode(counted) == (
    "No, a whale is a mammal.<|im_end|>"
    "Yes, a shark is a fish.<|im_end|>"
), "count the assistant's words and the end of its turns"
assert len(labels) == len(ids), "one label for each token"

# control: the mask must change the loss, or it masks nothing
assert abs(masked - whole) > 0.3, "the mask makes no difference"
# --8<-- [end:check]
