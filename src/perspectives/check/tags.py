"""The HTML that is written on a page, as a browser reads it."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from perspectives.written import heads, pages
from perspectives.written.files import cached


class Tag(NamedTuple):
    """An opening tag, and where it stands."""

    line: int
    name: str
    attributes: list[tuple[str, str | None]]


def read(page: Path) -> list[Tag]:
    """The opening tags of a page, code left out."""
    return _reader(page).tags


def unopened(page: Path) -> list[tuple[int, str]]:
    """The closing tags of a page that close nothing: their lines and names."""
    return _reader(page).unopened


@cached
def _reader(page: Path) -> "_Reader":
    reader = _Reader()
    reader.feed("\n".join(body(page)))
    reader.close()
    return reader


@cached
def body(page: Path) -> list[str]:
    """The lines of a page below its head, without inline code; those of the head are empty."""
    first = heads.length(page)
    return ["" if line <= first else row for line, row in pages.uncoded(page)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.unopened: list[tuple[int, str]] = []
        self._open = Counter[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(self.getpos()[0], tag, attrs))
        self._open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if self._open[tag]:
            self._open[tag] -= 1
        else:
            self.unopened.append((self.getpos()[0], tag))
