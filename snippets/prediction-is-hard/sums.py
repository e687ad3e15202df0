"""Does the model do the sums of a story while it reads?"""

# --8<-- [start:texts]
import math
import re

import torch

from perspectives.measure import (
    DATA,
    first_tokens,
    next_token,
    table,
    tokens_of,
    wilson,
)
from perspectives.model import load

model, tokenizer = load()
digits = first_tokens("123456789")
stories = (DATA / "sums.txt").read_text().strip().split("\n\n")
sums = re.findall(r"\[(.)(.)(.)=(\d)\]", "".join(stories))
right = torch.tensor([int(result) - 1 for *_, result in sums])
# --8<-- [end:texts]


# --8<-- [start:demo]
def read(text):
    """Bits of each digit at the results, which stand as [4+3=7]."""
    ids, at = tokenizer("\n").input_ids, []
    for i, piece in enumerate(re.split(r"\[.{3}=(\d)\]", text)):
        at += [len(ids) - 1] if i % 2 else []  # text, result, text
        ids = ids + tokens_of(piece)
    logits = model(torch.tensor([ids])).logits[0, at]
    return logits.log_softmax(-1)[:, digits] / -math.log(2)


alone = torch.cat([read(story) for story in stories])
early = read("\n\n".join(stories[4:] + stories[:3]))
late, k = read("\n\n".join(stories)), "".join(stories[:3]).count("=")
after = torch.cat([early[-k:], late[k:]])  # three or more come first
# --8<-- [end:demo]

# --8<-- [start:formulas]
shown = "\n6 + 3 = 9\n8 - 6 = 2\n3 x 3 = 9\n6 / 3 = 2\n7 - 4 = 3\n"
asked = [" ".join([*f[:3], "= "]) for f in sums]
out = [
    re.sub(r"\[(.)(.)(.)=", r"\1 \2 \3 = [\1\2\3=", x) for x in stories
]
found = {
    "in a story": alone,
    "after three stories": after,
    "written out in the story": torch.cat([read(x) for x in out]),
    "as a formula": -next_token([shown + x for x in asked])[:, digits],
    "formula, no examples": -next_token(["\n" + x for x in asked])[
        :, digits
    ],
}
# --8<-- [end:formulas]

# --8<-- [start:table]
n, costs, wrong = len(sums), {}, {}
for name, x in found.items():
    cost = x.gather(1, right[:, None])
    costs[name], wrong[name] = cost.mean().item(), (x - cost / 9).sum(1)
hits = [(x.argmin(1) == right).sum().item() for x in found.values()]
columns = {"where": list(found), "bits": list(costs.values())}
columns["wrong digits"] = [x.mean().item() / 8 for x in wrong.values()]
columns |= {"right": hits, "of": [n] * len(hits)}
table(columns | {"interval": [wilson(k, n) for k in hits]}, decimals=1)
# --8<-- [end:table]

# --8<-- [start:check]
story, later, there, formula, bare = hits
assert max(story, later) < n / 3, "it adds up while it reads"
assert abs(costs["in a story"] - columns["wrong digits"][0]) < 1.5, (
    "the right digit is cheaper than a wrong one"
)

# control: it can do these sums when the formula stands there
assert min(there, formula, bare) > max(story, later) + n / 4, (
    "it cannot do them anyway"
)
# --8<-- [end:check]
