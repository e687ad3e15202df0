"""A ready citation of every page, section and claim: files in cite/, and beside each heading and claim a control that leads to them."""

import html
import json
import re
from pathlib import Path
from typing import Any

import lxml.html

from perspectives.render import templates
from perspectives.transforms.evidence import MODEL
from perspectives.written import edition, lists, marks, pages

_HEADING = r'<a class="headerlink" href="#(?P<anchor>[^"]+)"[^>]*>#</a>(?=</h[23]>)'
_CLAIM = r'<a (?=[^>]*class="cid")(?=[^>]* (?:href="#|id="))[^>]*>(?P<claim>[\w-]+)</a>(?: <a class="v [^>]*>[^<]*</a>)?'
_PLACE = re.compile(f"{_HEADING}|{_CLAIM}")
_CITABLE = (
    "//article//*[self::h1 or self::h2 or self::h3 or (self::p and contains(@class, 'claim'))][@id]"
)


def write_citations(site: Path, address: str) -> None:
    """Write the citations of each page as plain text, BibTeX, RIS and CSL-JSON, and link each heading and claim to its own."""
    found = {
        page: items(page, (site / edition.built(page)).read_text("utf8"), address)
        for page in edition.page_names()
    }
    claims = {claim.id: claim.at.partition(".md")[0] for claim in lists.claims()}
    for page, places in found.items():
        write_files(site / "cite" / page, list(places.values()))

        def control(m: re.Match, page=page) -> str:
            home = claims[m["claim"]] if m["claim"] else page
            item, whole = found[home][m["claim"] or m["anchor"]], found[home][""]
            label = html.escape(f"Cite {item['title'].removeprefix(whole['title']).lstrip(':, ')}")
            return f'{m[0]} <a class="cite-this" href="{edition.up(page)}cite/{home}.txt" data-key="{item["id"]}" aria-label="{label}">cite</a>'

        path = site / edition.built(page)
        path.write_text(_PLACE.sub(control, path.read_text("utf8")), "utf8")


def items(page: str, text: str, address: str) -> dict[str, dict[str, Any]]:
    """A built page, its sections and its claims as CSL-JSON, by anchor; the page itself, whose anchor is '', comes first."""
    about, changed, claims = (
        edition.about(),
        edition.changed(page),
        {claim.id: marks.plain(claim.claim) for claim in lists.claims()},
    )
    base, own = f"seven:{page.replace('/', '-')}", address + edition.link(f"{page}.md")
    title, found = "", {}
    for place in lxml.html.fromstring(text).xpath(_CITABLE):
        anchor, words = (
            place.get("id"),
            " ".join(
                "".join(place.xpath(".//text()[not(parent::a[@class='headerlink'])]")).split()
            ),
        )
        if place.tag == "h1":
            anchor, title = (
                "",
                "" if page == "index" else words,
            )  # the front page stands for the edition
            key, name = base, title or about["title"]
        elif place.tag == "p":
            key, name = f"seven:{anchor}", f"{title}, claim {anchor}"
        else:
            key, name = f"{base}:{anchor}", f"{title}: {words}" if title else words
        snippets = (
            place.xpath("parent::section//span[@class='filename']/text()")
            if place.tag == "h3"
            else []
        )
        more = {
            "snippet": snippets and _ran(snippets[0].partition(",")[0]),
            "abstract": claims[anchor] if place.tag == "p" else None,
        }
        found[anchor] = json.loads(
            templates.render(
                "item.json",
                about=about,
                changed=changed,
                id=key,
                title=name,
                own=own,
                anchor=anchor,
                **more,
            )
        )
    return found


def _ran(snippet: str) -> str:
    """A snippet and, unless it is a calculation without one, the model that it ran on."""
    calls = "perspectives.model" in pages.read(pages.SNIPPETS / snippet)
    return snippet + (f" on {MODEL.partition(',')[0]}, a 4-bit copy" if calls else "")


def write_files(stem: Path, items: list[dict[str, Any]]) -> None:
    """One file a format. The plain text has of each item the APA form, with the day on which it was read, and below it the BibTeX entry."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    for name, encoding in {
        "item.txt": "utf-8-sig",
        "item.bib": "utf8",
        "item.ris": "utf8",
    }.items():  # a mark: text files are served without their encoding
        stem.with_suffix(Path(name).suffix).write_text(
            "\n\n".join(templates.render(name, item=item) for item in items) + "\n", encoding
        )
    stem.with_suffix(".json").write_text(json.dumps(items, indent=1, ensure_ascii=False), "utf8")
