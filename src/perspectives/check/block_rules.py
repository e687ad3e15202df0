"""The blocks of a page: all that is shown is run or compared, all that is recorded is shown below its own code."""

import re
from pathlib import Path

from perspectives.check import Problem, Problems
from perspectives.check.reading import matches
from perspectives.written import demonstrations, files, pages, snippets
from perspectives.written.files import relative

_QUOTED = ("sh", "yaml", "bibtex", "markdown")
_INCLUDE = re.compile(r'--8<-- "([^"]+)"')


def code(page: Path) -> Problems:
    """Python that is not run says why, and is none of a snippet's."""
    for block in pages.blocks(page):
        if not block.is_python or block.is_tested:
            continue
        if block.section:
            yield Problem(page, block.line, "a snippet is always run: remove `notest`")
        elif not block.title.startswith("Not run: "):
            message = 'this code is not run: say why with title="Not run: ..."'
            yield Problem(page, block.line, message)


def outputs(page: Path) -> Problems:
    """An output is a record, or stands right below the literal code that prints it."""
    is_below_code = False
    for block in pages.blocks(page):
        is_recorded = files.RECORDED in block.file.parents
        if "output" in block.options and not is_recorded and not is_below_code:
            fix = "include a record, or put it below the literal code that prints it"
            yield Problem(page, block.line, f"no run printed this output: {fix}")
        is_below_code = block.is_tested and not block.section


def quotations(page: Path) -> Problems:
    """What is neither code nor output is in a language that is only quoted."""
    allowed = f"python, {{ .text .output }}, or to quote {', '.join(_QUOTED)}"
    for block in pages.blocks(page):
        is_checked = block.is_python or "output" in block.options
        if not is_checked and block.language not in _QUOTED:
            message = f"this block is neither run nor compared: use {allowed}"
            yield Problem(page, block.line, message)


def includes(page: Path) -> Problems:
    """A file that a page includes exists."""
    for line, path in _included(page):
        if not path.is_file():
            is_record = files.RECORDED in path.parents
            fix = f", or run nox -s record -- {path.parent.name}" if is_record else ""
            message = f"{relative(path)} is referenced but missing: fix the path{fix}"
            yield Problem(page, line, message)


def sections(page: Path) -> Problems:
    """A page shows every section of a snippet that it shows at all: only what is shown is compared."""
    for found in demonstrations.on_page(page):
        missing = [name for name in snippets.sections(found.snippet) if name not in found.sections]
        if missing:
            message = f"{relative(found.snippet)} is shown without {', '.join(missing)}"
            yield Problem(page, found.line, f"{message}: include every section on this page")


def checks(page: Path) -> Problems:
    """A snippet asserts what it found."""
    for found in demonstrations.on_page(page):
        if "check" not in snippets.sections(found.snippet):
            message = "this snippet has no section `check`: assert in one what it found"
            yield Problem(found.snippet, 1, message)


def figures(page: Path) -> Problems:
    """A snippet that draws also prints, for those who cannot see the figure."""
    for found in demonstrations.on_page(page):
        text, figure, _ = snippets.record_files(found.snippet)
        if figure.exists() and not text.exists():
            message = "this snippet draws but prints nothing: print the numbers of its figure"
            yield Problem(found.snippet, 1, message)


def records(page: Path) -> Problems:
    """A snippet on a page is recorded, and the page shows what it printed and drew."""
    included = {path for _, path in _included(page)}
    for found in demonstrations.on_page(page):
        text, figure, data = snippets.record_files(found.snippet)
        if not (text.exists() or figure.exists() or data.exists()):
            fix = f"run nox -s record -- {found.snippet.parent.name}"
            yield Problem(page, found.line, f"{relative(found.snippet)} has no record: {fix}")
        for path in (text, figure):  # a page loads data only when a reader asks for them
            if path.exists() and path not in included:
                message = f"{relative(path)} is recorded but not shown: include it below the code"
                yield Problem(page, found.line, message)


def places(page: Path) -> Problems:
    """A record stands below the snippet that made it."""
    snippet = None
    for line, path in _included(page):
        if files.RECORDED not in path.parents:
            snippet = path if path.suffix == ".py" else snippet
        elif snippet and path not in snippets.record_files(snippet):
            message = f"{relative(path)} does not belong to the code above it"
            yield Problem(page, line, f"{message}: show each record below its own snippet")


def _included(page: Path) -> list[tuple[int, Path]]:
    """The files that a page includes, in its blocks and in its prose, in the order of their lines."""
    found = [(block.line, block.file) for block in pages.blocks(page) if block.file != page]
    for line, include in matches(page, _INCLUDE):
        found.append((line, files.ROOT / include[1]))
    return sorted(found)
