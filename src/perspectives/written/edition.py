"""What the edition says of itself: CITATION.cff, the corrections in CHANGELOG.md, the addresses
that moved.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mkdocs.utils import get_build_datetime

from perspectives.written import files

# The fields of a person in CITATION.cff -> their names in CSL.
_PERSON = {
    "family-names": "family",
    "given-names": "given",
    "name-particle": "non-dropping-particle",
    "name-suffix": "suffix",
}
_POINT = re.compile(r"(?m)^[-*] (?:\[(.+?)\]\(docs/(.+?)\): )?(.*(?:\n  .*)*)")


class Correction(NamedTuple):
    """A point of CHANGELOG.md under `### Corrected`.

    `at` is its place, as 'views/next-token.md#NTP-05', or '' if it does not begin with a link to
    one.
    """

    line: int
    version: str
    at: str
    name: str
    text: str


def about() -> dict[str, Any]:
    """CITATION.cff."""
    return files.read_yaml(files.ROOT / "CITATION.cff")


def authors() -> list[dict[str, str]]:
    """All authors, as CSL names: an entity has `literal`, a person `family` and `given`."""
    return [_csl_name(author) for author in about()["authors"]]


def _csl_name(author: dict[str, str]) -> dict[str, str]:
    if "name" in author:
        return {"literal": author["name"]}
    return {name: author[field] for field, name in _PERSON.items() if field in author}


def today() -> str:
    """The day of the build, as 2026-11-23; SOURCE_DATE_EPOCH can set it."""
    return f"{get_build_datetime():%Y-%m-%d}"


def corrections() -> list[Correction]:
    """The corrections of published editions, latest first."""
    return list(_corrections(files.read(files.ROOT / "CHANGELOG.md")))


def _corrections(text: str) -> Iterator[Correction]:
    version, is_list = "", False
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith("## "):
            version, is_list = line.removeprefix("## "), False
        elif line.startswith("### "):
            is_list = line.rstrip() == "### Corrected"
        elif is_list and (point := _POINT.match("\n".join(lines[number - 1 :]))):
            at = successor(point[2] or "")
            yield Correction(number, version, at, point[1] or "", " ".join(point[3].split()))


def redirects() -> dict[str, str]:
    """docs/redirects.yml: old address -> new address."""
    path = files.DOCS / "redirects.yml"
    if not path.is_file():
        return {}
    form = "write one `OLD.md#ID: NEW.md#ID` a line"
    moved = files.read_yaml(path, form) or {}
    if not isinstance(moved, dict):
        raise files.SourceError(path, 1, form)
    return moved


def successor(address: str) -> str:
    """Where an address leads now: by a redirect of its own, or with its whole page."""
    moved = redirects()
    page, sign, anchor = address.partition("#")
    return moved.get(address) or f"{moved.get(page, page)}{sign}{anchor}"
