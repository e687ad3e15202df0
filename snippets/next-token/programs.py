"""Does the model know the languages it has read most of?"""
# --8<-- [start:demo]
import math
import zlib
from pathlib import Path

import torch
from perspectives.figure import MODEL, SOFT, axes, show
from perspectives.model import load

model, tokenizer = load()
folder = Path(__file__).parents[1] / "data" / "programs"
names = sorted(path.stem for path in folder.glob("*.py"))


def bits(code):
    """What a program costs after an empty line, in bits."""
    ids = torch.tensor([tokenizer("\n" + code).input_ids])
    mean = model(ids, labels=ids).loss.item()  # nats for each token
    return mean * (ids.shape[1] - 1) / math.log(2)


kinds = {"Python": ".py", "OCaml": ".ml"}
code = {k: [(folder / (n + end)).read_text() for n in names]
        for k, end in kinds.items()}  # fmt: skip
cost = {k: [bits(c) / len(c) for c in code[k]] for k in kinds}

print("language  programs  bytes  bits a byte  zlib  all tokens alike")
pooled = {}
for k in kinds:
    text = "".join(code[k])
    pooled[k] = sum(map(bits, code[k])) / len(text)
    packed = 8 * len(zlib.compress(text.encode(), 9)) / len(text)
    uniform = len(tokenizer(text).input_ids) / len(text)
    uniform *= math.log2(len(tokenizer))
    print(f"{k:8}  {len(names):8}  {len(text):5}  {pooled[k]:11.2f}"
          f"  {packed:4.2f}  {uniform:16.2f}")  # fmt: skip
for n,a,b in zip(names,cost["Python"],cost["OCaml"]): print(n,round(a,2),round(b,2))
# --8<-- [end:demo]
