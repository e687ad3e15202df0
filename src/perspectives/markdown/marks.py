"""The marks inside a sentence: glossary terms, citations, numbers of a run."""

import logging
import re
from xml.etree.ElementTree import Element, SubElement

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from perspectives import bibliography, lists, recorded

TERM = re.compile(r"\[\[([^\[\]]+?)(?:\s*->\s*([^\[\]]+))?\]\]")
CITATION = re.compile(r"\[(@[\w-]+[^\[\]@;]*(?:;\s*@[\w-]+[^\[\]@;]*)*)\]")
_LOG = logging.getLogger("mkdocs.perspectives")  # a warning here ends a strict build


def keys(citation: str) -> list[tuple[str, str]]:
    """'@a, p. 5; @b' -> [('a', ', p. 5'), ('b', '')]."""
    parts = (re.match(r"\s*@([\w-]+)(.*)", part) for part in citation.split(";"))
    return [(m[1], m[2].rstrip()) for m in parts if m]


def meant(mark: re.Match) -> lists.Term | None:
    """The term of [[shown words -> term]], in whatever form it stands there."""
    return lists.forms().get((mark[2] or mark[1]).strip().lower())


def plain(markup: str) -> str:
    """A definition without tags and marks, for a tooltip."""
    return re.sub(r"[*_`]", "", TERM.sub(r"\1", CITATION.sub("", bibliography.untagged(markup)))).strip()


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
        if not (term := meant(m)):
            raise LookupError(f"unknown glossary term {m[0]}")
        if term.id in self.seen:
            return m[1]
        self.seen.add(term.id)
        link = Element("a", {"class": "term", "href": f"/glossary.md#{term.id}", "title": f"{term.term}: {plain(term.definition)}"})
        link.text = AtomicString(m[1])
        return link


class CitationMark(Mark):
    """Author and year in brackets, each linked to the reference list, the whole reference on hover."""

    def element(self, m: re.Match) -> Element:
        works, group = lists.works(), Element("span", {"class": "cites"})
        group.text = "("
        for key, locator in keys(m[1]):
            if key not in works.entries:
                raise LookupError(f"unknown reference @{key}")
            short, full = works.format(key)
            last = SubElement(group, "a", {"class": "cite", "href": f"/references.md#{key}", "title": bibliography.untagged(full)})
            last.text, last.tail = AtomicString(short), f"{locator}; "
            if "annote" in works.entries[key].fields:
                SubElement(last, "sup", {"class": "unverified", "role": "img", "aria-label": "not every field verified"}).text = "†"
        last.tail = f"{locator})"
        return group


class QuoteMark(Mark):
    """A number from a record, in the colour of what a run printed."""

    def element(self, m: re.Match) -> Element:
        number = Element("span", {"class": "rec"})
        number.text = AtomicString(recorded.quoted(m[1], m[2], m[3]))
        return number
