"""Do the sources agree? Each rule is a small generator of what is wrong; rules.py runs them all."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from perspectives.written import files


class Problem(NamedTuple):
    """Where a source is wrong, what is wrong and how to fix it."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{files.relative(self.path)}:{self.line}: {self.message}"


Problems = Iterator[Problem]
Lines = Iterator[tuple[int, str]]  # of one page: the line, what is wrong and how to fix it
