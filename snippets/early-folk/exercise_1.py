"""How likely was the very reply that you saw?"""

# --8<-- [start:task]
import torch

from perspectives.model import load

model, tokenizer = load()
turn = {"role": "user", "content": "What is the capital of France?"}
ids = tokenizer.apply_chat_template(
    [turn], add_generation_prompt=True, return_tensors="pt"
).input_ids
reply = tokenizer("The capital of France is Paris.<|im_end|>").input_ids

# how probable is this reply as a whole, at temperature 1 and at 0.2?
# --8<-- [end:task]

# --8<-- [start:solution]
both = torch.cat([ids, torch.tensor([reply])], 1)
logits = model(both, logits_to_keep=len(reply) + 1).logits[0, :-1]


def chance(temperature):
    steps = (logits / temperature).softmax(-1)
    return steps[range(len(reply)), reply].prod().item()


print("temperature  P(reply)")
for temperature in (1, 0.5, 0.2, 0.05):
    print(f"{temperature:11}  {chance(temperature):8.2f}")
print(f"one time in how many  {1 / chance(1):.0f}")
# --8<-- [end:solution]

# --8<-- [start:check]
# the likeliest reply: each token is the top one, so cold picks it
assert logits.argmax(-1).tolist() == reply, "not the greedy reply"
assert chance(0.01) > 0.9 > 0.2 > chance(1), "the dial sets the chance"

# control: a step forgotten, and the product comes out too large
short = logits.softmax(-1)[range(1, len(reply)), reply[1:]].prod()
assert short > 2 * chance(1), "the first token should cost something"
# --8<-- [end:check]
