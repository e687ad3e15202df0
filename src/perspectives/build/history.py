"""What changed on each page, at its foot, and the way on from addresses that have moved."""

from datetime import date
from pathlib import Path

import jinja2

from perspectives import edition, published

_FOOT = '<p class="cite-page">'  # theme/main.html puts it below the text of every page
_JINJA = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, trim_blocks=True, lstrip_blocks=True)
_LATEST = 10  # commits shown; the repository has the rest


def add_history(site: Path, address: str, repository: str) -> None:
    """Put before the foot of each page its corrections, its latest commits and the ids that went elsewhere; leave a sign where a page was."""
    moved = published.redirects()
    for page in edition.page_names():
        path = site / edition.built(page)
        up = "../" * edition.built(page).count("/")
        commits = edition.changes(page)
        fold = _JINJA.get_template("history.html").render(
            commits=[(change, _written(date.fromisoformat(change.day))) for change in commits[:_LATEST]],
            more=len(commits) - _LATEST,
            corrections=[point for point in edition.corrections() if point.at.startswith(f"{page}.md")],
            moved={old.partition("#")[2]: up + link(new) for old, new in moved.items() if old.startswith(f"{page}.md#")},
            repository=repository.rstrip("/"), source=f"docs/{page}.md", up=up,
        )  # fmt: skip
        path.write_text(path.read_text("utf8").replace(_FOOT, fold + _FOOT, 1), "utf8")
    for old, new in moved.items():
        if "#" not in old:
            path = site / edition.built(old.removesuffix(".md"))
            path.parent.mkdir(parents=True, exist_ok=True)
            up = "../" * path.relative_to(site).as_posix().count("/")
            path.write_text(_JINJA.get_template("moved.html").render(new=up + link(new), up=up, canonical=address + link(new)), "utf8")


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def link(place: str) -> str:
    """'views/next-token.md#loop' -> 'views/next-token/#loop'."""
    page, sign, anchor = place.partition("#")
    return edition.built(page.removesuffix(".md")).removesuffix("index.html") + sign + anchor
