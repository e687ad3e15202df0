"""What was published stays: docs/ids.txt lists it, docs/redirects.yml says where it has moved.

`python -m perspectives.check.published` writes the list before a version is published.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from perspectives.check import Problem, Problems
from perspectives.check.text import matches
from perspectives.written import edition, files, lists, marks, pages

_POINT = "- [NTP-05](docs/views/next-token.md#NTP-05): said ..., says ..."


def addresses() -> dict[str, str]:
    """Every address, as 'views/next-token.md#loop' or without #loop -> file and line."""
    found: dict[str, str] = {}
    for path in pages.page_files():
        page, file = pages.name(path), files.relative(path)
        found[page] = f"{file}:1"
        for anchor, line in anchors(path).items():
            found[f"{page}#{anchor}"] = f"{file}:{line}"
    return found


def anchors(page: Path) -> dict[str, int]:
    """The ids that a page sets itself or gets from a directive, and their lines."""
    found = dict(pages.ids(page))
    for line, mark in matches(page, marks.DIRECTIVE):
        found |= dict.fromkeys(_derived(mark[1]), line)
    return found


def _derived(directive: str) -> Iterable[str]:
    if directive == "evidence":
        return [claim.id for claim in lists.claims()]
    if directive == "glossary":
        return lists.glossary()
    return lists.cited() if directive == "references" else []


def addresses_stay() -> Problems:
    """A published address still exists, or is redirected."""
    path, now, moved = files.DOCS / "ids.txt", addresses(), edition.redirects()
    published = files.read(path).split() if path.is_file() else []
    added = sorted(now.keys() - set(published))
    for line, address in enumerate(published, 1):
        page, _, anchor = address.partition("#")
        # Of a page that is gone, one message is enough.
        is_told = anchor and page not in now and page not in moved
        if address in now or edition.successor(address) in now or is_told:
            continue
        alike = [new for new in added if new.startswith(f"{page}#") or new.endswith(f"#{anchor}")]
        hint = "; ".join(f"{now[new]} has {new}" for new in alike[:3])
        what = f"{address} was published but is gone{f' ({hint})' if hint else ''}"
        fix = f"put it back, or add `{address}: PAGE.md#ID` to docs/redirects.yml"
        yield Problem(path, line, f"{what}: {fix}")


def redirects() -> Problems:
    """A redirect leads from an address that is gone to one that exists."""
    path, now = files.DOCS / "redirects.yml", addresses()
    for old, new in edition.redirects().items():
        line = files.line_of(path, rf"^['\"]?{re.escape(old)}['\"]?:")
        if new not in now:
            yield Problem(path, line, f"{old} leads to {new}, which does not exist: fix it")
        if old in now:
            yield Problem(path, line, f"{old} still exists, in {now[old]}: remove this line")


def corrections() -> Problems:
    """A correction of a published version begins with a link to its place."""
    now = addresses()
    for point in edition.corrections():
        if point.at not in now:
            message = f"a correction begins with a link to its place: write {_POINT}"
            yield Problem(files.ROOT / "CHANGELOG.md", point.line, message)


RULES = [addresses_stay, redirects, corrections]

if __name__ == "__main__":
    lines = [f"{address}\n" for address in sorted(addresses())]
    (files.DOCS / "ids.txt").write_text("".join(lines), "utf8")
