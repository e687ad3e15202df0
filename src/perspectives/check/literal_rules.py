"""Markdown that would be shown as it is written: the kinds that happen, each with its line.

Others are found in the built pages, by tests/site/test_literal.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from perspectives.check import Lines, tags
from perspectives.check.text import FORMULA, without
from perspectives.written import marks

_ITEM = re.compile(r"[ >]*(?:[-*+]|1\.)\s+\S")
_ANY_ITEM = re.compile(r"[ >]*(?:[-*+]|\d+\.)\s+\S")
_LIST_MARK = re.compile(r"^[ >\t]*(?:[-*+]|\d+\.) ")
_OTHER_NUMBER = re.compile(r"[ >]*\d+\) +\S")
# What begins a block, so that the next line may be of any kind.
_OPENING = re.compile(r"\s*(?:/{3,}|#{1,6} |!!! ?[\w-]|\?\?\?\+? ?[\w-]|=== )")
_DELIMITER = re.compile(r"[|:\- ]*-[|:\- ]*$")
_PIPE = re.compile(r"(?<!\\)\|")
_UNDERLINE = re.compile(r"\s*(?:=+|-+)\s*$")
_HEADING = re.compile(r"#{1,6} +\S")
_DEFINED = re.compile(r"\s*\[([^\]^]+)\]:\s*\S")
_REFERENCE = re.compile(r"(?<!\[)\[(?![@=^\[])([^\[\]]+)\]\[(?!\^)([^\[\]]*)\]")
_APART = re.compile(r"\]\s+\((?:https?:|#|[^()\s]+\.(?:md|ipynb)\b)")
_SHOWN = "is shown as it is written"
_BLANK = "put a blank line before it"


class Block(list[str]):
    """Lines that stand together; `line` is the first."""

    line = 0


def blocks(page: Path) -> Iterator[Block]:
    """What blank lines, and the lines that open a block, divide on a page."""
    block = Block()
    for line, row in enumerate([*tags.body(page), ""], 1):
        if not row.strip(" >\t") or _OPENING.match(row):
            if block:
                yield block
            block = Block()
        elif block:
            block.append(row)
        else:
            block = Block([row])
            block.line = line


def items(page: Path) -> Lines:
    """A list stands apart from the sentence before it."""
    for block in blocks(page):
        is_list = bool(_ANY_ITEM.match(block[0]))
        for line, row in enumerate(block[1:], block.line + 1):
            if _ITEM.match(row) and not is_list:
                yield line, f"this item of a list {_SHOWN}: {_BLANK}"
                break
        for line, row in enumerate(block, block.line):
            if is_list and re.match(r" {1,3}[-*+] ", row) and not block[0].startswith(" "):
                yield line, "this item stands beside the one above: to put it below, indent by four"
            if _OTHER_NUMBER.match(row):
                yield line, f"this item of a list {_SHOWN}: write `1.` in place of `1)`"


def tables(page: Path) -> Lines:
    """A table stands apart, and the line below its header has as many cells."""
    for block in blocks(page):
        rows = [without(row, FORMULA).strip(" >") for row in block]
        first = next((place for place, row in enumerate(rows) if row.startswith("|")), None)
        if first is None:
            continue
        if first:
            yield block.line + first, f"this table {_SHOWN}: {_BLANK}"
        elif len(rows) < 2 or not _DELIMITER.match(rows[1]) or _cells(rows[0]) != _cells(rows[1]):
            fix = "below its header, write |---| with as many cells"
            yield block.line, f"this table {_SHOWN}: {fix}"


def _cells(row: str) -> int:
    return len(_PIPE.findall(row.strip("|")))


def headings(page: Path) -> Lines:
    """A heading is written as one: ## words {#id}, where its line begins, outside HTML."""
    rows = tags.body(page)
    fix = "write it as `## Words {#id}`"
    for line, (above, row) in enumerate(zip(["", *rows], rows, strict=False), 1):
        bare = _LIST_MARK.sub("", row).lstrip(" >\t")
        if bare.startswith("#") and not _HEADING.match(row):
            yield line, f"this line is a heading without its form or shown as written: {fix}"
        if _UNDERLINE.match(row) and above.strip():
            yield line, f"an underlined heading has no id: {fix}; for a rule, {_BLANK}"
    for tag in tags.read(page):
        if re.fullmatch("h[1-6]", tag.name):
            yield tag.line, f"a heading in HTML enters no list: {fix}"


def references(page: Path) -> Lines:
    """A link has its address beside it, or one that the page defines."""
    rows = [without(row, FORMULA) for row in tags.body(page)]
    defined = {match[1].lower() for row in rows if (match := _DEFINED.match(row))}
    for line, row in enumerate(rows, 1):
        for link in _REFERENCE.finditer(without(row, marks.TERM, marks.QUOTE)):
            if (link[2] or link[1]).lower() not in defined:
                yield line, f"{link[0]} {_SHOWN}: write [{link[1]}](ADDRESS)"
        if _APART.search(row):
            yield line, f"this link {_SHOWN}: remove the blank between ] and ("


RULES = [items, tables, headings, references]
