"""What the rules read: the marks of a page, its paragraphs, its anchors, and texts without what is not prose."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from perspectives.written import lists, marks, pages, recorded
from perspectives.written.files import cached

# Code, tags, attributes and the addresses of links.
SYNTAX = re.compile(r"`[^`]*`|<[^>]+>|\{[^}]*\}|(?<=\])\(\S*?\)")
# What is not said by the page itself: code, the text of drawings, tags, other people's words, formulas.
FOREIGN = re.compile(r"`[^`]*`|<text.*</text>|<[^>]+>|“[^”]*”|\$[^$]+\$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.) ")


@cached
def matches(page: Path, pattern: re.Pattern) -> list[tuple[int, re.Match]]:
    """All matches in the prose of a page, with their lines."""
    return [(line, match) for line, row in pages.prose(page) for match in pattern.finditer(row)]


def paragraphs(page: Path) -> Iterator[tuple[int, str]]:
    """The paragraphs and the items of lists on a page, with their first lines."""
    first, rows = 1, list[str]()
    for line, row in [*pages.prose(page), (0, "")]:
        if rows and (not row.strip() or _ITEM.match(row)):
            yield first, "\n".join(rows)
            rows = []
        if row.strip():
            first = first if rows else line
            rows.append(row)


def without(text: str, *patterns: re.Pattern) -> str:
    """A text from which all that matches is taken away; no line moves."""
    for pattern in patterns:
        text = pattern.sub(marks.newlines, text)
    return text


def claim_marks(page: Path) -> Iterator[tuple[int, str]]:
    """The ids of the claims that a page marks, with their lines."""
    for line, mark in matches(page, marks.ID):
        if ".claim" in mark[0]:
            yield line, mark[1]


def misquoted(text: str) -> Iterator[str]:
    """What is wrong with the numbers that a text quotes from records."""
    for mark in marks.QUOTE.finditer(text):
        try:
            recorded.quoted(mark[1], mark[2], mark[3])
        except LookupError as error:
            yield f"{mark[0]}: {error}"


def anchors(page: Path) -> dict[str, int]:
    """The ids that a page sets itself or gets from a directive, and their lines."""
    found = dict(pages.ids(page))
    for line, mark in matches(page, marks.DIRECTIVE):
        found |= dict.fromkeys(_derived(mark[1]), line)
    return found


def _derived(directive: str) -> Iterable[str]:
    if directive == "evidence":
        return [claim.id for claim in lists.claims()]
    if directive == "glossary":
        return lists.glossary()
    if directive == "references":
        return lists.cited()
    return []
