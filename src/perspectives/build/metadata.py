"""What scholars' tools read in the head of the front page and the views: Highwire's `citation_` tags, and JSON-LD in the terms of schema.org."""

import json
from pathlib import Path

from perspectives import edition
from perspectives.templates import render


def add_metadata(site: Path, address: str) -> None:
    """Put both into the heads. What they say is read from files that the build has written before: cite/*.json and evidence.json."""
    rows = json.loads((site / "evidence.json").read_text("utf8"))["claims"]
    views = [page for page in edition.page_names() if page.startswith("views/")]
    for page in ["index", *views]:
        path, item = site / edition.built(page), json.loads((site / f"cite/{page}.json").read_text("utf8"))[0]
        head = render("head.html", page=page, address=address, item=item, views=views, rows=rows)
        path.write_text(path.read_text("utf8").replace("</head>", f"{head}\n</head>", 1), "utf8")
