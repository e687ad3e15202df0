"""The Python-Markdown extension.

It only renders: what must name a file and a line is reported by `perspectives.check`.

[[tokens]]  [[counts -> n-gram model]]   a glossary term, linked at its first use on a page
[@key]  [@key, p. 5; @other]             a citation
[=next-token/n_grams:prose:n = 4]        a number from the record of a run
[=next-token/n_grams:prose:n = 4 >2 <4]  the same, where a bound (<, <=, >, >= or =) says between
                                         what the sentence is true; readers do not see it
{{evidence}}  {{strip views/x.md}} ...   what is derived from the lists
{#NTP-03 .claim} at a paragraph's end    the paragraph deals with this claim
"""

import html
import logging
import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from perspectives.render import derived
from perspectives.written import lists, live, marks, recorded

_LOG = logging.getLogger("mkdocs.perspectives")  # a warning here fails a strict build


class Directives(Preprocessor):
    """Replaces {{evidence}} or {{strip PAGE}} by the Markdown that is derived from the lists."""

    def run(self, lines: list[str]) -> list[str]:
        return marks.outside_code(self.all_expanded, "\n".join(lines)).split("\n")

    def all_expanded(self, text: str) -> str:
        return marks.DIRECTIVE.sub(self.expanded, text)

    def expanded(self, mark: re.Match) -> str:
        try:
            return derived.markdown(mark[1], mark[2] or "")
        except LookupError as error:
            _LOG.warning("%s: %s", mark[0], error)
            return mark[0]


class Captions(Preprocessor):
    """Puts the numbers into captions, whose tags keep Markdown out."""

    def run(self, lines: list[str]) -> list[str]:
        return [marks.CAPTION.sub(self.with_numbers, line) for line in lines]

    def with_numbers(self, caption: re.Match) -> str:
        return marks.QUOTE.sub(self.number, caption[0])

    def number(self, mark: re.Match) -> str:
        try:
            return f'<span class="rec">{html.escape(recorded.number(mark))}</span>'
        except LookupError as error:
            _LOG.warning("%s: %s", mark[0], error)
            return html.escape(mark[0])


class Mark(InlineProcessor):
    """A mark that becomes an element.

    One that names something missing stays as it is, with a warning.
    """

    def handleMatch(self, m, data):  # noqa: N802  (Python-Markdown's name)
        try:
            return self.element(m), m.start(0), m.end(0)
        except LookupError as error:
            _LOG.warning("%s", error)
            return m[0], m.start(0), m.end(0)


class TermMark(Mark):
    """Links the first use on a page to the glossary, with the definition as its title."""

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.seen: set[str] = set()

    def element(self, mark: re.Match) -> Element | str:
        term = lists.meant(mark)
        if not term:
            raise LookupError(f"unknown glossary term {mark[0]}")
        if term.id in self.seen:
            return mark[1]
        self.seen.add(term.id)
        link = Element("a", {"class": "term", "href": f"/glossary.md#{term.id}"})
        link.set("title", f"{term.term}: {marks.plain(term.definition)}")
        link.text = AtomicString(mark[1])
        return link


class CitationMark(Mark):
    """Author and year in brackets, linked to the reference list, the whole reference as title."""

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.works = lists.works()

    def element(self, mark: re.Match) -> Element:
        group = Element("span", {"class": "cites"})
        group.text = "("
        for key, locator in marks.keys(mark[1]):
            link = self.reference(key)
            link.tail = f"{locator}; "
            group.append(link)
        group[-1].tail = f"{locator})"
        return group

    def reference(self, key: str) -> Element:
        if key not in self.works.entries:
            raise LookupError(f"unknown reference @{key}")
        short, full = self.works.format(key)
        link = Element("a", {"class": "cite", "href": f"/references.md#{key}"})
        link.set("title", marks.untagged(full))
        link.text = AtomicString(short)
        if "annote" in self.works.entries[key].fields:
            doubt = {"role": "img", "aria-label": "not every field verified"}
            SubElement(link, "sup", {"class": "unverified", **doubt}).text = "†"
        return link


class QuoteMark(Mark):
    """A number from a record, in the colour of what a run printed."""

    def element(self, mark: re.Match) -> Element:
        number = Element("span", {"class": "rec"})
        number.text = AtomicString(recorded.number(mark))
        return number


class Claims(Treeprocessor):
    """Begins the paragraph of a claim with its id, linked to itself, and its verdict, linked to its
    evidence.
    """

    def run(self, root: Element) -> None:
        known = {claim.id: claim for claim in lists.claims()}
        for paragraph in root.iter("p"):
            claim = known.get(paragraph.get("id", ""))
            if claim and "claim" in paragraph.get("class", "").split():
                _open(paragraph, claim)


def _open(paragraph: Element, claim: lists.Claim) -> None:
    own = Element("a", {"class": "cid", "href": f"#{claim.id}"})
    own.set("aria-label", f"Claim {claim.id}, link to this claim")
    own.text, own.tail = claim.id, " "
    verdict = Element("a", {"class": f"v {claim.mark}", "href": f"/evidence.md#{claim.id}"})
    verdict.text = claim.verdict
    line_break = Element("br")
    line_break.tail, paragraph.text = paragraph.text, None
    paragraph[:0] = [own, verdict, line_break]


class Columns(Treeprocessor):
    """Gives every cell the classes of its column's header, so that style depends on a name, not on
    the order of columns. A column's alignment becomes a class of that name.
    """

    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            headers = table.findall("thead/tr/th")
            classes = [_named(header.get("class"), header.get("align")) for header in headers]
            for row in table.iter("tr"):
                for name, cell in zip(classes, row, strict=True):
                    cell.attrib.pop("align", None)
                    if name:
                        cell.set("class", name)


def _named(*names: str | None) -> str:
    return " ".join(name for name in names if name)


class Notes(Treeprocessor):
    """Numbers notes and their references by class (n1 to n20), so that the style sheet can place
    each note beside its mark.
    """

    def run(self, root: Element) -> None:
        references = {mark.get("id"): mark for mark in root.iterfind(".//sup[@id]")}
        notes = root.findall(".//div[@class='footnote']/ol/li")
        for number, note in enumerate(notes[:20], 1):  # notes.css has twenty anchors
            note.set("class", f"n{number}")
            reference = references.get(note.get("id", "").replace("fn:", "fnref:", 1))
            if reference is not None:
                reference.set("class", f"n{number}")


class Edition(Extension):
    """All of them, each at its place in Python-Markdown's order."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (Python-Markdown's name)
        md.block_level_elements += live.TAGS  # or a paragraph would hold them
        # Fences are stashed at 25: {{...}} in code stays.
        md.preprocessors.register(Directives(md), "directives", 24)
        md.preprocessors.register(Captions(md), "captions", 23)  # before tags are stashed, at 20
        # Before links, after code.
        md.inlinePatterns.register(QuoteMark(marks.QUOTE.pattern, md), "quote", 176)
        md.inlinePatterns.register(TermMark(marks.TERM.pattern, md), "term", 175)
        md.inlinePatterns.register(CitationMark(marks.CITATION.pattern, md), "citation", 174)
        # attr_list, at 8, has set ids and classes.
        md.treeprocessors.register(Claims(md), "claims", 7)
        md.treeprocessors.register(Columns(md), "columns", 7)
        md.treeprocessors.register(Notes(md), "notes", 6)


makeExtension = Edition  # noqa: N816  (Python-Markdown's name)
