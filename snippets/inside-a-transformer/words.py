"""How often is a token a word?"""

# --8<-- [start:texts]
import re
import string
from collections import Counter
from pathlib import Path

from perspectives.model import load

_, tokenizer = load()
data = Path(__file__).parents[1] / "data"
code = sorted((data / "programs").glob("*.py"))
prose = (data / "prose.txt").read_text()
texts = {
    "prose": prose,
    "an online post": (data / "casual.txt").read_text(),
    "mathematics": (data / "expert.txt").read_text(),
    "Python": "\n".join(path.read_text() for path in code),
    "numbers": " ".join(str(n * n) for n in range(1, 151)),
}
for line in (data / "languages.txt").read_text().splitlines():
    language, text = line.split(": ", 1)
    texts[f"in {language}"] = text
backwards = " ".join(word[::-1] for word in prose.split())
texts["prose, reversed"] = backwards  # each word spelt from its end
# --8<-- [end:texts]

# --8<-- [start:demo]
marks = string.punctuation + "“”‘’–—…।"


def compare(text):
    """Tokens, words, and tokens that are exactly one word."""
    words = []
    for found in re.finditer(r"\S+", text):
        core = found[0].strip(marks)  # a word has its marks taken off
        if core:
            start = found.start() + found[0].index(core)
            words.append((start, start + len(core)))
    cut = tokenizer(text, return_offsets_mapping=True)["offset_mapping"]
    spans = [
        (end - len(text[start:end].lstrip()), end) for start, end in cut
    ]
    times = Counter(spans)  # two tokens may share a letter, by bytes
    return len(spans), len(words), sum(times[w] == 1 for w in words)


rows = {name: compare(text) for name, text in texts.items()}
print(
    "text             tokens  words  per word  words that are "
    "a token  tokens that are a word"
)
for name, (tokens, words, whole) in rows.items():
    if name == "in Chinese":  # written without blanks
        print(f"{name:15}  {tokens:6}")
        continue
    print(
        f"{name:15}  {tokens:6}  {words:5}  {tokens / words:8.2f}"
        f"  {whole / words:22.2f}  {whole / tokens:.2f}"
    )
english = rows["in English"][0]
for name in list(rows)[5:11]:
    times = rows[name][0] / english
    print(f"tokens for the same {name}  {times:.1f} times")
# --8<-- [end:demo]

# --8<-- [start:check]
per_word = {name: row[0] / row[1] for name, row in rows.items()}
as_one = {name: row[2] / row[1] for name, row in rows.items()}
assert as_one["prose"] > 0.9, "the essay is wrong of plain prose too"
assert per_word["numbers"] > 2 and per_word["Python"] > 2, (
    "figures and code are read word by word too"
)
assert as_one["in Hindi"] < 0.5 and rows["in Hindi"][0] > 2 * english, (
    "what holds of English holds of other languages"
)

# control: what are no words should not be read as words
assert as_one["prose, reversed"] < as_one["prose"] / 2, (
    "any string between blanks counts as a word here"
)
# --8<-- [end:check]
