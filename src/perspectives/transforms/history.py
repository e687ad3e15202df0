"""What stands below each page: what changed on it, how to cite and edit it; and the way on from
addresses that have moved.
"""

import logging
import os
from datetime import date

from mkdocs.exceptions import BuildError

from perspectives.render.derived import TEMPLATES
from perspectives.transforms.site import Site
from perspectives.written import addresses, edition, history

_LATEST = 5
_LOG = logging.getLogger("perspectives")  # MkDocs' own would count as a fault


def tell_unknown_history() -> None:
    """Warn once if no page will have its history: an archive has none. A publication needs it."""
    try:
        history.check()
    except history.HistoryError as error:
        if os.environ.get("SITE_URL"):
            raise BuildError(f"SITE_URL is set, but {error}") from None
        _LOG.warning("Warning: %s", error)


def add_feet(site: Site) -> None:
    """Give each page its foot."""
    template = TEMPLATES.get_template("foot.html")
    for page in site.pages.values():
        changes = history.changes(page.name)
        page.foot = template.render(
            page=page,
            up=addresses.up(page.name),
            written=addresses.written(page.name),
            stem=page.name.rpartition("/")[2],
            is_lab=page.name.startswith("labs/"),
            repository=site.repository,
            corrections=[p for p in edition.corrections() if p.at.startswith(f"{page.name}.")],
            changes=[(change, _spoken(change.day)) for change in changes[:_LATEST]],
            earlier=len(changes[_LATEST:]),
            moved=_moved_ids(page.name),
        )


def add_moved_pages(site: Site) -> None:
    """Leave a sign where a page was."""
    template = TEMPLATES.get_template("moved.html")
    for old, new in edition.redirects().items():
        if "#" not in old:
            page = old.rpartition(".")[0]
            site.files[addresses.built(page)] = template.render(
                up=addresses.up(page),
                address=site.address,
                new=addresses.link(new),
                moved=_moved_ids(page),
            )


def _spoken(day: str) -> str:
    """2026-01-03 as 3 January 2026."""
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {parsed:%B %Y}"


def _moved_ids(page: str) -> dict[str, str]:
    """The ids of this page that went elsewhere -> the way from the page to their new places."""
    return {
        old.partition("#")[2]: addresses.up(page) + addresses.link(new)
        for old, new in edition.redirects().items()
        if "#" in old and old.startswith(f"{page}.")
    }
