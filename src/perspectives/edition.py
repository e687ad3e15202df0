"""What the edition is: title, authors, version and licence from CITATION.cff, dates and changes from git."""

import re
import subprocess
from dataclasses import dataclass

import yaml
from mkdocs.utils import get_build_datetime

from perspectives import pages

_LISTS = {"evidence": "claims.yml", "glossary": "glossary.yml", "references": "references.bib"}  # what such a page is derived from


@dataclass(frozen=True)
class Change:
    """One commit that touched a page: its day as 2026-11-23, its short hash, its subject."""

    day: str
    commit: str
    subject: str


@dataclass(frozen=True)
class Correction:
    """A point of CHANGELOG.md under `### Corrected`: its line, the version, the place as 'views/next-token.md#NTP-05', its name, the words."""

    line: int
    version: str
    at: str
    name: str
    text: str


def about() -> dict:
    """CITATION.cff."""
    return yaml.safe_load(pages.read(pages.ROOT / "CITATION.cff"))


def page_names() -> list[str]:
    """The pages as 'index', 'views/next-token' ..., in alphabetical order."""
    return [path.relative_to(pages.DOCS).with_suffix("").as_posix() for path in sorted(pages.DOCS.rglob("*.md"))]


def built(page: str) -> str:
    """Where a page stands in the site: 'views/next-token' -> 'views/next-token/index.html'."""
    return "index.html" if page == "index" else f"{page}/index.html"


def changes(page: str) -> list[Change]:
    """The commits that touched a page, its list, its snippets or their records, latest first; none where git knows none."""
    name = page.split("/")[-1]
    listed = [pages.DOCS / _LISTS[name]] if name in _LISTS else []
    paths = [pages.DOCS / f"{page}.md", *listed, pages.SNIPPETS / name, pages.RECORDED / name]
    command = ["git", "-C", str(pages.ROOT), "log", "--format=%cs%x09%h%x09%s", "--", *map(str, paths)]
    try:
        log = subprocess.run(command, capture_output=True, text=True).stdout
    except FileNotFoundError:  # no git
        return []
    return [Change(*line.split("\t", 2)) for line in log.splitlines()]


def corrections() -> list[Correction]:
    """The corrections of published editions, latest first; a point that does not begin with a link to its place has an empty `at`."""
    text = pages.read(pages.ROOT / "CHANGELOG.md")
    found = []
    for part in re.finditer(r"(?ms)^## (?P<version>.+?)$(?P<body>.*?)(?=^## |\Z)", text):
        for points in re.finditer(r"(?ms)^### Corrected$(.*?)(?=^### |\Z)", part["body"]):
            for point in re.finditer(r"(?m)^- (?:\[(.+?)\]\(docs/(.+?)\): )?(.*(?:\n  .*)*)", points[1]):
                line = text.count("\n", 0, part.start("body") + points.start(1) + point.start()) + 1
                found.append(Correction(line, part["version"], point[2] or "", point[1] or "", " ".join(point[3].split())))
    return found


def changed(page: str) -> str:
    """The day of a page's last change; of today, if git does not know it yet."""
    known = changes(page)
    return known[0].day if known else today()


def today() -> str:
    """The day of the build, which SOURCE_DATE_EPOCH can set."""
    return f"{get_build_datetime():%Y-%m-%d}"
