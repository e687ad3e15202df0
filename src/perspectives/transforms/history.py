"""What changed on each page, at its foot, and the way on from addresses that have moved."""

from pathlib import Path

from perspectives.render import templates
from perspectives.written import edition

_FOOT = '<p class="cite-page">'  # theme/page.html puts it below the text of every page


def add_history(site: Path, address: str, repository: str) -> None:
    """Put before the foot of each page its corrections, its latest commits and the ids that went elsewhere; leave a sign where a page was."""
    moved = edition.redirects()
    for page in edition.page_names():
        path = site / edition.built(page)
        corrections = [point for point in edition.corrections() if point.at.startswith(f"{page}.")]
        told = {
            "commits": edition.changes(page),
            "corrections": corrections,
            "moved": _ids_from(page, moved),
        }
        path.write_text(
            path.read_text("utf8").replace(
                _FOOT,
                templates.render("history.html", page=page, repository=repository, **told) + _FOOT,
                1,
            ),
            "utf8",
        )
    for old, new in moved.items():
        if "#" not in old:
            page = old.rpartition(".")[0]
            path = site / edition.built(page)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                templates.render(
                    "moved.html",
                    page=page,
                    address=address,
                    new=edition.link(new),
                    moved=_ids_from(page, moved),
                ),
                "utf8",
            )


def _ids_from(page: str, moved: dict[str, str]) -> dict[str, str]:
    """The ids of this page that went elsewhere -> the way from the page to their new places."""
    return {
        old.partition("#")[2]: edition.up(page) + edition.link(new)
        for old, new in moved.items()
        if "#" in old and old.startswith(f"{page}.")
    }
