"""How often is a token a word?"""

# --8<-- [start:materials]
import re
import string
from collections import Counter

from perspectives.measure import DATA
from perspectives.model import load

_, tokenizer = load()
marks = re.escape(string.punctuation) + "“”‘’–—…।"
code = sorted((DATA / "programs").glob("*.py"))
prose = (DATA / "prose.txt").read_text()
texts = {
    "prose": prose,
    "an online post": (DATA / "casual.txt").read_text(),
    "mathematics": (DATA / "expert.txt").read_text(),
    "Python": "\n".join(path.read_text() for path in code),
    "numbers": " ".join(str(n * n) for n in range(1, 151)),
}
for line in (DATA / "languages.txt").read_text().splitlines():
    language, text = line.split(": ", 1)
    texts[f"in {language}"] = text
backwards = " ".join(word[::-1] for word in prose.split())
texts["prose, reversed"] = backwards  # each word spelt from its end
# --8<-- [end:materials]


# --8<-- [start:demo]
def compare(text):
    """Tokens, words, and tokens that are exactly one word."""
    edge = f"[{marks}]*"  # a word has its marks taken off
    found = re.finditer(rf"(?<!\S){edge}(\S*?){edge}(?!\S)", text)
    words = [word.span(1) for word in found if word[1]]
    cut = tokenizer(text, return_offsets_mapping=True).offset_mapping
    spans = Counter((b - len(text[a:b].lstrip()), b) for a, b in cut)
    return spans.total(), len(words), sum(spans[w] == 1 for w in words)


# --8<-- [end:demo]

# --8<-- [start:table]
rows = {name: compare(text) for name, text in texts.items()}
print("text             tokens  words  per word  one token, %")
for name, (tokens, words, whole) in rows.items():
    counts = f"{name:15}  {tokens:6}"
    if name != "in Chinese":  # written without blanks
        counts += f"  {words:5}  {tokens / words:8.2f}"
        counts += f"  {100 * whole / words:12.0f}"
    print(counts)
share = 100 * rows["prose"][2] / rows["prose"][0]
print(f"tokens of the prose that are a word, %  {share:.0f}")
# --8<-- [end:table]

# --8<-- [start:figure]
from perspectives.figure import INK, MODEL, axes, show

fig, ax = axes(200)
less = ("in Chinese", "an online post", "mathematics")
names = [name for name in rows if name not in less][::-1]
per = [rows[name][0] / rows[name][1] for name in names]
shades = [INK if "reversed" in name else MODEL for name in names]
ax.barh(names, per, 0.6, color=shades)
for i, value in enumerate(per):
    ax.text(value + 0.08, i, f"{value:.1f}", va="center")
ax.set(xlabel="tokens a word", xlim=(0, 6.5))
ax.grid(visible=False)
said = ", ".join(
    f"{k} {v:.1f}" for k, v in zip(names, per, strict=True)
)
show(fig, f"Tokens a word: {said}")
# --8<-- [end:figure]

# --8<-- [start:check]
per_word = {name: row[0] / row[1] for name, row in rows.items()}
as_one = {name: row[2] / row[1] for name, row in rows.items()}
assert as_one["prose"] > 0.9, "not even plain prose is read by words"
assert min(per_word["numbers"], per_word["Python"]) > 2, "all is"
assert as_one["in Hindi"] < 0.5, "it holds of other languages too"
# control: what are no words should not be read as words
assert as_one["prose, reversed"] < as_one["prose"] / 2, "any string is"
# --8<-- [end:check]
