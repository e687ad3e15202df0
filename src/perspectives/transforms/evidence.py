"""What machines read: evidence.json, which docs/evidence.schema.json describes, with the claims, their verdicts and what these rest on;
and in the head of the front page and the views Highwire's `citation_` tags and JSON-LD in the terms of schema.org.
"""

import json
import re
from pathlib import Path

from perspectives.render import templates
from perspectives.written import edition, lists, marks, pages, recorded

MODEL = "SmolLM2-135M-Instruct, a copy that keeps its weights in about four bits each, dequantised"
_MEANING = re.compile(
    r'^<span class="v [\w-]+">([\w ]+)</span>\n: +(.+)$', re.M
)  # where the introduction explains the verdicts


def write_evidence(site: Path, address: str) -> None:
    """Write evidence.json at the root of the site; `address` is where the site will stand."""
    meanings = dict(_MEANING.findall(pages.read(pages.DOCS / "introduction.md")))
    verdicts = {verdict: meanings[verdict] for verdict in lists.VERDICTS}
    text = templates.render(
        "evidence.json",
        address=address,
        model=MODEL,
        verdicts=verdicts,
        text=_text,
        identifiers=_identifiers,
    )
    (site / "evidence.json").write_text(text, "utf8")


def add_metadata(site: Path, address: str) -> None:
    """Put the latter two into the heads. What they say is read from files that the build has written before: cite/*.json and evidence.json."""
    rows = json.loads((site / "evidence.json").read_text("utf8"))["claims"]
    views = [page for page in edition.page_names() if page.startswith("views/")]
    for page in ["index", *views]:
        path, item = (
            site / edition.built(page),
            json.loads((site / f"cite/{page}.json").read_text("utf8"))[0],
        )
        head = templates.render(
            "head.html", page=page, address=address, item=item, views=views, rows=rows
        )
        path.write_text(path.read_text("utf8").replace("</head>", f"{head}\n</head>", 1), "utf8")


def _text(marked: str | None) -> str | None:
    """Without marks, and with the numbers that it quotes."""
    return (
        marks.plain(recorded.QUOTE.sub(lambda m: recorded.quoted(m[1], m[2], m[3]), marked))
        if marked
        else None
    )


def _identifiers(key: str) -> dict[str, str]:
    """What the list of references knows a work by elsewhere."""
    entry = lists.works().entries[key].fields
    return {
        name: entry[field]
        for name, field in (("doi", "doi"), ("arxiv", "eprint"), ("address", "url"))
        if field in entry
    }
