"""Is a reply anything but a loop around the next token?"""

# --8<-- [start:demo]
import torch

from perspectives.model import load

model, tokenizer = load()


def loop(ids, steps=25):
    """Append the likeliest token, again and again."""
    text, leads = ids, []
    for _ in range(steps):
        out = model(text, logits_to_keep=1)  # all of it, afresh
        value, best = out.logits[0].topk(2)  # (1, 2) each
        leads.append(value[0, 0].item() - value[0, 1].item())
        text = torch.cat([text, best[:, :1]], dim=1)
        if best[0, 0] == tokenizer.eos_token_id:
            break
    return text, min(leads)


question = "What is the capital of France?"
message = {"role": "user", "content": question}
prompts = {
    "sentence": "The capital of France is",
    "story": "Once upon a time there was",
    "chat": tokenizer.apply_chat_template(
        [message], tokenize=False, add_generation_prompt=True
    ),
}

same, theirs = {}, {}
print("prompt    new tokens  of them the same  smallest lead")
for name, text in prompts.items():
    start = tokenizer(text, return_tensors="pt")
    ours, lead = loop(start.input_ids)
    theirs[name] = model.generate(**start, max_new_tokens=25)
    n = ours.shape[1] - start.input_ids.shape[1]
    same[name] = (ours == theirs[name])[0, -n:].sum().item()
    print(f"{name:8}  {n:10}  {same[name]:16}  {lead:13.2f}")
print("chat reply ", tokenizer.decode(ours[0, -n:]))
# --8<-- [end:demo]

# --8<-- [start:check]
assert list(same.values()) == [25, 25, n], "the two texts differ"
assert "Paris" in tokenizer.decode(ours[0, -n:]), "not an answer"

# control: first the second likeliest token, then the loop
for name, text in prompts.items():
    ids = tokenizer(text, return_tensors="pt").input_ids
    other = model(ids).logits[0, -1].topk(2).indices[None, 1:]
    ours, _ = loop(torch.cat([ids, other], dim=1), steps=3)
    first = theirs[name][:, : ours.shape[1]]
    assert not torch.equal(ours, first), "another token goes unseen"
# --8<-- [end:check]
