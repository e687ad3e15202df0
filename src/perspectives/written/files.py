"""The project's folders, and how its source files are read.

Every fault names a file, a line and what to do.
"""

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import yaml
from mkdocs.exceptions import BuildError

ROOT = Path(__file__).parents[3]
DOCS, LABS = ROOT / "docs", ROOT / "labs"
SNIPPETS, RECORDED = ROOT / "snippets", ROOT / "recorded"

_LEFT = re.compile(r"/[.#]|~$")  # `.DS_Store`, `.x.md.swp`, `#x.md#`, `x.md~`

P = ParamSpec("P")
R = TypeVar("R")


class SourceError(BuildError):
    """A source file has a fault; the message starts with `file:line:` and says how to fix it."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{relative(path)}:{line}: {message}")


def relative(path: Path) -> str:
    """A path as messages show it: from the root of the project."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def listed(folder: Path, pattern: str) -> list[Path]:
    """The files in a folder that match a pattern."""
    return sorted(path for path in folder.glob(pattern) if is_source(path, folder))


def is_source(path: Path, folder: Path) -> bool:
    """Is this a file in a folder, and not what editors and systems leave there: hidden files,
    backups, locks, which are links to nowhere?
    """
    return path.is_file() and not _LEFT.search(f"/{path.relative_to(folder)}")


def cached(make: Callable[Concatenate[Path, P], R]) -> Callable[Concatenate[Path, P], R]:
    """Remember what a function makes of a file until the file changes.

    The result is shared: do not modify it.
    """
    memory: dict[tuple, tuple[tuple, R]] = {}

    @functools.wraps(make)
    def remembered(path: Path, *args: P.args, **kwargs: P.kwargs) -> R:
        stat = path.stat() if path.exists() else None
        state = (stat.st_mtime_ns, stat.st_size) if stat else ()
        key = (path, *args, *kwargs.items())
        if key not in memory or memory[key][0] != state:
            memory[key] = (state, make(path, *args, **kwargs))
        return memory[key][1]

    return remembered


def rows(text: str) -> list[str]:
    """Its lines, which a newline alone ends: in data, other signs that end lines may stand raw."""
    return text.removesuffix("\n").split("\n") if text else []


def read(path: Path) -> str:
    """The text of a source file, without a byte-order mark, its lines ended by a newline alone.

    Raises SourceError if the file is missing or not UTF-8.
    """
    if not path.is_file():
        raise SourceError(
            path,
            1,
            "this file is referenced but missing: `python -m perspectives.check` says where",
        )
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        byte = error.object[error.start]
        raise SourceError(
            path, line, f"byte 0x{byte:02x} is not UTF-8: save the file as UTF-8"
        ) from None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Refuses a key that stands twice, whose first value would be lost.

    Both loaders are safe; the one in C is fast.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                mark = node.value[place][0].start_mark
                raise yaml.MarkedYAMLError(problem=f"{key!r} stands twice", problem_mark=mark)
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path, form: str = "invalid YAML") -> Any:
    """What a YAML file holds.

    Raises SourceError, which begins with `form`, if it cannot be read.
    """
    try:
        return yaml.load(read(path), _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", error)
        fix = (
            "indent with spaces, like the rows above, and quote text with a colon or quotation mark"
        )
        raise SourceError(path, mark.line + 1 if mark else 1, f"{form}: {problem}; {fix}") from None


def read_notebook(path: Path) -> dict[str, Any]:
    """A recorded lab. Raises SourceError if it is none."""
    try:
        notebook = json.loads(read(path))
        if all({"source", "outputs"} <= cell.keys() for cell in notebook["cells"]):
            return notebook
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    fix = f"git checkout it, or nox -s record -- labs/{path.stem}"
    raise SourceError(path, 1, f"this is no recorded lab: {fix}")


@functools.cache
def vocabulary(table: str) -> dict[str, Any]:
    """A table of words.yml."""
    return read_yaml(Path(__file__).with_name("words.yml"))[table]


def line_of(path: Path, pattern: str) -> int:
    """The first line that matches a regular expression, or 1."""
    found = re.search(pattern, read(path), re.M)
    return read(path).count("\n", 0, found.start()) + 1 if found else 1
