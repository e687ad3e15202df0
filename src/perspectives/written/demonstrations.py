"""Which snippet is shown where: the one answer for citations, search, the evidence table and the
checks.
"""

import re
from pathlib import Path
from typing import NamedTuple

from perspectives.written import files, pages, snippets
from perspectives.written.files import cached

_HEADING = re.compile(r"^#{1,6} .*\{[^}]*#([\w:-]+)[^}]*\}\s*$")


class Demonstration(NamedTuple):
    """A snippet on a page: `page` as 'views/next-token.md', `anchor` of the heading that it stands
    under.
    """

    snippet: Path
    page: str
    anchor: str
    sections: tuple[str, ...]  # those that the page shows, in its order
    line: int  # of its first block on the page

    @property
    def name(self) -> str:
        """'next-token/loop'."""
        return self.snippet.relative_to(files.SNIPPETS).with_suffix("").as_posix()

    @property
    def place(self) -> str:
        """'views/next-token.md#loop'."""
        return f"{self.page}#{self.anchor}"

    @property
    def is_exercise(self) -> bool:
        return self.snippet.stem.startswith("exercise")

    @property
    def calls_model(self) -> bool:
        """Does it run the language model, or is it a calculation without one?"""
        return snippets.calls_model(self.snippet)


def demonstrations() -> list[Demonstration]:
    """Every snippet that a page includes, in the order of the pages' names and of their lines."""
    return [found for page in pages.page_files() for found in on_page(page)]


@cached
def on_page(page: Path) -> list[Demonstration]:
    """The demonstrations of one page."""
    shown: dict[Path, list[pages.Block]] = {}
    for block in pages.blocks(page):
        if block.section and files.SNIPPETS in block.file.parents:
            shown.setdefault(block.file, []).append(block)
    headings = [
        (line, match[1]) for line, row in pages.prose(page) if (match := _HEADING.match(row))
    ]
    found = []
    for snippet, blocks in shown.items():
        above = [anchor for line, anchor in headings if line < blocks[0].line]
        sections = tuple(block.section or "" for block in blocks)
        anchor = above[-1] if above else ""
        found.append(Demonstration(snippet, pages.name(page), anchor, sections, blocks[0].line))
    return found
