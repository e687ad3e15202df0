"""A ready citation of every page, section and claim: files in cite/, and beside each heading and claim a control that leads to them."""

import html
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import rispy
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from perspectives import edition, lists, pages
from perspectives.build.evidence import MODEL
from perspectives.markdown.marks import plain

_HEADING = r'<a class="headerlink" href="#(?P<anchor>[^"]+)"[^>]*>#</a>(?=</h[23]>)'
_CLAIM = r'<a (?=[^>]*class="cid")(?=[^>]* (?:href="#|id="))[^>]*>(?P<claim>[\w-]+)</a>(?: <a class="v [^>]*>[^<]*</a>)?'
_PLACE = re.compile(f"{_HEADING}|{_CLAIM}")
_CITABLE = "//article//*[self::h1 or self::h2 or self::h3 or (self::p and contains(@class, 'claim'))][@id]"


def write_citations(site: Path, address: str) -> None:
    """Write the citations of each page as plain text, BibTeX, RIS and CSL-JSON, and link each heading and claim to its own."""
    found = {page: items(page, (site / edition.built(page)).read_text("utf8"), address) for page in edition.page_names()}
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
    about, claims = edition.about(), {claim.id: plain(claim.claim) for claim in lists.claims()}
    issued, accessed = ({"date-parts": [[int(part) for part in day.split("-")]]} for day in (edition.changed(page), edition.today()))
    base, own = f"seven:{page.replace('/', '-')}", address + edition.link(f"{page}.md")
    title, found = "", {}
    for place in lxml.html.fromstring(text).xpath(_CITABLE):
        for link in place.xpath(".//a[@class='headerlink']"):
            link.drop_tree()
        anchor, words = place.get("id"), " ".join(place.text_content().split())
        if place.tag == "h1":
            anchor, title = "", "" if page == "index" else words  # the front page stands for the edition
            key, name = base, title or about["title"]
        elif place.tag == "p":
            key, name = f"seven:{anchor}", f"{title}, claim {anchor}"
        else:
            key, name = f"{base}:{anchor}", f"{title}: {words}" if title else words
        found[anchor] = {
            "id": key,
            "type": "webpage",
            "title": name,
            "author": [{"literal": author["name"]} for author in about["authors"]],
            "issued": issued,
            "version": about["version"],
            "URL": f"{own}#{anchor}" if anchor else own,
            "accessed": accessed,
            "language": "en-GB",
        }
        snippets = place.xpath("parent::section//span[@class='filename']/text()") if place.tag == "h3" else []
        found[anchor] |= {"genre": f"With the output of {_ran(snippets[0].partition(',')[0])}"} if snippets else {}
        found[anchor] |= {"container-title": about["title"]} if name != about["title"] else {}
        found[anchor] |= {"abstract": claims[anchor]} if place.tag == "p" else {}
    return found


def _ran(snippet: str) -> str:
    """A snippet and, unless it is a calculation without one, the model that it ran on."""
    calls = "perspectives.model" in pages.read(pages.SNIPPETS / snippet)
    return snippet + (f" on {MODEL.partition(',')[0]}, a 4-bit copy" if calls else "")


def write_files(stem: Path, items: list[dict[str, Any]]) -> None:
    """One file a format. The plain text has of each item the APA form and, below it, the BibTeX entry."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    entries = [_written(item["id"], bibtex(item)) for item in items]
    text = "\n".join(f"{apa(item)}\n{entry}" for item, entry in zip(items, entries, strict=True))
    stem.with_suffix(".txt").write_text(text, "utf-8-sig")  # with a mark, since text files are served without their encoding
    stem.with_suffix(".bib").write_text("\n".join(entries), "utf8")
    stem.with_suffix(".ris").write_text(rispy.dumps([ris(item) for item in items], implementation=_Unnumbered), "utf8")
    stem.with_suffix(".json").write_text(json.dumps(items, indent=1, ensure_ascii=False), "utf8")


def apa(item: dict[str, Any]) -> str:
    """APA's form for a page that changes: with the day on which it was read."""
    issued, accessed = (date(*item[when]["date-parts"][0]) for when in ("issued", "accessed"))
    output = f" [{item['genre']}]" if "genre" in item else ""
    inside = f"{'' if item['title'][-1] in '?!' else '.'} In {item['container-title']}" if "container-title" in item else ""
    return (
        f"{item['author'][0]['literal']}. ({issued:%Y, %B} {issued.day}). {item['title']}{inside} (Version {item['version']}){output}."
        f" Retrieved {accessed:%B} {accessed.day}, {accessed.year}, from {item['URL']}"
    )


def bibtex(item: dict[str, Any]) -> Entry:
    """The item for BibTeX, whose @misc has no place for a version or a larger work but its note."""
    issued, accessed = (date(*item[when]["date-parts"][0]) for when in ("issued", "accessed"))
    inside = f"In {item['container-title']}, version" if "container-title" in item else "Version"
    note = f"{inside} {item['version']}, as of {edition.written(issued.isoformat())}{'. ' + item['genre'] if 'genre' in item else ''}"
    title = re.sub(r"[{}]", "", item["title"])  # BibTeX counts braces, escaped ones too
    fields = {"title": f"{{{title}}}", "year": str(issued.year), "month": f"{issued:%b}".lower(), "note": note}
    fields |= {"url": item["URL"], "urldate": accessed.isoformat()} | ({"abstract": re.sub(r"[{}]", "", item["abstract"])} if "abstract" in item else {})
    return Entry("misc", fields, {"author": [Person(last=f"{{{author['literal']}}}") for author in item["author"]]})


def ris(item: dict[str, Any]) -> dict[str, Any]:
    """The item with RIS's names."""
    issued, accessed = ("/".join(f"{part:02}" for part in item[when]["date-parts"][0]) for when in ("issued", "accessed"))
    fields = {
        "type_of_reference": "ELEC", "id": item["id"], "authors": [author["literal"] for author in item["author"]], "title": item["title"],
        "secondary_title": item.get("container-title"), "year": issued[:4], "date": issued, "edition": item["version"], "abstract": item.get("abstract"),
        "type_of_work": item.get("genre"),
        "urls": [item["URL"]], "access_date": accessed, "language": item["language"],
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value}


class _Unnumbered(rispy.RisWriter):
    def set_header(self, count: int) -> str:
        """Nothing: the number that rispy puts before each item is no part of RIS."""
        return ""


def _written(key: str, entry: Entry) -> str:
    """Pybtex writes the macro of a month as text, and escapes addresses as if they were set in type."""
    text = Writer().to_string(BibliographyData({key: entry}))
    text = re.sub(r'month = "(\w+)"', r"month = \1", text)
    return re.sub(r"(?m)^ *url = .*$", lambda m: m[0].replace("\\", ""), text)
