"""What is put into a page: {{evidence}}, {{totals}}, {{strip PAGE}} ..., the opening line of a paragraph that carries a claim, the order of the notes.

Each directive in braces is a template of its name in templates/, filled from the lists.
"""

import logging
import re
from xml.etree.ElementTree import Element, fromstring

from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from perspectives import lists
from perspectives.templates import DIRECTIVES, render

DIRECTIVE = re.compile(r"(?<!`)\{\{(\w+)(?: ([\w/.-]+))?\}\}")
_LOG = logging.getLogger("mkdocs.perspectives")


class Derived(Preprocessor):
    """Replaces each directive by Markdown made from the lists."""

    def run(self, lines: list[str]) -> list[str]:
        return [part for line in lines for part in DIRECTIVE.sub(self._expand, line).split("\n")]

    def _expand(self, m: re.Match) -> str:
        if m[1] not in DIRECTIVES:
            _LOG.warning("unknown directive %s: there are %s", m[0], ", ".join(DIRECTIVES))
            return m[0]
        return render(f"{m[1]}.md", page=m[2], claims=lists.claims()).strip("\n")


class Claims(Treeprocessor):
    """Puts the claim's id, linked to itself, and its verdict, linked to its row in the evidence table, before its paragraph."""

    def run(self, root: Element) -> None:
        known = {claim.id: claim for claim in lists.claims()}
        for paragraph in root.iter("p"):
            if (claim := known.get(paragraph.get("id", ""))) and "claim" in paragraph.get("class", "").split():
                opening = fromstring(render("claim.html", claim=claim))
                opening[-1].tail, paragraph.text = paragraph.text, None
                paragraph[:0] = opening


class Notes(Treeprocessor):
    """Numbers notes and their references by class (n1, n2, ...), so that the style sheet can hang each note beside its mark."""

    def run(self, root: Element) -> None:
        for n, note in enumerate(root.iterfind(".//div[@class='footnote']/ol/li"), 1):
            for element in (note, *root.iterfind(f".//sup[@id='{note.get('id', '').replace('fn:', 'fnref:', 1)}']")):
                element.set("class", f"n{n}")
