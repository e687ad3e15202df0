"""Beside the `cite` of each section and claim, a link to the form that reports an error there, with page and id filled in."""

import html
import re
from pathlib import Path

from perspectives import edition

_OWN = r'<a class="cite-this" href="[./]*cite/%s\.txt" data-key="seven:(?:[\w-]+:)?(?P<id>[^"]+)" aria-label="Cite (?P<name>[^"]+)">cite</a>'


def link_reports(site: Path, repository: str) -> None:
    """On every page, for its own sections and claims; the fields' ids stand in .github/ISSUE_TEMPLATE/error.yml."""
    form = html.escape(repository) + "/issues/new?template=error.yml&amp;page="
    for page, path in ((page, site / edition.built(page)) for page in edition.page_names()):
        link = rf'\g<0> <a class="report" href="{form}{page}&amp;id=\g<id>" aria-label="Report an error in \g<name>">report</a>'
        path.write_text(re.sub(_OWN % page, link, path.read_text("utf8")), "utf8")
