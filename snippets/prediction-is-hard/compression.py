"""How short does the model make a text?"""

# --8<-- [start:texts]
import random

from perspectives.measure import DATA, cost, table
from perspectives.model import load

files = {"prose": "prose", "proof": "expert", "post": "casual"}
texts = {k: (DATA / f"{v}.txt").read_text() for k, v in files.items()}
words, letters = texts["prose"].split(" "), list(texts["prose"])
random.Random(0).shuffle(words)
random.Random(0).shuffle(letters)
texts["words shuffled"] = " ".join(words)
texts["letters shuffled"] = "".join(letters)[:1200]
# --8<-- [end:texts]

# --8<-- [start:demo]
import bz2
import gzip
import lzma


def xz(raw):  # without its header, which is long
    how = [{"id": lzma.FILTER_LZMA2, "preset": 6}]
    return len(lzma.compress(raw, lzma.FORMAT_RAW, filters=how))


read = (DATA / "docstrings.txt").read_bytes()  # 677 kB of English
packers = {"gzip": lambda raw: len(gzip.compress(raw))}
packers |= {"bz2": lambda raw: len(bz2.compress(raw)), "xz": xz}
alone = xz(read)  # primed: what it adds to English read before
packers["xz, primed"] = lambda raw: xz(read + raw) - alone
model = [cost("\n", text).item() for text in texts.values()]
# --8<-- [end:demo]

# --8<-- [start:table]
raw = {k: text.encode() for k, text in texts.items()}
rate = {"model": [x / len(b) for x, b in zip(model, raw.values())]}
for name, pack in packers.items():
    rate[name] = [8 * pack(b) / len(b) for b in raw.values()]
size = [r[0] * len(raw["prose"]) / 8 for r in rate.values()]
columns = {"bits a byte": list(rate)}
columns |= dict(zip(raw, zip(*rate.values())))
columns["prose, bytes"] = [f"{-(-x // 1):,.0f}" for x in size]
table(columns)
best = min(min(rate[name][:3]) for name in packers)
weights = sum(p.numel() for p in load()[0].parameters())
print(f"weights, in millions  {weights / 1e6:.1f}")
print(f"at four bits each, MB  {weights / 2e6:.0f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(210)
for y, (name, row) in enumerate(rate.items()):
    colour = MODEL if name == "model" else INK
    ax.plot(row[:3], [y] * 3, "o", color=colour)
    ax.plot(row[3:], [y] * 2, "o", color=colour, fillstyle="none")
for x, label in zip([0.7, 2, 4.4], ["texts", "words", "letters"]):
    ax.text(x, -0.35, label, color=MODEL)
ax.set(xlim=(0, 8), ylim=(4.5, -0.8), xlabel="bits for each byte")
ax.set_yticks(range(len(rate)), rate)
told = "; ".join(f"{k} {r[0]:.2f}, {r[3]:.2f}" for k, r in rate.items())
show(fig, f"Bits a byte for prose and its words shuffled: {told}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert max(rate["model"][:3]) < best / 2, "packers come near it"

# controls: what is gone when words, then letters, lose their order
_, _, _, mixed, noise = zip(*rate.values())
assert mixed[0] > max(rate["model"][:3]) + 0.5, "only words count"
assert mixed[0] < min(mixed[1:]) - 1, "no word is known"
assert noise[0] > min(noise[1:]) - 0.5, "it shortens noise as well"
# --8<-- [end:check]
