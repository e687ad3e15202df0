"""How short does the model make a text?"""

# --8<-- [start:packers]
import bz2
import gzip
import lzma
import math
import random
import zlib
from pathlib import Path

import torch

from perspectives.model import load

model, tokenizer = load()
data = Path(__file__).parents[1] / "data"
prose = (data / "prose.txt").read_text()
read = (data / "docstrings.txt").read_bytes()


def by_model(text):
    """Bytes of its code: surprisal, 600 tokens to a piece."""
    ids, bits = tokenizer(text).input_ids, 0
    for i in range(0, len(ids), 600):
        piece = tokenizer("\n").input_ids + ids[i : i + 600]
        piece = torch.tensor([piece])
        nats = model(piece, labels=piece).loss * (piece.shape[1] - 1)
        bits += nats.item() / math.log(2)
    return math.ceil(bits / 8)


def xz(raw):  # without its header, which is long
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9}]
    return len(lzma.compress(raw, lzma.FORMAT_RAW, filters=filters))


packers = {
    "gzip": lambda raw: len(gzip.compress(raw)),
    "zlib": lambda raw: len(zlib.compress(raw, 9)),
    "bz2": lambda raw: len(bz2.compress(raw)),
    "xz": xz,
    "xz, primed": lambda raw: xz(read + raw) - len_read,
}
len_read = xz(read)  # primed: it has read 677 kB of English before
# --8<-- [end:packers]

# --8<-- [start:demo]
words, letters = prose.split(" "), list(prose)
random.Random(0).shuffle(words)
random.Random(0).shuffle(letters)
texts = {
    "prose": prose,
    "words shuffled": " ".join(words),
    "letters shuffled": "".join(letters)[:1200],
}
size = {"plain": {k: len(v.encode()) for k, v in texts.items()}}
size["model"] = {k: by_model(v) for k, v in texts.items()}
for name, pack in packers.items():
    size[name] = {k: pack(v.encode()) for k, v in texts.items()}

rate = {
    n: {k: 8 * b / size["plain"][k] for k, b in row.items()}
    for n, row in size.items()
}
print("bits a byte", *texts, " prose, bytes", sep="  ")
for name, row in rate.items():
    cells = "  ".join(f"{row[k]:{len(k)}.2f}" for k in texts)
    print(f"{name:11}  {cells}  {size[name]['prose']:13,}")

weights = sum(p.numel() for p in model.parameters())
saved = (rate["bz2"]["prose"] - rate["model"]["prose"]) / 8
print(f"weights, in millions  {weights / 1e6:.1f}")
print(f"at four bits each, MB  {weights / 2e6:.0f}")
print(f"MB of such prose until it pays  {weights / 2e6 / saved:.0f}")
# --8<-- [end:demo]

# --8<-- [start:check]
best = min(r["prose"] for n, r in rate.items() if n in packers)
assert rate["model"]["prose"] < best / 2, "packers come near it"

# controls: what is gone when words, then letters, lose their order
mixed = rate["model"]["words shuffled"]
assert mixed > rate["model"]["prose"] + 0.5, "only the words count"
assert mixed < rate["zlib"]["words shuffled"] - 1, "no word is known"
noise = {n: r["letters shuffled"] for n, r in rate.items()}
assert noise["model"] > min(noise[n] for n in packers) - 0.5, (
    "it shortens noise, so the lead on prose shows nothing"
)
# --8<-- [end:check]
