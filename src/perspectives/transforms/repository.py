"""Links to the repository's forms: from the title of a code block to where its snippet can be edited, and beside each `cite` to where an error is reported."""

import html
import re
from pathlib import Path

from perspectives.written import edition

_TITLE = re.compile(r'<span class="filename">(?P<file>[\w-]+/[\w-]+\.py)(?P<rest>[^<]*)</span>')
_OWN = r'<a class="cite-this" href="[./]*cite/%s\.txt" data-key="seven:(?:[\w-]+:)?(?P<id>[^"]+)" aria-label="Cite (?P<name>[^"]+)">cite</a>'


def link_repository(site: Path, repository: str) -> None:
    """On every page, for its snippets, and for its own sections and claims; the ids of the form's fields stand in .github/ISSUE_TEMPLATE/error.yml."""
    address = html.escape(repository)
    edit = rf'<span class="filename"><a href="{address}/edit/main/snippets/\g<file>" title="Edit this snippet">\g<file></a>\g<rest></span>'
    for page in edition.page_names():
        form = f"{address}/issues/new?template=error.yml&amp;page={page}"
        report = rf'\g<0> <a class="report" href="{form}&amp;id=\g<id>" aria-label="Report an error in \g<name>">report</a>'
        path = site / edition.built(page)
        path.write_text(
            re.sub(_OWN % page, report, _TITLE.sub(edit, path.read_text("utf8"))), "utf8"
        )
