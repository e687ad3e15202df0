"""Where do heads look when they have nothing to look for?"""

# --8<-- [start:task]
import torch

from perspectives.measure import DATA
from perspectives.model import load

model, tokenizer = load()  # the code names its layers
text = (DATA / "prose.txt").read_text()[:500]
ids = tokenizer(text, return_tensors="pt").input_ids

# of all attention that tokens 10 and later give, in 270 heads,
# what share goes to token 0? To token 1? And if token 0 is cut off?
# --8<-- [end:task]


# --8<-- [start:solution]
def share(ids, token):
    """Mean attention to a token, over layers, heads, places >= 10."""
    seen = model.model(ids, output_attentions=True).attentions
    return torch.stack(seen)[:, 0, :, 10:, token].mean().item()


rows = {
    "token 0": share(ids, 0),
    "token 1": share(ids, 1),
    "token 1, as the first": share(ids[:, 1:], 0),
}
for name, value in rows.items():
    print(f"{name:21}  {value:.2f}")
even = (1 / torch.arange(11, ids.shape[1] + 1)).mean().item()
print(f"an even share          {even:.2f}")
# --8<-- [end:solution]

# --8<-- [start:check]
assert rows["token 0"] > 10 * even, "the first is a token like others"

# control: the second token gets little, until it stands first
assert rows["token 1"] < 3 * even, "the second gets as much"
assert rows["token 1, as the first"] > 10 * even, (
    "it was this word, and not its place"
)
# --8<-- [end:check]
