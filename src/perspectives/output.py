"""What code prints, draws and keeps: captured while a run is recorded."""

import contextlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Output:
    """What a piece of code made: text, figures as SVG, and rows of data as JSON, each with its line
    end.
    """

    printed: str = ""
    figures: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)


_capturing: list[Output] = []  # the innermost is last


@contextlib.contextmanager
def capture(output: Output) -> Iterator[None]:
    """Add what the code inside makes to `output`, also if it raises."""
    text = io.StringIO()
    _capturing.append(output)
    try:
        with contextlib.redirect_stdout(text):
            yield
    finally:
        _capturing.pop()
        output.printed += text.getvalue()


def capturing() -> Output | None:
    """Where figures and data go now, or None if nothing is being captured."""
    return _capturing[-1] if _capturing else None


def keep(rows: list[dict]) -> None:
    """Hand over what a page loads on demand: to the record, one row a line, or, in a snippet run by
    hand, to nobody.

    Records are compared as text: give numbers as strings with a fixed number of decimals.
    """
    if output := capturing():
        output.data += [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
