"""What the rules read on a page: marks, paragraphs, and its text without what is not prose."""

import re
from collections.abc import Iterator
from pathlib import Path

from perspectives.written import files, labs, marks, pages, recorded
from perspectives.written.files import cached

# Code, tags, attributes and the addresses of links.
SYNTAX = re.compile(rf"`[^`]*`|{marks.TAG.pattern}|\{{[^}}]*\}}|(?<=\])\(\S*?\)")
FORMULA = re.compile(r"\$[^$]+\$|\\\(.*?\\\)")
# What the page does not say itself: code, labels in drawings, tags, other people's words, formulas.
FOREIGN = re.compile(rf"`[^`]*`|<text.*</text>|{marks.TAG.pattern}|“[^”]*”|{FORMULA.pattern}")
CLAIM = re.compile(r"\{(?=[^}]*\.claim)[^}]*#([\w:-]+)[^}]*\}")
QUOTED = "[=view/snippet:row:column]"  # how a number is quoted
_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.) ")


@cached
def matches(page: Path, pattern: re.Pattern) -> list[tuple[int, re.Match]]:
    """All matches in the prose of a page, but for inline code, with their lines."""
    return [(line, match) for line, row in pages.uncoded(page) for match in pattern.finditer(row)]


def paragraphs(page: Path) -> Iterator[tuple[int, str]]:
    """The paragraphs and the items of lists on a page, with their first lines."""
    first, rows = 1, list[str]()
    for line, row in [*pages.uncoded(page), (0, "")]:
        if rows and (not row.strip() or _ITEM.match(row)):
            yield first, "\n".join(rows)
            rows = []
        if row.strip():
            first = first if rows else line
            rows.append(row)


def captions(page: Path) -> Iterator[tuple[int, str]]:
    """What stands below the figures of a page, with its lines."""
    yield from ((line, mark[1]) for line, mark in matches(page, marks.CAPTION))
    if page.parent == files.LABS:
        for block, cell in zip(pages.blocks(page), labs.code_cells(page), strict=True):
            if caption := cell.metadata.get("caption"):
                yield block.line, caption


def without(text: str, *patterns: re.Pattern) -> str:
    """A text from which all that matches is taken away; no line moves."""
    for pattern in patterns:
        text = pattern.sub(marks.newlines, text)
    return text


def misquoted(text: str) -> Iterator[str]:
    """What is wrong with the numbers that a text quotes from records."""
    for mark in marks.QUOTE.finditer(marks.uncoded(text)):
        try:
            recorded.number(mark)
        except LookupError as error:
            yield f"{mark[0]}: {error}"
