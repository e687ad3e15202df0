"""The snippets, their sections and their records."""

import re
from pathlib import Path

from perspectives.written import files
from perspectives.written.files import SourceError, cached, read

_QUIET = re.compile(r'^\s*("""[^"]*"""|#.*)?\s*$')  # a one-line docstring, a comment, nothing
_MARK = re.compile(r"^\s*#\s*-+8<-+\s*\[(start|end):\s*([\w-]+)\]\s*$")

# What of the measuring kit asks no model.
_ONLY_COUNTS = re.compile(
    r"^from perspectives\.measure import (DATA|student|table|wilson|, )+$",
    re.MULTILINE,
)


def snippet_files() -> list[Path]:
    """The snippets of all views."""
    found = files.listed(files.SNIPPETS, "*/*.py")
    return [path for path in found if path.parent.name != "data"]


@cached
def sections(snippet: Path) -> dict[str, tuple[int, str]]:
    """The named sections of a snippet, in order: name -> (line of its first row, code).

    Raises SourceError if anything but the docstring stands outside them: it would run and never be
    shown.
    """
    found: dict[str, tuple[int, str]] = {}
    name, rows = None, list[str]()
    for line, row in enumerate(read(snippet).split("\n"), 1):
        mark = _MARK.match(row)
        if mark and mark[1] == "start":
            if name or mark[2] in found:
                message = f"section {mark[2]!r} is opened twice or inside {name!r}"
                raise SourceError(snippet, line, f"{message}: end each before the next begins")
            name, rows = mark[2], []
        elif mark:
            if mark[2] != name:
                message = f"section {mark[2]!r} ends here, but {name!r} is open"
                raise SourceError(snippet, line, f"{message}: make the two names agree")
            found[name] = (line - len(rows), "\n".join(rows) + "\n")
            name = None
        elif name:
            rows.append(row)
        elif not _QUIET.match(row):
            message = "code outside a section runs but is never shown"
            raise SourceError(snippet, line, f"{message}: move it into a section")
    if name:
        raise SourceError(snippet, 1, f"section {name!r} is never closed: end it with [end:{name}]")
    if not found:
        fix = "mark one with # --8<-- [start:demo] and # --8<-- [end:demo]"
        raise SourceError(snippet, 1, f"this snippet has no section: {fix}")
    return found


def shown(snippet: Path) -> str:
    """The last section before the check: once it has run, everything that is recorded has been
    printed.
    """
    return ([name for name in sections(snippet) if name != "check"] or ["check"])[-1]


def calls_model(file: Path) -> bool:
    """Does the code in this file run the language model?"""
    modules = ("model", "measure", "inside")
    code = _ONLY_COUNTS.sub("", read(file))
    return any(f"perspectives.{module}" in code for module in modules)


def record_files(snippet: Path) -> tuple[Path, Path, Path]:
    """Where the text, the figure and the data of a snippet are recorded."""
    stem = files.RECORDED / snippet.relative_to(files.SNIPPETS)
    return stem.with_suffix(".txt"), stem.with_suffix(".svg"), stem.with_suffix(".jsonl")
