"""The marks inside a sentence: glossary terms, citations, numbers of a run."""

import logging
import re
from xml.etree.ElementTree import Element, SubElement

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from perspectives import lists
from perspectives.bibliography import untagged
from perspectives.recorded import QUOTE, quoted

TERM = re.compile(r"\[\[([^\[\]]+?)(?:\s*->\s*([^\[\]]+))?\]\]")
CITATION = re.compile(r"\[(@[\w-]+[^\[\]@;]*(?:;\s*@[\w-]+[^\[\]@;]*)*)\]")
_LOG = logging.getLogger("mkdocs.perspectives")  # a warning here ends a strict build

__all__ = ["CITATION", "QUOTE", "TERM", "CitationMark", "QuoteMark", "TermMark", "keys", "plain"]


def keys(citation: str) -> list[tuple[str, str]]:
    """'@a, p. 5; @b' -> [('a', ', p. 5'), ('b', '')]."""
    parts = (re.match(r"\s*@([\w-]+)(.*)", part) for part in citation.split(";"))
    return [(m[1], m[2].rstrip()) for m in parts if m]


def plain(markup: str) -> str:
    """A definition without tags and marks, for a tooltip."""
    return re.sub(r"[*_`]", "", TERM.sub(r"\1", CITATION.sub("", untagged(markup)))).strip()


class TermMark(InlineProcessor):
    """Links the first use on a page to the glossary; the definition shows on hover and on keyboard focus."""

    def __init__(self, pattern, md) -> None:
        super().__init__(pattern, md)
        self.seen: set[str] = set()

    def handleMatch(self, m, data):  # noqa: N802
        term = lists.forms().get((m[2] or m[1]).strip().lower())
        if not term:
            _LOG.warning("unknown glossary term %s", m[0])
            return m[0], m.start(0), m.end(0)
        if term.id in self.seen:
            return m[1], m.start(0), m.end(0)
        self.seen.add(term.id)
        link = Element("a", {"class": "term", "href": f"/glossary.md#{term.id}", "title": f"{term.term}: {plain(term.definition)}"})
        link.text = AtomicString(m[1])
        return link, m.start(0), m.end(0)


class CitationMark(InlineProcessor):
    """Author and year in brackets, each linked to the reference list, the whole reference on hover."""

    def handleMatch(self, m, data):  # noqa: N802
        works, group = lists.works(), Element("span", {"class": "cites"})
        group.text, last = "(", group
        for n, (key, locator) in enumerate(keys(m[1])):
            if key not in works.entries:
                _LOG.warning("unknown reference @%s", key)
                return m[0], m.start(0), m.end(0)
            if n:
                last.tail = f"{last.tail}; "
            short, full = works.format(key)
            last = SubElement(group, "a", {"class": "cite", "href": f"/references.md#{key}", "title": untagged(full)})
            last.text, last.tail = AtomicString(short), locator
            if "annote" in works.entries[key].fields:
                SubElement(last, "sup", {"class": "unverified", "role": "img", "aria-label": "not every field verified"}).text = "†"
        last.tail = f"{last.tail})"
        return group, m.start(0), m.end(0)


class QuoteMark(InlineProcessor):
    """A number from a record, in the colour of what a run printed."""

    def handleMatch(self, m, data):  # noqa: N802
        try:
            value = quoted(m[1], m[2], m[3])
        except LookupError as error:
            _LOG.warning("%s", error)
            return m[0], m.start(0), m.end(0)
        number = Element("span", {"class": "rec"})
        number.text = AtomicString(value)
        return number, m.start(0), m.end(0)
