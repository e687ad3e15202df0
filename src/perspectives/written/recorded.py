"""What is recorded, and the numbers in it. Needs no torch: the site is built from records alone."""

import json
import re
from pathlib import Path

from perspectives.written import files, marks
from perspectives.written.files import cached, read

_NUMBER = re.compile(r"-?[\d,.]+")


def passages() -> list[dict]:
    """The passages of the game, each with its `words`: numbers as numbers, [word, ...] for every
    candidate.
    """
    found: list[dict] = []
    for row in kept("play/words"):
        if "name" in row:
            found.append(row | {"words": []})
            continue
        row["bits"] = [float(bits) for bits in row["bits"]]
        row["tokens"] = [[token, float(bits)] for token, bits in row["tokens"]]
        row["shares"] = [[word, *map(float, shares)] for word, shares in row["shares"].items()]
        found[-1]["words"].append(row)
    return found


def kept(record: str) -> list[dict]:
    """The rows that a snippet kept for a page."""
    path = files.RECORDED / f"{record}.jsonl"
    return [json.loads(line) for line in read(path).splitlines()]


def quoted(record: str, row: str, column: str | None) -> str:
    """The cell of a recorded table, as in [=record:row:column].

    Cells are separated by two or more blanks; the first cell of a row is its label. Raises
    LookupError with what there is to choose from.
    """
    path = _record(record)
    if not path.is_file():
        fix = f"fix the name, or run nox -s record -- {record.partition('/')[0]}"
        raise LookupError(f"{files.relative(path)} does not exist: {fix}")
    table, label = _table(path), row.strip()
    labels = [cells[0] for cells in table]
    if labels.count(label) != 1:
        count = f"{files.relative(path)} has {labels.count(label)} rows {label!r}"
        raise LookupError(f"{count}; its rows: {', '.join(labels)}")
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
        if len(names) == width and not any(_NUMBER.fullmatch(name) for name in names):
            return names
    return []


def resolved(text: str) -> str:
    """A text without marks, and with the numbers that it quotes."""
    return marks.plain(with_numbers(text))


def with_numbers(text: str) -> str:
    """A text with each [=record:row:column] replaced by its number."""
    return marks.QUOTE.sub(lambda mark: quoted(mark[1], mark[2], mark[3]), text)


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
        text = "\n".join(printed(json.loads(text)))
    return [re.split(r"\s{2,}", line.strip()) for line in text.splitlines() if line.strip()]
