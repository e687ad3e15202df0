"""The title of a code block becomes a link to where its snippet can be edited."""

import html
import re
from pathlib import Path

_TITLE = re.compile(r'<span class="filename">(?P<file>[\w-]+/[\w-]+\.py)(?P<rest>[^<]*)</span>')


def link_snippets(site: Path, repository: str) -> None:
    """In every page, link the file names over code blocks to the repository's edit form."""
    linked = rf'<span class="filename"><a href="{html.escape(repository)}/edit/main/snippets/\g<file>" title="Edit this snippet">\g<file></a>\g<rest></span>'
    for path in site.rglob("*.html"):
        path.write_text(_TITLE.sub(linked, path.read_text("utf8")), "utf8")
