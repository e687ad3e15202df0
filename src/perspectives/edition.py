"""What the edition is: title, authors, version and licence from CITATION.cff, dates and changes from git."""

import functools
import subprocess
from dataclasses import dataclass
from pathlib import Path

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


@functools.cache
def about() -> dict:
    """CITATION.cff."""
    return yaml.safe_load(pages.read(pages.ROOT / "CITATION.cff"))


def changes(page: Path) -> list[Change]:
    """The commits that touched a page, its list, its snippets or their records, latest first; none where git knows none."""
    listed = [pages.DOCS / _LISTS[page.stem]] if page.stem in _LISTS else []
    paths = [page, *listed, pages.SNIPPETS / page.stem, pages.RECORDED / page.stem]
    command = ["git", "-C", str(pages.ROOT), "log", "--format=%cs%x09%h%x09%s", "--", *map(str, paths)]
    try:
        log = subprocess.run(command, capture_output=True, text=True).stdout
    except FileNotFoundError:  # no git
        return []
    return [Change(*line.split("\t", 2)) for line in log.splitlines()]


def today() -> str:
    """The day of the build, which SOURCE_DATE_EPOCH can set."""
    return f"{get_build_datetime():%Y-%m-%d}"
