"""Python-Markdown extensions of the edition. They only render: what must name file and line is checked in `sources.py`.

[[tokens]]  [[counts -> n-gram model]]   a glossary term, linked at its first use on a page
[@key]  [@key, p. 5; @other]             a citation
[=next-token/n_grams:prose:n = 4]        a number of a run, taken from its record
{{evidence}}  {{strip views/x.md}} ...   what is derived from the three lists
{#NTP-03 .claim} at a paragraph's end    the paragraph carries this claim
"""

import logging
import re
from xml.etree.ElementTree import Element, fromstring

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from perspectives.render import templates
from perspectives.written import lists, marks, recorded

_LOG = logging.getLogger("mkdocs.perspectives")  # a warning here ends a strict build


class Derived(Preprocessor):
    """Replaces each directive, {{evidence}} or {{strip PAGE}}, by the template of its name in templates/, filled from the lists."""

    def run(self, lines: list[str]) -> list[str]:
        return [
            part
            for line in lines
            for part in templates.DIRECTIVE.sub(self._expand, line).split("\n")
        ]

    def _expand(self, m: re.Match) -> str:
        if m[1] not in templates.DIRECTIVES:
            _LOG.warning(
                "unknown directive %s: there are %s", m[0], ", ".join(templates.DIRECTIVES)
            )
            return m[0]
        return templates.render(f"{m[1]}.md", page=m[2], claims=lists.claims()).strip("\n")


class Mark(InlineProcessor):
    """What the marks have in common: one that names what there is not stays as it is, and the build warns."""

    def handleMatch(self, m, data):  # noqa: N802
        try:
            return self.element(m), m.start(0), m.end(0)
        except LookupError as error:
            _LOG.warning("%s", error)
            return m[0], m.start(0), m.end(0)


class TermMark(Mark):
    """Links the first use on a page to the glossary; the definition shows on hover and on keyboard focus."""

    def __init__(self, pattern, md) -> None:
        super().__init__(pattern, md)
        self.seen: set[str] = set()

    def element(self, m: re.Match) -> Element | str:
        if not (term := marks.meant(m)):
            raise LookupError(f"unknown glossary term {m[0]}")
        if term.id in self.seen:
            return m[1]
        self.seen.add(term.id)
        link = Element(
            "a",
            {
                "class": "term",
                "href": f"/glossary.md#{term.id}",
                "title": f"{term.term}: {marks.plain(term.definition)}",
            },
        )
        link.text = AtomicString(m[1])
        return link


class CitationMark(Mark):
    """Author and year in brackets, each linked to the reference list, the whole reference on hover."""

    def element(self, m: re.Match) -> Element:
        works, cites = lists.works(), marks.keys(m[1])
        if unknown := [key for key, _ in cites if key not in works.entries]:
            raise LookupError(f"unknown reference @{unknown[0]}")
        group = fromstring(templates.render("cites.html", cites=cites, works=works))
        for link in group:
            link.text = AtomicString(link.text or "")
        return group


class QuoteMark(Mark):
    """A number from a record, in the colour of what a run printed."""

    def element(self, m: re.Match) -> Element:
        number = Element("span", {"class": "rec"})
        number.text = AtomicString(recorded.quoted(m[1], m[2], m[3]))
        return number


class Claims(Treeprocessor):
    """Puts the claim's id, linked to itself, and its verdict, linked to its row in the evidence table, before its paragraph."""

    def run(self, root: Element) -> None:
        known = {claim.id: claim for claim in lists.claims()}
        for paragraph in root.iter("p"):
            if (claim := known.get(paragraph.get("id", ""))) and "claim" in paragraph.get(
                "class", ""
            ).split():
                opening = fromstring(templates.render("claim.html", claim=claim))
                opening[-1].tail, paragraph.text = paragraph.text, None
                paragraph[:0] = opening


class Columns(Treeprocessor):
    """Gives every cell the class of its column's header, so that style hangs on a name and not on the order of columns."""

    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            names = [header.get("class") for header in table.iterfind("thead/tr/th")]
            for row in table.iterfind("tbody/tr"):
                for name, cell in zip(names, row, strict=True):
                    if name:
                        cell.set("class", name)


class Notes(Treeprocessor):
    """Numbers notes and their references by class (n1 to n20), so that the style sheet can hang each note beside its mark."""

    def run(self, root: Element) -> None:
        notes = root.findall(".//div[@class='footnote']/ol/li")
        for n, note in enumerate(notes[:20], 1):  # notes.css has twenty anchors
            for element in (
                note,
                *root.iterfind(f".//sup[@id='{note.get('id', '').replace('fn:', 'fnref:', 1)}']"),
            ):
                element.set("class", f"n{n}")


class Edition(Extension):
    """All of them, at the places in Python-Markdown's order where each must stand."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (Python-Markdown's name)
        md.preprocessors.register(
            Derived(md), "derived", 24
        )  # fences are stashed at 25: {{...}} in code stays
        md.inlinePatterns.register(
            TermMark(marks.TERM.pattern, md), "term", 175
        )  # before links, after code
        md.inlinePatterns.register(CitationMark(marks.CITATION.pattern, md), "citation", 174)
        md.inlinePatterns.register(QuoteMark(recorded.QUOTE.pattern, md), "quote", 176)
        md.treeprocessors.register(
            Claims(md), "claims", 7
        )  # attr_list, at 8, has set ids and classes
        md.treeprocessors.register(Columns(md), "columns", 7)
        md.treeprocessors.register(Notes(md), "notes", 6)


makeExtension = Edition  # noqa: N816  (Python-Markdown's name)
