"""Does the model predict Python better than OCaml?"""
# --8<-- [start:demo]
import math
import zlib
from pathlib import Path

import torch
from perspectives.figure import INK, MODEL, axes, show
from perspectives.model import load

model, tokenizer = load()
folder = Path(__file__).parents[1] / "data" / "programs"
names = sorted(path.stem for path in folder.glob("*.py"))
n, code, cost, level = len(names), {}, {}, {}

print("language  programs  bytes    model     zlib  uniform")
for language, end in ("Python", ".py"), ("OCaml", ".ml"):
    code[language] = [(folder / (x + end)).read_text() for x in names]
    bits, tokens = [], 0
    for program in code[language]:
        ids = torch.tensor([tokenizer("\n" + program).input_ids])
        mean = model(ids, labels=ids).loss.item()  # nats a token
        bits.append(mean * (ids.shape[1] - 1) / math.log(2))
        tokens += ids.shape[1] - 1
    text = "".join(code[language])
    packed = 8 * len(zlib.compress(text.encode(), 9))
    guess = tokens * math.log2(len(tokenizer))
    level[language] = [x / len(text) for x in (sum(bits), packed, guess)]
    cells = "  ".join(map("{:7.2f}".format, level[language]))
    print(f"{language:8}  {n:8}  {len(text):5}  {cells}")
    sizes = map(len, code[language])
    cost[language] = [b / s for b, s in zip(bits, sizes, strict=True)]

pairs = list(zip(cost["Python"], cost["OCaml"], strict=True))
won, z = sum(p < o for p, o in pairs), 1.96
mid, half = won + z * z / 2, z * (won * (n - won) / n + z * z / 4) ** 0.5
low, high = (mid - half) / (n + z * z), (mid + half) / (n + z * z)
print(f"Python cheaper  {won} of {n}  {low:.2f} to {high:.2f}")

fig, ax = axes(340)
rows = range(n)
ax.hlines(rows, *zip(*pairs, strict=True), color=MODEL, linewidth=1)
ax.plot(cost["Python"], rows, "o", color=MODEL)
ax.plot(cost["OCaml"], rows, "o", color=MODEL, fillstyle="none")
ax.plot([level["OCaml"][1]] * 2, [-0.5, n], color=INK)
ax.text(level["OCaml"][1] - 0.05, 0, "OCaml, zlib", ha="right", va="top")
ax.set(yticks=rows, yticklabels=names, xlim=(0, 3.5))
ax.set(xlabel="bits per byte: ● Python, ○ OCaml")
ax.invert_yaxis()
ax.grid(False)
m = {k: v[0] for k, v in level.items()}
show(fig, f"Bits per byte of {n} programs written in both languages: "
     f"Python {m['Python']:.2f}, OCaml {m['OCaml']:.2f}; Python is "
     f"cheaper in {won}")  # fmt: skip
# --8<-- [end:demo]

# --8<-- [start:check]
gap, packed, guess = (level["OCaml"][i] / level["Python"][i] for i in range(3))
assert low > 0.5, "Python is not reliably the cheaper of a pair"
assert gap > 2, "the languages cost the model about the same"

# control: neither a compressor nor the tokenizer makes such a gap
assert max(packed, guess) < 1.3, "the programs are unlike in length"

# control: pair each program with another of its own language
mine = cost["Python"]
other = sum(a < b for a, b in zip(mine, mine[1:] + mine[:1], strict=True))
assert 3 < other < 13, "programs of one language should be a toss-up"
# --8<-- [end:check]
