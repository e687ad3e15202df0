"""What scholars' tools read in the head of the front page and the views: Highwire's `citation_` tags, and JSON-LD in the terms of schema.org."""

import json
from pathlib import Path

from perspectives import edition, lists
from perspectives.templates import render

_ESSAY = "sevenperspectives"  # its key in references.bib


def add_metadata(site: Path, address: str) -> None:
    """Put both into the heads. What they say is read from files that the build has written before: cite/*.json and evidence.json."""
    rows = json.loads((site / "evidence.json").read_text("utf8"))["claims"]
    views = [page for page in edition.page_names() if page.startswith("views/")]
    essay = [entry.fields for key, entry in lists.works().entries.items() if key == _ESSAY]
    for page in ["index", *views]:
        path, claims = site / edition.built(page), [row for row in rows if row["view"] == page and page in views]
        item = json.loads((site / f"cite/{page}.json").read_text("utf8"))[0]
        parts = [f"{address}{view}/" for view in [*views, "glossary"]] if page == "index" else [claim["url"] for claim in claims]
        head = render("head.html", page=page, address=address, essay=essay[0] if essay else None, item=item, claims=claims, parts=parts)
        path.write_text(path.read_text("utf8").replace("</head>", f"{head}\n</head>", 1), "utf8")
