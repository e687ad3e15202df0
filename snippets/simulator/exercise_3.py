"""Which laws need the order of the words?"""

# --8<-- [start:task]
import random
import re
from pathlib import Path

import torch

from perspectives.model import load

model, tokenizer = load()
file = Path(__file__).parents[1] / "data" / "laws.txt"
laws = {}
for block in file.read_text().split("\n\n")[1:]:
    name, *rows = block.strip().splitlines()
    laws[name.strip("[]")] = rows[:10]  # {A|B} ... => x| y

# shuffle the words of each context, save the last, and count again
# for `agreement` and `naming`: of how many do both sides prefer
# their own word?
# --8<-- [end:task]


# --8<-- [start:solution]
def both(rows, shuffled):
    """Items of which both contexts prefer their own word."""
    texts, words = [], []
    for n, row in enumerate(rows):
        context, pair = row.split("=>")
        words += [[tokenizer(w).input_ids for w in pair.split("|")]] * 2
        for side in r"\1", r"\2":
            text = re.sub(r"\{(.*?)\|(.*?)\}", side, context).split()
            if shuffled:
                *text, last = text
                text = random.Random(n).sample(text, len(text)) + [last]
            texts.append("\n" + " ".join(text))
    batch = tokenizer(
        texts, return_tensors="pt", padding=True, padding_side="left"
    )
    logits = model(**batch, logits_to_keep=1).logits[:, 0]
    found = logits.gather(1, torch.tensor(words)[..., 0])
    odds = (found[:, 0] - found[:, 1]).view(-1, 2)
    return ((odds[:, 0] > 0) & (odds[:, 1] < 0)).sum().item()


kept = {}
print("law        in order  shuffled  of")
for law in "agreement", "naming":
    kept[law] = [both(laws[law], s) for s in (False, True)]
    print(f"{law:9}  {kept[law][0]:8}  {kept[law][1]:8}  10")
# --8<-- [end:solution]

# --8<-- [start:check]
assert kept["agreement"][1] < kept["agreement"][0] - 4, (
    "which noun is the subject should be lost"
)
assert kept["naming"][1] > kept["agreement"][1] + 3, (
    "a name can be copied from anywhere"
)
# control: the words in order
assert min(k for k, _ in kept.values()) >= 9, "the laws are lost"
# --8<-- [end:check]
