"""What is recorded, and the numbers in it. Needs no torch: the site is built from records alone."""

import json
import operator
import re
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from perspectives.written import files, marks
from perspectives.written.files import SourceError, cached, read

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?|-?\.\d+")
_NEAR = 5  # rows that a message names
_NAMELESS = re.compile(r"-?[\d,.]+")  # what cannot be the name of a column
_RANGE = re.compile(rf"({NUMBER.pattern})(?: to ({NUMBER.pattern}))?")
_HOLDS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


def passages() -> list[dict]:
    """The passages of the game, each with its `words`: numbers as numbers, [word, ...] for every
    candidate.
    """
    found: list[dict] = []
    for line, row in enumerate(kept("play/words"), 1):
        if "name" in row:
            found.append(row | {"words": []})
            continue
        try:
            found[-1]["words"].append(_word(row))
        except (LookupError, TypeError, ValueError):
            raise _damaged(files.RECORDED / "play/words.jsonl", line) from None
    return found


def _word(row: dict) -> dict:
    return row | {
        "bits": [float(bits) for bits in row["bits"]],
        "tokens": [[token, float(bits)] for token, bits in row["tokens"]],
        "shares": [[word, *map(float, shares)] for word, shares in row["shares"].items()],
    }


def kept(record: str) -> list[dict]:
    """The rows that a snippet kept for a page."""
    path = files.RECORDED / f"{record}.jsonl"
    found = []
    for line, row in enumerate(files.rows(read(path)), 1):
        try:
            found.append(dict(json.loads(row)))
        except (ValueError, TypeError):
            raise _damaged(path, line) from None
    return found


def _damaged(path: Path, line: int) -> SourceError:
    name = path.relative_to(files.RECORDED).with_suffix("")
    return SourceError(path, line, f"no run wrote this row: nox -s record -- {name}")


def quoted(record: str, row: str, column: str | None, folder: Path | None = None) -> str:
    """The cell of a recorded table, as in [=record:row:column]; `folder` holds other records than
    the edition's.

    Cells are separated by two or more blanks; the first cell of a row is its label. Raises
    LookupError with what there is to choose from.
    """
    path = folder / f"{record}.txt" if folder else _record(record)
    if not path.is_file():
        fix = f"fix the name, or run nox -s record -- {record.partition('/')[0]}"
        raise LookupError(f"{files.relative(path)} does not exist: {fix}")
    table, label = _table(path), row.strip()
    labels = [cells[0] for cells in table]
    if labels.count(label) != 1:
        count = f"{files.relative(path)} has {labels.count(label)} rows {label!r}"
        near = get_close_matches(label, dict.fromkeys(labels), _NEAR, cutoff=0)
        raise LookupError(f"{count}; of its {len(labels)} rows, the nearest: {', '.join(near)}")
    place = labels.index(label)
    cells = table[place][1:]
    if column is None:
        if len(cells) != 1:
            count = f"row {label!r} of {files.relative(path)} has {len(cells)} cells"
            raise LookupError(f"{count}: name a column, as in [={record}:{row}:COLUMN]")
        return cells[0]
    header = header_above(table, place)
    if column.strip() not in header:
        where = f"over row {label!r} of {files.relative(path)}"
        raise LookupError(f"no column {column.strip()!r} {where}; its columns: {', '.join(header)}")
    return cells[header.index(column.strip())]


def number(mark: re.Match) -> str:
    """What a mark of `marks.QUOTE` quotes.

    Raises LookupError if it is not there, or does not keep the bounds that the sentence sets it.
    """
    cell = quoted(mark[1], mark[2], mark[3])
    if bound := broken_bound(mark, cell):
        fix = "reword it, or fix the bound"
        raise LookupError(f"it is {cell}, and the sentence needs {bound}: {fix}")
    return cell


def broken_bound(mark: re.Match, cell: str) -> str:
    """The bound of a mark that a cell does not keep, such as '>2'; '' if it keeps all."""
    for sign, limit in marks.BOUND.findall(mark[4]):
        if not _keeps(cell, _HOLDS[sign], value(limit)):
            return f"{sign}{limit}"
    return ""


def _keeps(cell: str, holds: Callable[[float, float], bool], limit: float) -> bool:
    """Does the number of a cell keep a bound? If it is a range, both of its ends must."""
    found = _RANGE.search(cell)
    return found is not None and all(holds(value(end), limit) for end in found.groups() if end)


def value(number: str) -> float:
    """A number as records write it."""
    return float(number.replace(",", ""))


def header_above(table: list[list[str]], place: int) -> list[str]:
    """The names of the columns of row `place`: the nearest row above it that holds no number and
    has a name for each cell.

    A header may lack a name for the labels: of the rows `bits  odd`, `8  1.6  23.4`, the columns of
    the second are `bits` and `odd`, as they would be under `place  bits  odd`. If there is none,
    the columns have no names.
    """
    width = len(table[place]) - 1
    for cells in reversed(table[:place]):
        names = cells[1:] if len(cells) == width + 1 else cells
        if len(names) == width and not any(_NAMELESS.fullmatch(name) for name in names):
            return names
    return []


def resolved(text: str) -> str:
    """A text without marks, and with the numbers that it quotes."""
    return marks.plain(with_numbers(text))


def with_numbers(text: str) -> str:
    """A text with each [=record:row:column] replaced by its number."""
    return marks.QUOTE.sub(number, text)


def printed(notebook: dict) -> list[str]:
    """What each cell of a recorded lab printed."""
    return ["".join(_streams(cell)) for cell in notebook["cells"]]


def _streams(cell: dict) -> list[str]:
    outputs = [output for output in cell["outputs"] if output["output_type"] == "stream"]
    return ["".join(output["text"]) for output in outputs]


def _record(name: str) -> Path:
    if name.startswith("labs/"):
        return files.DOCS / f"{name}.ipynb"
    return files.RECORDED / f"{name}.txt"


@cached
def _table(path: Path) -> list[list[str]]:
    """The rows of a record, each as its cells."""
    text = read(path)
    if path.suffix == ".ipynb":
        text = "\n".join(printed(files.read_notebook(path)))
    return [re.split(r"\s{2,}", line.strip()) for line in text.splitlines() if line.strip()]
