"""The labs: labs/NAME.py, prose and code.

What the code printed and drew is recorded in docs/labs/NAME.ipynb.
"""

import ast
import copy
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import jupytext
import nbformat

from perspectives.written import files, pages
from perspectives.written.files import SourceError, cached, read

TRAINED = "trained"  # the tag of a cell whose output differs from machine to machine
_OURS = "perspectives."


def lab_files() -> list[Path]:
    """The sources of the labs."""
    return files.listed(files.LABS, "*.py")


def notebook(source: Path) -> Path:
    """Where the run of a lab is recorded: its code cells only, for the prose has one home."""
    return files.DOCS / pages.name(source)


def cells(source: Path) -> nbformat.NotebookNode:
    """A lab, prose and code, as a notebook that has not been run.

    Its cells are numbered, so that two runs give the same file.

    Raises SourceError if a line stands in no cell or the code is not Python.
    """
    return copy.deepcopy(_cells(source))


@cached
def _cells(source: Path) -> nbformat.NotebookNode:
    pages.text(source)
    try:
        ast.parse(read(source))
    except SyntaxError as error:
        raise SourceError(source, error.lineno or 1, f"invalid Python: {error.msg}") from None
    lab = jupytext.reads(read(source), fmt="py:percent")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    lab.metadata = {"kernelspec": kernel}
    for number, cell in enumerate(lab.cells, 1):
        cell.id = f"cell-{number}"
    return lab


def code_cells(source: Path) -> list[nbformat.NotebookNode]:
    """The cells of a lab that run."""
    return [cell for cell in cells(source).cells if cell.cell_type == "code"]


def fingerprint(source: Path) -> str:
    """Changes with what a lab runs: its code, the project's modules that it imports, the texts that
    it reads.

    Neither prose nor layout, comments and docstrings count.
    """
    run = code_cells(source)
    parts = [f"{cell.metadata.get('tags', [])} {shape(cell.source)}" for cell in run]
    parts += _used_by(ast.parse("\n".join(cell.source for cell in run)))
    return sha256("\n".join(parts).encode()).hexdigest()


def is_stale(source: Path) -> bool:
    """Was the lab never recorded, or has what it runs changed since?"""
    path = notebook(source)
    return not path.is_file() or f'"fingerprint": "{fingerprint(source)}"' not in read(path)


def shape(code: str) -> str:
    """Code as its syntax tree, alike on all versions of Python: no layout, comments, docstrings."""
    return str(_shape(ast.parse(code)))


def _shape(node: object) -> object:
    if isinstance(node, list):
        return [_shape(item) for item in node if not _is_text_alone(item)]
    if not isinstance(node, ast.AST):
        return node
    if isinstance(node, ast.JoinedStr):  # where Python 3.12.1 puts empty texts
        node = ast.JoinedStr([part for part in node.values if getattr(part, "value", "") != ""])
    # Versions differ in the fields that they leave empty.
    found = [(name, _shape(value)) for name, value in ast.iter_fields(node) if value != []]
    return type(node).__name__, found


def _is_text_alone(node: object) -> bool:
    """Is it a text that nothing is done with, as a docstring is?"""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _used_by(tree: ast.AST) -> Iterator[str]:
    """What some code takes from the project: the shapes of modules, with those that they import,
    and texts of snippets/data.
    """
    for module in sorted(set(_imported(tree))):
        code = read(module)
        yield shape(code)
        yield from _used_by(ast.parse(code))
    constants = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    for name in sorted(str(value) for value in constants):
        path = files.SNIPPETS / "data" / Path(name).name
        if name.endswith(".txt") and path.is_file():
            yield read(path)


def _imported(tree: ast.AST) -> Iterator[Path]:
    """The project's modules that some code imports."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    for name in names:
        path = files.ROOT / "src" / f"{name.replace('.', '/')}.py"
        if name.startswith(_OURS) and path.is_file():
            yield path
