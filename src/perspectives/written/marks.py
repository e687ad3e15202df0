"""The marks that pages write inside a sentence, as patterns, and texts without them."""

import html
import re
from collections.abc import Callable

TERM = re.compile(r"\[\[([^\[\]]+?)(?:\s*->\s*([^\[\]]+))?\]\]")
CITATION = re.compile(r"\[(@[\w-]+[^\[\]@;]*(?:;\s*@[\w-]+[^\[\]@;]*)*)\]")
# [=next-token/n_grams:prose:n = 4] or, if the row has one number, [=next-token/loop:prompts]; with
# bounds that the number must keep, [=next-token/loop:prompts >2 <4].
_LIMIT = r"(?:[<>]=?|=)-?(?:\d[\d,]*(?:\.\d+)?|\.\d+)"
QUOTE = re.compile(rf"\[=([\w/-]+):([^:\[\]]+?)(?::([^:\[\]]+?))?((?: {_LIMIT})*)\]")
BOUND = re.compile(r"([<>]=?|=)(-?[\d,.]+)")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
CAPTION = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>")
DIRECTIVE = re.compile(r"\{\{(\w+)(?: ([^{}\n]+))?\}\}")
ID = re.compile(r"\{[^}]*#([\w:-]+)[^}]*\}")
# Code in a sentence, within one paragraph: as many ` at its end as at its beginning.
CODE = re.compile(r"(?s)(?<![\\`])(`+)(?!`)((?:(?!\n[ \t>]*\n).)+?)(?<!`)\1(?!`)")
# A number that a run may have printed, not a version and not "95 % interval".
_TYPED = re.compile(
    r"(?<![\w.,/])(?<![A-Za-z]-)(?:\d[\d,]*)?\.\d+(?!\d|\.\d)"  # a decimal
    r"|\b\d[\d,]* (?:out )?of (?:(?:the|those|these|all) )*\d+"  # 3 of 4
    r"|\d+[ \u00a0\u202f]?%(?! interval)|\d+ per ?cent"  # a share
)


def keys(citation: str) -> list[tuple[str, str]]:
    """'@a, p. 5; @b' -> [('a', ', p. 5'), ('b', '')]."""
    parts = [re.match(r"\s*@([\w-]+)(.*)", part) for part in citation.split(";")]
    return [(part[1], part[2].rstrip()) for part in parts if part]


def cited_in(text: str) -> set[str]:
    """The keys of the works that a text cites."""
    return {key for mark in CITATION.finditer(uncoded(text)) for key, _ in keys(mark[1])}


def plain(markup: str) -> str:
    """A text without tags and marks, for a tooltip."""
    return outside_code(_unmarked, markup).replace("`", "").strip()


def _unmarked(markup: str) -> str:
    return re.sub(r"[*_]", "", TERM.sub(r"\1", CITATION.sub("", untagged(markup))))


def untagged(markup: str) -> str:
    """HTML as plain text."""
    return html.unescape(TAG.sub("", markup))


def typed(text: str) -> re.Match | None:
    """The first number in a text that a run may have printed, and that no mark quotes."""
    return _TYPED.search(QUOTE.sub(newlines, text))


def outside_code(change: Callable[[str], str], text: str) -> str:
    """A text changed wherever it is no code: what looks like a mark there is none."""
    found, end = [], 0
    for code in CODE.finditer(text):
        found += [change(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*found, change(text[end:])])


def uncoded(text: str) -> str:
    """A text whose code is empty; no line moves, and a line of code is no empty line."""
    return CODE.sub(lambda code: "``" + newlines(code), text)


def newlines(match: re.Match) -> str:
    """What replaces a match so that no line moves."""
    return "\n" * match[0].count("\n")
