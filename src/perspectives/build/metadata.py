"""What scholars' tools read in the head of the front page and the views: Highwire's `citation_` tags, and JSON-LD in the terms of schema.org."""

import html
import json
import re
from pathlib import Path
from typing import Any

from perspectives import edition, lists
from perspectives.markdown.marks import plain

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_ESSAY = "sevenperspectives"  # its key in references.bib


def add_metadata(site: Path, address: str) -> None:
    """Put both into the heads. What they say is read from files that the build has written before: cite/*.json and evidence.json."""
    rows = json.loads((site / "evidence.json").read_text("utf8"))["claims"]
    views = [page for page in edition.page_names() if page.startswith("views/")]
    for page in ["index", *views]:
        item = json.loads((site / f"cite/{page}.json").read_text("utf8"))[0]
        parts = [terms(address)] if page == "index" else [claim(row, item) for row in rows if row["view"] == page]
        whole = article(item) | ({"isPartOf": {"@id": address}} if page in views else {})
        whole["hasPart"] = [{"@id": f"{address}{view}/"} for view in views if page == "index"] + [{"@id": part["@id"]} for part in parts]
        graph = json.dumps({"@context": "https://schema.org", "@graph": [whole, *parts]}, ensure_ascii=False, separators=(",", ":"))
        head = f'{tags(item)}<script type="application/ld+json">{graph.replace("<", chr(92) + "u003c")}</script>\n</head>'
        path = site / edition.built(page)
        path.write_text(path.read_text("utf8").replace("</head>", head, 1), "utf8")


def tags(item: dict[str, Any]) -> str:
    """An item of CSL-JSON as the tags that Google Scholar and Zotero look for."""
    values = {
        "title": item["title"], "author": item["author"][0]["literal"], "publication_date": _day(item, "/"), "inbook_title": item.get("container-title"),
        "public_url": item["URL"], "language": item["language"],
    }  # fmt: skip
    return "".join(f'<meta name="citation_{name}" content="{html.escape(value)}">\n' for name, value in values.items() if value)


def article(item: dict[str, Any]) -> dict[str, Any]:
    """A page; the front page stands for the whole edition."""
    essay = [entry.fields for key, entry in lists.works().entries.items() if key == _ESSAY]
    return {
        "@type": "ScholarlyArticle", "@id": item["URL"], "url": item["URL"], "headline": item["title"], "dateModified": _day(item, "-"),
        "author": {"@type": "Organization", "name": item["author"][0]["literal"]}, "version": item["version"], "inLanguage": item["language"],
        "license": _LICENCE, "isBasedOn": [{"@type": "CreativeWork", "name": re.sub(r"[{}]", "", fields["title"]), "url": fields["url"]} for fields in essay],
    }  # fmt: skip


def claim(row: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """A row of evidence.json: what the essay claims, the code and the works that speak to it, and our verdict as a review."""
    code = [{"@type": "SoftwareSourceCode", "@id": snippet["url"], "name": snippet["name"]} for snippet in row["evidence"]["snippets"]]
    works = [{"@type": "CreativeWork", "@id": work["url"], "name": lists.works().format(work["key"])[0]} for work in row["evidence"]["refs"]]
    verdict = {"@type": "Rating", "alternateName": row["verdict"]}
    review = {"@type": "ClaimReview", "claimReviewed": row["claim"], "reviewRating": verdict, "reviewBody": row["why"], "author": article(item)["author"]}
    return {"@type": "Claim", "@id": row["url"], "identifier": row["id"], "text": row["claim"], "isBasedOn": code, "citation": works, "review": review}


def terms(address: str) -> dict[str, Any]:
    """The glossary."""
    page = f"{address}glossary/"
    entries = [
        {"@type": "DefinedTerm", "@id": f"{page}#{term.id}", "name": term.term, "description": plain(term.definition)} for term in lists.glossary().values()
    ]
    return {"@type": "DefinedTermSet", "@id": page, "name": "Glossary", "hasDefinedTerm": entries}


def _day(item: dict[str, Any], sign: str) -> str:
    return sign.join(f"{part:02}" for part in item["issued"]["date-parts"][0])
