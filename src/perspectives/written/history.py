"""What changed on each page, and when: read from git."""

import functools
import os
import re
import subprocess
from collections.abc import Iterator
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
_FIX = (
    "install git, and build in a whole clone: `git clone`, or `git fetch --unshallow` in this one"
)


class HistoryError(Exception):
    """Git does not tell the whole history; the message says why, and how to have it."""

    def __init__(self, why: str) -> None:
        what = "the history of the pages cannot be read, so every citation is dated today"
        super().__init__(f"{what} and no page lists its changes: {why}; {_FIX}")


def check() -> None:
    """Raise HistoryError if git does not tell the whole history."""
    head = _head(files.ROOT)
    _commits(files.ROOT, head)
    _claim_commits(files.ROOT, head)


def changes(page: str) -> list[Change]:
    """The commits that touched a page, its claims or what it is made of, latest first; none where
    git does not know them.
    """
    claims = {claim.id for claim in lists.claims() if claim.at.startswith(f"{page}.")}
    try:
        head = _head(files.ROOT)
        return _changes(files.ROOT, head, tuple(_sources(page)), frozenset(claims))
    except HistoryError:
        return []


def _head(root: Path) -> str:
    """The latest commit, which has the pages: a folder around them may be another repository."""
    is_shallow, head, *_ = _git(root, "rev-parse", "--is-shallow-repository", "HEAD", "HEAD:./docs")
    # The one commit of a shallow clone would seem to have made every page.
    if is_shallow == "true":
        raise HistoryError("this clone is shallow")
    return head


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
    derived_from = files.vocabulary("made_of").get(page)
    return [*found, derived_from] if derived_from else found


@functools.cache
def _commits(root: Path, head: str) -> list[tuple[Change, list[str]]]:
    """All commits up to `head`, each with the files that it touched."""
    found = _log(root, head, "--name-only")
    return [(change, [path for path in paths if path]) for change, paths in found]


@functools.cache
def _claim_commits(root: Path, head: str) -> list[tuple[Change, set[str]]]:
    """All commits up to `head` that touched claims.yml, each with the claims that it touched."""
    found = _log(root, head, "-p", "-U20", "--", "docs/claims.yml")
    return [(change, _touched(patch)) for change, patch in found]


def _log(root: Path, head: str, *options: str) -> Iterator[tuple[Change, list[str]]]:
    """All commits up to `head`, each with what git prints about it under these options.

    Unlike `git log`, these two commands print the same whatever the user has configured.
    """
    revisions = "\n".join(_git(root, "rev-list", head))
    form = ("--abbrev=7", "--encoding=UTF-8", f"--format={_START}{_FORMAT}")
    command = ("diff-tree", "--stdin", "--root", "-r", "--relative", *form, *options)
    rows = _git(root, *command, text=revisions)
    for commit in "\n".join(rows).split(_START)[1:]:
        first, *rest = commit.split("\n")
        yield Change(*first.split("\t", 2)), rest


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


def _git(root: Path, *arguments: str, text: str = "") -> list[str]:
    """The lines that git prints about the repository of `root`, and no other, in English."""
    elsewhere = (
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_DIFF_OPTS",
    )  # set while a hook of git runs
    own = {name: value for name, value in os.environ.items() if name not in elsewhere}
    own["LC_ALL"] = "C"
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        ended = subprocess.run(command, capture_output=True, input=text.encode(), env=own)
    except OSError as error:
        raise HistoryError(f"git does not start: {error}") from None
    if ended.returncode:
        raise HistoryError("git says " + " ".join(ended.stderr.decode(errors="replace").split()))
    return ended.stdout.decode(errors="replace").split("\n")
