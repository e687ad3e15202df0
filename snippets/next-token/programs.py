"""Does the model predict Python better than OCaml?"""

# --8<-- [start:demo]
import math
import zlib

from perspectives.measure import DATA, costs, wilson
from perspectives.model import load

tokenizer = load()[1]
folder = DATA / "programs"
names = sorted(path.stem for path in folder.glob("*.py"))
n, cost, pooled = len(names), {}, {}

print("language  programs  bytes    model     zlib  uniform")
for language, end in ("Python", ".py"), ("OCaml", ".ml"):
    code = [(folder / (name + end)).read_text() for name in names]
    read = costs("\n", code)  # of each token, program by program
    bits = [each.sum().item() for each in read]
    tokens = sum(map(len, read))
    each = zip(bits, code, strict=True)
    cost[language] = [b / len(c) for b, c in each]
    text = "".join(code)
    packed = 8 * len(zlib.compress(text.encode(), 9))
    totals = sum(bits), packed, tokens * math.log2(len(tokenizer))
    pooled[language] = [total / len(text) for total in totals]
    cells = "  ".join(map("{:7.2f}".format, pooled[language]))
    print(f"{language:8}  {n:8}  {len(text):5}  {cells}")

pairs = list(zip(*cost.values(), strict=True))
k = sum(python < ocaml for python, ocaml in pairs)
low, high = wilson(k, n)
print(f"Python cheaper  {k} of {n}")
print(f"interval  {low:.2f} to {high:.2f}")
# --8<-- [end:demo]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(340)
ax.hlines(names, *zip(*pairs, strict=True), color=MODEL, lw=1)
ax.plot(cost["Python"], names, "o", color=MODEL)
ax.plot(cost["OCaml"], names, "o", color=MODEL, mfc="none")
ax.axvline(pooled["OCaml"][1], color=INK)
for x, name in zip(pairs[0], cost, strict=True):
    ax.text(x, -0.6, name, ha="center", color=MODEL)
ax.text(3.3, 15, "OCaml,\nzlib", va="center")
ax.set(xlim=(0, 4), ylim=(15.7, -1.5), xlabel="bits per byte")
ax.grid(False)
parts = [f"{name} {b[0]:.2f}" for name, b in pooled.items()]
show(
    fig,
    f"Bits per byte of {n} programs in two languages: "
    + ", ".join(parts)
    + f"; Python cheaper in {k}",
)
# --8<-- [end:figure]

# --8<-- [start:check]
ours, packed, uniform = (
    o / p for p, o in zip(*pooled.values(), strict=True)
)
assert low > 0.5, "Python is not reliably the cheaper of a pair"
assert ours > 2, "the languages cost the model about the same"

# control: neither a compressor nor the tokenizer makes such a gap
assert max(packed, uniform) < 1.3, "the programs are ill matched"
# --8<-- [end:check]
