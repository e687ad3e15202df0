"""The blocks of a page: what is shown is run or compared, what is recorded is shown."""

import re
from bisect import bisect
from pathlib import Path

from perspectives.check import Lines
from perspectives.check.text import matches
from perspectives.written import files, pages
from perspectives.written.demonstrations import on_page
from perspectives.written.snippets import record_files, sections

_QUOTED = ("sh", "yaml", "bibtex", "markdown")
_INCLUDE = re.compile(r'--8<-- "([^"]+)"')
_EXERCISE = re.compile(r"^/{3,} details \| Exercise (\d+)\.")


def code(page: Path) -> Lines:
    """Python that is not run says why, and is no part of a snippet."""
    for block in pages.blocks(page):
        if block.is_python and not block.is_tested and block.section:
            yield block.line, "a snippet is always run: remove `notest`"
        elif block.is_python and not block.is_tested and not block.title.startswith("Not run: "):
            yield block.line, 'this code is not run: say why with title="Not run: ..."'


def outputs(page: Path) -> Lines:
    """An output is a record, or stands right below the literal code that prints it."""
    is_below_code = False
    for block in pages.blocks(page):
        is_recorded = files.RECORDED in block.file.parents
        if "output" in block.options and not is_recorded and not is_below_code:
            yield block.line, "no run printed this output: include a record, or the code above it"
        is_below_code = block.is_tested and not block.section


def quotations(page: Path) -> Lines:
    """What is neither code nor output is in a language that is only quoted."""
    fix = f"use python, {{ .text .output }}, or to quote {', '.join(_QUOTED)}"
    for block in pages.blocks(page):
        if not (block.is_python or "output" in block.options or block.language in _QUOTED):
            yield block.line, f"this block is neither run nor compared: {fix}"


def includes(page: Path) -> Lines:
    """A file that a page includes exists."""
    for line, path in _included(page):
        if not path.is_file():
            is_record = files.RECORDED in path.parents
            fix = f"fix the path{f', or nox -s record -- {path.parent.name}' if is_record else ''}"
            yield line, f"{files.relative(path)} is referenced but missing: {fix}"


def included_text(page: Path) -> Lines:
    """Outside a fence, only what a run drew is included: no rule reads the text of other files."""
    for line, include in matches(page, _INCLUDE):
        if not include[1].startswith("recorded/"):
            yield line, f"{include[1]} is included as text: show it in a fence, or write it here"


def complete(page: Path) -> Lines:
    """A page shows all of a snippet or nothing: only what is shown is compared."""
    for shown in on_page(page):
        if missing := [name for name in sections(shown.snippet) if name not in shown.sections]:
            yield shown.line, f"{shown.name} is shown without {', '.join(missing)}: include it all"


def checks(page: Path) -> Lines:
    """A snippet asserts what it found."""
    for shown in on_page(page):
        if "check" not in sections(shown.snippet):
            yield shown.line, f"{shown.name} has no section `check`: assert in one what it found"


def records(page: Path) -> Lines:
    """A snippet is recorded; if it draws, it also prints, for those who cannot see the figure."""
    for shown in on_page(page):
        text, figure, data = record_files(shown.snippet)
        if figure.exists() and not text.exists():
            yield shown.line, f"{shown.name} draws but prints nothing: print its figure's numbers"
        elif not text.exists() and not data.exists():
            yield shown.line, f"{shown.name} has no record: nox -s record -- {shown.name}"


def shown_records(page: Path) -> Lines:
    """What a snippet printed and drew is shown; its data are loaded only when a reader asks."""
    included = {path for _, path in _included(page)}
    for shown in on_page(page):
        for path in record_files(shown.snippet)[:2]:
            if path.exists() and path not in included:
                yield shown.line, f"{files.relative(path)} is recorded but not shown: include it"


def places(page: Path) -> Lines:
    """A record stands under the heading of the snippet that made it."""
    headings = [line for line, row in pages.prose(page) if row.startswith("#")]
    under: dict[Path, set[int]] = {}
    for line, path in _included(page):
        if files.SNIPPETS in path.parents:
            for record in record_files(path):
                under.setdefault(record, set()).add(bisect(headings, line))
    for line, path in _included(page):
        if path in under and bisect(headings, line) not in under[path]:
            message = "is not under the heading of its snippet: move it there"
            yield line, f"{files.relative(path)} {message}"


def exercises(page: Path) -> Lines:
    """The program of an exercise has its number."""
    titles = matches(page, _EXERCISE)
    for shown in on_page(page):
        above = [title[1] for line, title in titles if line < shown.line]
        if shown.is_exercise and above and not shown.name.endswith(f"_{above[-1]}"):
            yield shown.line, f"{shown.name} is shown in exercise {above[-1]}: rename the snippet"


def _included(page: Path) -> list[tuple[int, Path]]:
    """The files that a page includes, in blocks and in prose, in the order of their lines."""
    found = [(block.line, block.file) for block in pages.blocks(page) if block.file != page]
    found += [(line, files.ROOT / include[1]) for line, include in matches(page, _INCLUDE)]
    return sorted(found)


RULES = [
    code,
    outputs,
    quotations,
    includes,
    included_text,
    complete,
    checks,
    records,
    shown_records,
    places,
    exercises,
]
