"""The marks that pages write inside a sentence, as patterns, and texts without them."""

import html
import re

TERM = re.compile(r"\[\[([^\[\]]+?)(?:\s*->\s*([^\[\]]+))?\]\]")
CITATION = re.compile(r"\[(@[\w-]+[^\[\]@;]*(?:;\s*@[\w-]+[^\[\]@;]*)*)\]")
# [=next-token/n_grams:prose:n = 4] or, if the row has one number, [=next-token/loop:prompts].
QUOTE = re.compile(r"\[=([\w/-]+):([^:\[\]]+)(?::([^:\[\]]+))?\]")
DIRECTIVE = re.compile(r"(?<!`)\{\{(\w+)(?: ([^{}\n]+))?\}\}")
ID = re.compile(r"\{[^}]*#([\w:-]+)[^}]*\}")
# A number that a run may have printed, not a version and not "95 % interval".
_TYPED = re.compile(
    r"(?<![\w.,/])(?:\d[\d,]*)?\.\d+(?!\d|\.\d)"  # a decimal
    r"|\b\d[\d,]* (?:out )?of (?:the )?\d+"  # 3 of 4
    r"|\d+[ \u00a0\u202f]?%(?! interval)|\d+ per cent"  # a share
)


def keys(citation: str) -> list[tuple[str, str]]:
    """'@a, p. 5; @b' -> [('a', ', p. 5'), ('b', '')]."""
    parts = [re.match(r"\s*@([\w-]+)(.*)", part) for part in citation.split(";")]
    return [(part[1], part[2].rstrip()) for part in parts if part]


def cited_in(text: str) -> set[str]:
    """The keys of the works that a text cites."""
    return {key for mark in CITATION.finditer(text) for key, _ in keys(mark[1])}


def plain(markup: str) -> str:
    """A text without tags and marks, for a tooltip."""
    bare = TERM.sub(r"\1", CITATION.sub("", untagged(markup)))
    return re.sub(r"[*_`]", "", bare).strip()


def untagged(markup: str) -> str:
    """HTML as plain text."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def typed(text: str) -> re.Match | None:
    """The first number in a text that a run may have printed, and that no mark quotes."""
    return _TYPED.search(QUOTE.sub(newlines, text))


def newlines(match: re.Match) -> str:
    """What replaces a match so that no line moves."""
    return "\n" * match[0].count("\n")
