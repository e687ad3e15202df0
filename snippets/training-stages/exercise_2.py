"""Can you write the chat template by hand?"""

# --8<-- [start:task]
from perspectives.model import load

model, tokenizer = load()
chat = [
    {"role": "user", "content": "Is a whale a fish?"},
    {"role": "assistant", "content": "No, a whale is a mammal."},
    {"role": "user", "content": "And a shark?"},
]

# write `template(chat)`: the text that the model reads before it
# replies, without a call of the tokenizer's own template
# --8<-- [end:task]


# --8<-- [start:solution]
def turn(role, content):
    return f"<|im_start|>{role}\n{content}<|im_end|>\n"


def template(chat):
    system = "You are a helpful AI assistant named SmolLM,"
    system += " trained by Hugging Face"
    text = ""
    if chat[0]["role"] != "system":
        text = turn("system", system)
    text += "".join(turn(**message) for message in chat)
    return text + "<|im_start|>assistant\n"


print(template(chat))
words = sum(len(tokenizer(m["content"]).input_ids) for m in chat)
read = len(tokenizer(template(chat)).input_ids)
print(f"tokens read   {read}\nof them ours  {words}")
# --8<-- [end:solution]


# --8<-- [start:check]
def made(messages):
    return tokenizer.apply_chat_template(
        messages, tokenize=False, add_generation_prompt=True
    )


pirate = [{"role": "system", "content": "Speak like a pirate."}, *chat]
assert template(chat) == made(chat), "not what the tokenizer makes"
assert template(pirate) == made(pirate), "a system message comes first"

# control: without its last line, the template awaits no reply
cut = template(chat).removesuffix("<|im_start|>assistant\n")
assert cut != made(chat), "the comparison sees nothing"
# --8<-- [end:check]
