"""Numbers that are none, nan and inf: what a calculation that went wrong prints."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from perspectives.written import files, labs, pages, recorded, snippets
from perspectives.written.files import SourceError, read_notebook

_NONE = re.compile(r"(?<![\w-])[-+]?(nan|inf)(?![\w-])")
_TEXT = re.compile(r'"((?:[-+]?(?:nan|inf|[\d.]+)%? ?)+)"')  # of numbers alone
_SPELT = {"NaN": "nan", "Infinity": "inf", "-Infinity": "inf"}  # by JSON

Faults = Iterator[tuple[Path, int, str]]


def of_snippet(snippet: Path, made: dict[Path, str]) -> Faults:
    """Where a snippet printed or kept such a number, in the files that it `made`."""
    _, check = snippets.sections(snippet).get("check", (0, ""))
    for path, text in made.items():
        if path.suffix != ".svg":
            find = _in_row if path.suffix == ".jsonl" else _NONE.findall
            for line, row in enumerate(files.rows(text), 1):
                for fault in _unexpected(find(row), check):
                    yield path, line, fault


def of_lab(source: Path) -> Faults:
    """Where a recorded lab printed such a number: the cells of its source."""
    blocks, cells = pages.blocks(source), labs.code_cells(source)
    checks = [cell.source for cell in cells if "check" in cell.metadata.get("tags", [])]
    printed = recorded.printed(read_notebook(labs.notebook(source)))
    for block, text in zip(blocks, printed, strict=False):  # an old record may have other cells
        for fault in _unexpected(_NONE.findall(text), "\n".join(checks)):
            yield source, block.line, fault


def require(snippet: Path, made: dict[Path, str]) -> None:
    """Raise SourceError for the first such number."""
    for path, line, fault in of_snippet(snippet, made):
        raise SourceError(path, line, fault)


def _unexpected(words: list[str], checks: str) -> Iterator[str]:
    """A number may be infinite if that is what a check asserts."""
    for word in words:
        if not re.search(rf"\b(?:is)?{word}\b", checks):
            fix = f"fix the calculation, or assert in the check that it is {word}"
            yield f"this prints {word} for a number: {fix}"


def _in_row(row: str) -> list[str]:
    """Those in a row of data: in JSON's own spelling, or in a text of numbers."""
    found: list[str] = []
    json.loads(row, parse_constant=lambda word: found.append(_SPELT[word]))
    return found + [word for text in _TEXT.findall(row) for word in _NONE.findall(text)]
