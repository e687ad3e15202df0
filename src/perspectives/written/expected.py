"""What views expect of the records: each expectation is a number with a bound."""

from pathlib import Path
from typing import NamedTuple

from perspectives.written import marks, recorded


class Tested(NamedTuple):
    """A number that was to keep a bound: `number` as 'row: column', and what it came to."""

    record: str
    number: str
    bound: str
    found: str
    kept: bool


def tested(quote: str, folder: Path | None = None) -> Tested:
    """What became of an expectation, written as [=v/one:row:n >2], in the edition's records or in
    those of a folder.

    Raises LookupError if the number is not there, ValueError if this is no quote with a bound.
    """
    mark = marks.QUOTE.fullmatch(quote)
    if mark is None or not mark[4]:
        raise ValueError(f"{quote!r} is no quote with a bound")
    record, row, column, bound = mark.groups()
    found = recorded.quoted(record, row, column, folder)
    kept = not recorded.broken_bound(mark, found)
    return Tested(record, ": ".join(filter(None, (row, column))), bound.strip(), found, kept)
