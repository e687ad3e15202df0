"""What is recorded, where, and the numbers in it. Needs no torch: the site is built from records alone."""

import json
import re
from pathlib import Path

from perspectives.written import pages

# In prose: [=next-token/n_grams:prose:n = 4] or, if the row has one number, [=next-token/loop:prompts].
QUOTE = re.compile(r"\[=([\w/-]+):([^:\[\]]+)(?::([^:\[\]]+))?\]")
# A number that a run may have printed: a decimal, a share, "3 of 4"; not a version, not "95 % interval".
_TYPED = re.compile(
    r"(?<![\w.,/])(?:\d[\d,]*)?\.\d+(?!\d|\.\d)|\b\d[\d,]* (?:out )?of (?:the )?\d+|\d+[ \u00a0\u202f]?%(?! interval)|\d+ per cent"
)

kept: list[str] | None = None  # while a run is recorded, its data come here


def snippets(view: str | None = None) -> list[Path]:
    """The snippets of one view, or of all."""
    return sorted(
        path
        for path in pages.SNIPPETS.glob("*/*.py")
        if path.parent.name != "data" and view in (None, path.parent.name)
    )


def shown(snippet: Path) -> str:
    """The last section before the check: when it has run, everything that is recorded has been printed."""
    return ([name for name in pages.sections(snippet) if name != "check"] or ["check"])[-1]


def files(snippet: Path) -> tuple[Path, Path, Path]:
    """Where the text, the figure and the data of a snippet are recorded."""
    stem = pages.RECORDED / snippet.relative_to(pages.SNIPPETS)
    return stem.with_suffix(".txt"), stem.with_suffix(".svg"), stem.with_suffix(".jsonl")


def keep(rows: list[dict]) -> None:
    """Hand over what a page loads when it is asked for: to the record, one row a line, or in a snippet run by hand to nobody.

    Records are compared as text: give numbers as strings with a fixed number of decimals.
    """
    if kept is not None:
        kept.extend(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def passages() -> list[dict]:
    """The passages of the game, as the site offers them: each with its `words`, numbers as numbers, [word, ...] for every candidate."""
    found: list[dict] = []
    for row in map(json.loads, pages.read(pages.RECORDED / "play/words.jsonl").splitlines()):
        if "name" in row:
            found.append(row | {"words": []})
        else:
            costs = {
                "bits": [float(bits) for bits in row["bits"]],
                "tokens": [[token, float(bits)] for token, bits in row["tokens"]],
            }
            found[-1]["words"].append(
                row
                | costs
                | {"shares": [[word, *map(float, both)] for word, both in row["shares"].items()]}
            )
    return found


def quoted(record: str, row: str, column: str | None) -> str:
    """The cell of a recorded table. Raises LookupError with what there is to choose from.

    Cells are separated by two or more blanks. The header of a row is the nearest line above it that has as many cells,
    or one fewer if nothing stands above the labels, and holds no number.
    """
    path = (
        pages.DOCS / f"{record}.ipynb"
        if record.startswith("labs/")
        else pages.RECORDED / f"{record}.txt"
    )
    if not path.is_file():
        raise LookupError(
            f"no record {pages.relative(path)}: mend the name, or make it with nox -s record -- {record.partition('/')[0]}"
        )
    text = (
        path.read_text("utf8")
        if path.suffix == ".txt"
        else "\n".join(printed(json.loads(path.read_text("utf8"))))
    )
    table = [re.split(r"\s{2,}", line.strip()) for line in text.splitlines() if line.strip()]
    labels = [cells[0] for cells in table]
    if labels.count(row.strip()) != 1:
        raise LookupError(
            f"{pages.relative(path)} has {labels.count(row.strip())} rows {row.strip()!r}; its rows: {', '.join(labels)}"
        )
    n = labels.index(row.strip())
    cells = table[n][1:]
    if column is None:
        if len(cells) != 1:
            raise LookupError(
                f"row {row!r} of {pages.relative(path)} has {len(cells)} cells: name a column, as in [={record}:{row}:COLUMN]"
            )
        return cells[0]
    rows_above = (
        above[1:] if len(above) == len(cells) + 1 else above for above in reversed(table[:n])
    )
    headers = (
        row
        for row in rows_above
        if len(row) == len(cells) and not any(re.fullmatch(r"-?[\d,.]+", cell) for cell in row)
    )
    if column.strip() not in (header := next(headers, [])):
        raise LookupError(
            f"no column {column.strip()!r} over row {row.strip()!r} of {pages.relative(path)}"
        )
    return cells[header.index(column.strip())]


def printed(notebook: dict) -> list[str]:
    """What each cell of a recorded lab printed."""
    return [
        "".join(
            "".join(output["text"])
            for output in cell["outputs"]
            if output["output_type"] == "stream"
        )
        for cell in notebook["cells"]
    ]


def typed(text: str) -> re.Match | None:
    """The first number in a text that a run may have printed and that is not quoted from a record."""
    return _TYPED.search(QUOTE.sub(pages.newlines, text))
