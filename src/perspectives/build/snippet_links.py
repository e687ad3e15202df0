"""The title of a code block becomes a link to where its snippet can be edited."""

import html
import re
from pathlib import Path

_TITLE = re.compile(r'<span class="filename">(?P<file>[\w-]+/[\w-]+\.py)(?P<rest>[^<]*)</span>')


def link_snippets(site: Path, repository: str) -> None:
    """In every page, link the file names over code blocks to the repository's edit form."""
    base = html.escape(repository)

    def link(m: re.Match) -> str:
        return f'<span class="filename"><a href="{base}/edit/main/snippets/{m["file"]}" title="Edit this snippet">{m["file"]}</a>{m["rest"]}</span>'

    for path in site.rglob("*.html"):
        text = path.read_text("utf8")
        if (linked := _TITLE.sub(link, text)) != text:
            path.write_text(linked, "utf8")
