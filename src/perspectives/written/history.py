"""What changed on each page, and when: read from git."""

import functools
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from perspectives.written import addresses, edition, files, lists


class Change(NamedTuple):
    """One commit that touched a page: its day as 2026-11-23, its short hash, its subject."""

    day: str
    commit: str
    subject: str


_FORMAT = "%cs%x09%h%x09%s"
_ID = re.compile(r"[ +-]- id: (\S+)")  # in a patch of claims.yml
_START = "\x01"  # stands before each commit, for a subject may look like a file


def changes(page: str) -> list[Change]:
    """The commits that touched a page, its claims or what it is made of, latest first; none where
    git does not know them.
    """
    # The one commit of a shallow clone would seem to have made every page.
    if not shutil.which("git") or (files.ROOT / ".git/shallow").exists():
        return []
    head = _git(files.ROOT, "rev-parse", "HEAD").strip()
    claims = {claim.id for claim in lists.claims() if claim.at.startswith(f"{page}.")}
    return _changes(files.ROOT, head, tuple(_sources(page)), frozenset(claims))


@functools.cache
def _changes(root: Path, head: str, sources: tuple[str, ...], claims: frozenset) -> list[Change]:
    of_claims = {change for change, ids in _claim_commits(root, head) if ids & claims}
    return [
        change
        for change, paths in _commits(root, head)
        if change in of_claims or any(_is_among(path, sources) for path in paths)
    ]


def _is_among(path: str, sources: tuple[str, ...]) -> bool:
    return any(path == source or path.startswith(f"{source}/") for source in sources)


def changed(page: str) -> str:
    """The day of a page's last change; today, if git does not know it yet."""
    found = changes(page)
    return found[0].day if found else edition.today()


def _sources(page: str) -> list[str]:
    """The files and folders that a page is made of."""
    if page.startswith("labs/"):
        return [addresses.written(page), f"docs/{page}.ipynb"]
    view = page.rpartition("/")[2]
    found = [addresses.written(page), f"snippets/{view}", f"recorded/{view}"]
    derived_from = files.words("made_of").get(page)
    return [*found, derived_from] if derived_from else found


@functools.cache
def _commits(root: Path, head: str) -> list[tuple[Change, list[str]]]:
    """All commits up to `head`, each with the files that it touched."""
    log = _git(root, "log", "--name-only", f"--format={_START}{_FORMAT}", head)
    found = []
    for commit in log.split(_START)[1:]:
        first, *paths = commit.split("\n")
        found.append((_change(first), [path for path in paths if path]))
    return found


@functools.cache
def _claim_commits(root: Path, head: str) -> list[tuple[Change, set[str]]]:
    """All commits up to `head` that touched claims.yml, each with the claims that it touched."""
    log = _git(root, "log", "-U20", f"--format={_START}{_FORMAT}", head, "--", "docs/claims.yml")
    found = []
    for commit in log.split(_START)[1:]:
        first, *patch = commit.split("\n")
        found.append((_change(first), _touched(patch)))
    return found


def _touched(patch: list[str]) -> set[str]:
    """The claims of which a patch adds or removes a line; the id of a row is its first line."""
    claim, found = "", set()
    for line in patch:
        if line.startswith("@@"):
            claim = ""
        elif match := _ID.match(line):
            claim = match[1]
        if line.startswith(("+ ", "- ", "+-", "--")):
            found.add(claim)
    return found


def _change(line: str) -> Change:
    return Change(*line.split("\t", 2))


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    return subprocess.run(command, capture_output=True, text=True).stdout
