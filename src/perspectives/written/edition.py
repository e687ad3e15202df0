"""What the edition is: title, authors, version and licence from CITATION.cff, dates and changes from git."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from mkdocs.utils import get_build_datetime

from perspectives.written import lists, pages


class Change(NamedTuple):
    """One commit that touched a page: its day as 2026-11-23, its short hash, its subject."""

    day: str
    commit: str
    subject: str


class Correction(NamedTuple):
    """A point of CHANGELOG.md under `### Corrected`: its line, the version, the place as 'views/next-token.md#NTP-05', its name, the words."""

    line: int
    version: str
    at: str
    name: str
    text: str


def about() -> dict:
    """CITATION.cff."""
    return pages.read_yaml(pages.ROOT / "CITATION.cff")


def page_names() -> list[str]:
    """The pages as 'index', 'views/next-token' ..., in alphabetical order."""
    return sorted(Path(pages.name(source)).with_suffix("").as_posix() for source in pages.sources())


def link(place: str) -> str:
    """Where a place stands below the site's address: 'views/next-token.md#loop' -> 'views/next-token/#loop', 'index.md' -> ''."""
    page, _, anchor = place.partition("#")
    page = page.rpartition(".")[0]
    return ("" if page == "index" else f"{page}/") + (anchor and f"#{anchor}")


def written(page: str) -> str:
    """Where a page is written, from the root of the repository: 'labs/superposition' -> 'labs/superposition.py'."""
    return f"{page}.py" if page.startswith("labs/") else f"docs/{page}.md"


def built(page: str) -> str:
    """The file of a page in the site: 'views/next-token' -> 'views/next-token/index.html'."""
    return f"{link(f'{page}.md')}index.html"


def up(page: str) -> str:
    """The way from a page to the root of the site: 'views/next-token' -> '../../'."""
    return "../" * built(page).count("/")


def changes(page: str) -> list[Change]:
    """The commits that touched a page or what it is made of, latest first; none where git, or a shallow clone, does not know them."""
    if (
        not shutil.which("git") or (pages.ROOT / ".git/shallow").exists()
    ):  # whose one commit would seem to have made every page
        return []
    name = page.rpartition("/")[2]
    more = (
        [f"docs/{page}.ipynb"]
        if page.startswith("labs/")
        else [
            f"snippets/{name}",
            f"recorded/{name}",
            *filter(None, [pages.words("made_of").get(page)]),
        ]
    )
    claims = [
        f"-L/^-.id:.{claim.id}$/,/^$/:docs/claims.yml"
        for claim in lists.claims()
        if claim.at.startswith(f"{page}.")
    ]
    found = dict.fromkeys(
        _log("--", written(page), *more) + (_log("--no-patch", *claims) if claims else [])
    )  # a commit that touched both stands once
    return [
        Change(*line.split("\t")[1:4])
        for line in sorted(found, key=lambda line: int(line.split("\t")[0]), reverse=True)
    ]


def _log(*arguments: str) -> list[str]:
    command = ["git", "-C", str(pages.ROOT), "log", "--format=%ct%x09%cs%x09%h%x09%s", *arguments]
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()


def corrections() -> list[Correction]:
    """The corrections of published editions, latest first; a point that does not begin with a link to its place has an empty `at`."""
    text = pages.read(pages.ROOT / "CHANGELOG.md")
    found = []
    for part in re.finditer(r"(?ms)^## (?P<version>.+?)$(?P<body>.*?)(?=^## |\Z)", text):
        for points in re.finditer(r"(?ms)^### Corrected *$(.*?)(?=^### |\Z)", part["body"]):
            for point in re.finditer(
                r"(?m)^[-*] (?:\[(.+?)\]\(docs/(.+?)\): )?(.*(?:\n  .*)*)", points[1]
            ):
                line = text.count("\n", 0, part.start("body") + points.start(1) + point.start()) + 1
                found.append(
                    Correction(
                        line,
                        part["version"],
                        successor(point[2] or ""),
                        point[1] or "",
                        " ".join(point[3].split()),
                    )
                )
    return found


def changed(page: str) -> str:
    """The day of a page's last change; of today, if git does not know it yet."""
    return next((change.day for change in changes(page)), today())


def today() -> str:
    """The day of the build, which SOURCE_DATE_EPOCH can set."""
    return f"{get_build_datetime():%Y-%m-%d}"


def redirects() -> dict[str, str]:
    """docs/redirects.yml: old address -> new address."""
    path = pages.DOCS / "redirects.yml"
    return (
        pages.read_yaml(path, "one `OLD.md#ID: NEW.md#ID` a line") if path.is_file() else None
    ) or {}


def successor(address: str) -> str:
    """Where an address leads: by a redirect of its own, or with its whole page."""
    moved, (page, sign, anchor) = redirects(), address.partition("#")
    return moved.get(address) or f"{moved.get(page, page)}{sign}{anchor}"
