"""Does the model predict Python better than OCaml?"""

# --8<-- [start:demo]
from perspectives.measure import DATA, cost

names = sorted(path.stem for path in DATA.glob("programs/*.py"))
code = {
    language: [(DATA / f"programs/{n}{end}").read_text() for n in names]
    for language, end in (("Python", ".py"), ("OCaml", ".ml"))
}
bits = {name: cost("\n", texts) for name, texts in code.items()}
# --8<-- [end:demo]

# --8<-- [start:table]
import math
import zlib

import torch

from perspectives.measure import table, tokens_of, wilson
from perspectives.model import load

tokenizer, n, pooled, per_byte = load()[1], len(names), {}, {}
for name, texts in code.items():
    whole, sizes = "".join(texts), torch.tensor(list(map(len, texts)))
    packed = 8 * len(zlib.compress(whole.encode(), 9))
    count = sum(len(tokens_of(text)) for text in texts)
    even = count * math.log2(len(tokenizer))
    totals = bits[name].sum().item(), packed, even
    pooled[name] = [total / len(whole) for total in totals]
    per_byte[name] = bits[name] / sizes
model, zipped, uniform = zip(*pooled.values(), strict=True)
size = [sum(map(len, texts)) for texts in code.values()]
columns = {"language": list(code), "programs": [n, n], "bytes": size}
table(columns | {"model": model, "zlib": zipped, "uniform": uniform})

k = int((per_byte["Python"] < per_byte["OCaml"]).sum())
low, high = wilson(k, n)
print(f"Python cheaper  {k} of {n}")
print(f"interval  {low:.2f} to {high:.2f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(290)
ax.hlines(names, *per_byte.values(), color=MODEL, lw=1)
for name, filled in ("Python", "full"), ("OCaml", "none"):
    x = per_byte[name]
    ax.plot(x, names, "o", color=MODEL, fillstyle=filled)
    ax.text(x[0], -0.6, name, ha="center", color=MODEL)
for name, x, dx, ha in zip(
    per_byte, zipped, (-0.07, 0.07), ("right", "left")
):
    ax.axvline(x, color=INK, lw=0.8)
    ax.text(x + dx, 13.6, f"{name},\nzlib", va="center", ha=ha)
ax.set(xlim=(0, 4), ylim=(15.7, -1.5), xlabel="bits per byte")
ax.grid(False)
parts = [f"{name} {b[0]:.2f}" for name, b in pooled.items()]
said = f"Bits per byte of {n} programs in two languages: "
show(fig, f"{said}{', '.join(parts)}; Python cheaper in {k}")
# --8<-- [end:figure]

# --8<-- [start:check]
assert low > 0.5, "Python is not reliably the cheaper of a pair"
assert model[1] > 2 * model[0], "the languages cost it about the same"

# control: neither a compressor nor the tokenizer makes such a gap
gaps = zipped[1] / zipped[0], uniform[1] / uniform[0]
assert max(gaps) < 1.3, "the programs are ill matched"
# --8<-- [end:check]
