"""What scholars' tools find in the heads of the front page, of pages with claims and of labs:
Highwire's `citation_` tags, and JSON-LD in the terms of schema.org.
"""

import html
import json
import re
from typing import Any

from perspectives.transforms import formats
from perspectives.transforms.evidence import claims
from perspectives.transforms.formats import Item, Name
from perspectives.transforms.site import Page, Site
from perspectives.written import lists, marks

Data = dict[str, Any]

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def add_metadata(site: Site) -> None:
    """Put both into the heads; made of the pages' citations and of the claims."""
    rows = claims(site.address)
    argued = {row["view"] for row in rows} - {"index"}
    articles = [
        page for page in site.pages.values() if page.name in argued or page.name.startswith("labs/")
    ]
    for page in articles:
        page.head += _head(page.item, _part(site, page, rows))
    front = site.pages["index"]
    front.head += _head(front.item, _front(site, articles))


def _head(item: Item, graph: list[Data]) -> str:
    tags = [("title", item["title"])]
    tags += [("author", formats.inverted(name)) for name in item["author"]]
    tags.append(("publication_date", f"{formats.day(item, 'issued'):%Y/%m/%d}"))
    if "container-title" in item:
        tags.append(("inbook_title", item["container-title"]))
    tags += [("public_url", item["URL"]), ("language", item["language"])]
    metas = [
        f'<meta name="citation_{name}" content="{html.escape(text)}">\n' for name, text in tags
    ]
    data = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    data = data.replace("<", "\\u003c")  # no word ends the script
    return f'{"".join(metas)}<script type="application/ld+json">{data}</script>\n'


def _front(site: Site, articles: list[Page]) -> list[Data]:
    """The edition, its articles and its glossary."""
    glossary = f"{site.address}glossary/"
    terms = [
        {
            "@type": "DefinedTerm",
            "@id": f"{glossary}#{term.id}",
            "name": term.term,
            "description": marks.plain(term.definition),
        }
        for term in lists.glossary().values()
    ]
    term_set = {"@type": "DefinedTermSet", "@id": glossary, "name": "Glossary"}
    parts = [*(page.item["URL"] for page in articles), glossary]
    edition = _article(site.pages["index"].item, parts)
    return [edition, {**term_set, "hasDefinedTerm": terms}]


def _part(site: Site, page: Page, rows: list[Data]) -> list[Data]:
    """A page of the edition and its claims."""
    own = [row for row in rows if row["view"] == page.name]
    article = _article(page.item, [row["url"] for row in own])
    article["isPartOf"] = {"@id": site.address}
    return [article, *(_claim(row, article["author"]) for row in own)]


def _article(item: Item, parts: list[str]) -> Data:
    article: Data = {
        "@type": "ScholarlyArticle",
        "@id": item["URL"],
        "url": item["URL"],
        "headline": item["title"],
        "dateModified": f"{formats.day(item, 'issued')}",
        "author": [_author(name) for name in item["author"]],
        "version": item["version"],
        "inLanguage": item["language"],
        "license": _LICENCE,
    }
    if parts:
        article["hasPart"] = [{"@id": part} for part in parts]
    essay = lists.works().entries.get("sevenperspectives")
    if essay:
        name = re.sub(r"[{}]", "", essay.fields["title"])
        article["isBasedOn"] = {"@type": "CreativeWork", "name": name, "url": essay.fields["url"]}
    return article


def _author(name: Name) -> Data:
    if "literal" in name:
        return {"@type": "Organization", "name": name["literal"]}
    given = {"givenName": name["given"]} if "given" in name else {}
    return {
        "@type": "Person",
        "name": formats.spoken(name),
        **given,
        "familyName": formats.family(name),
    }


def _claim(row: Data, authors: list[Data]) -> Data:
    """A row of evidence.json, and our review of it."""
    tested = row["evidence"]
    code = [
        _named("SoftwareSourceCode", shown["name"], shown["url"]) for shown in tested["snippets"]
    ]
    code += [
        _named("SoftwareSourceCode", f"labs/{lab['name']}", lab["url"]) for lab in tested["labs"]
    ]
    works = lists.works()
    return {
        "@type": "Claim",
        "@id": row["url"],
        "identifier": row["id"],
        "text": row["claim"],
        "isBasedOn": code,
        "citation": [
            _named("CreativeWork", works.format(work["key"])[0], work["url"])
            for work in tested["refs"]
        ],
        "review": {
            "@type": "ClaimReview",
            "claimReviewed": row["claim"],
            "reviewRating": {"@type": "Rating", "alternateName": row["verdict"]},
            "reviewBody": row["why"],
            "author": authors,
        },
    }


def _named(kind: str, name: str, address: str) -> Data:
    return {"@type": kind, "@id": address, "name": name}
