"""The labs: labs/NAME.py, prose and code; what the code printed and drew is recorded in docs/labs/NAME.ipynb. Needs no torch and no kernel."""

import ast
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import jupytext
import nbformat

from perspectives.check import agreement
from perspectives.written import pages

TRAINED = "trained"  # the tag of a cell whose output differs from machine to machine
_READS = re.compile(r"perspectives\.([\w.]+)|[\"'/]([\w-]+\.txt)[\"']")


def sources() -> list[Path]:
    """The labs."""
    return sorted(pages.LABS.glob("*.py"))


def notebook(source: Path) -> Path:
    """Where the run of a lab is recorded: its code cells only, for the prose has one home."""
    return pages.DOCS / pages.name(source)


def cells(source: Path) -> nbformat.NotebookNode:
    """A lab, prose and code, as a notebook that was not run; its cells are numbered, so that two runs give the same file."""
    pages.text(source)  # which says in what line its form is wrong
    try:
        ast.parse(pages.read(source))
    except SyntaxError as error:
        raise pages.PageError(source, error.lineno or 1, f"not Python: {error.msg}") from None
    lab = jupytext.reads(pages.read(source), fmt="py:percent")
    lab.metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
    }
    for n, cell in enumerate(lab.cells, 1):
        cell.id = f"cell-{n}"
    return lab


def fingerprint(source: Path) -> str:
    """Changes with the code of a lab, of the project's modules that it imports and with the texts that it reads; not with its prose."""
    code = [
        f"{cell.metadata.get('tags', [])} {cell.source}"
        for cell in cells(source).cells
        if cell.cell_type == "code"
    ]
    return sha256("\n".join([*code, *_read_by("\n".join(code))]).encode()).hexdigest()


def _read_by(code: str) -> Iterator[str]:
    for module, text in sorted(set(_READS.findall(code))):
        path = (
            pages.ROOT / f"src/perspectives/{module}.py"
            if module
            else pages.SNIPPETS / "data" / text
        )
        if path.is_file():
            yield pages.read(path)
            yield from _read_by(pages.read(path)) if module else ()


def problems() -> Iterator[agreement.Problem]:
    """Labs that were not run since their code changed, and records of labs that are gone."""
    for source in sources():
        if "\n{.standfirst}\n" not in pages.text(source):
            yield (
                source,
                1,
                "no standfirst: below the title, say in a line what the lab asks, and end it with a line {.standfirst}",
            )
        code = (cell.metadata for cell in cells(source).cells if cell.cell_type == "code")
        for block, about in zip(pages.blocks(source), code, strict=True):
            if ("figure" in about.get("tags", [])) != ("caption" in about):
                yield (
                    source,
                    block.line,
                    'a cell that draws has tags=["figure"] and says, in caption="...", what question the figure answers',
                )
        again = f"nox -s record -- labs/{source.stem}"
        if not notebook(source).is_file():
            yield source, 1, f"this lab was never run: {again}"
        elif f'"fingerprint": "{fingerprint(source)}"' not in pages.read(notebook(source)):
            yield (
                source,
                1,
                f"stale: since this lab was run, its code, a module that it imports or a text that it reads has changed: {again}",
            )
    for path in sorted(set(pages.DOCS.glob("labs/*")) - set(map(notebook, sources()))):
        yield path, 1, f"no lab labs/{path.stem}.py: put it back, or take this out"
