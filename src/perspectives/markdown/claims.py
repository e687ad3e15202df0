"""The opening line of a paragraph that carries a claim, and the order of the notes."""

from xml.etree.ElementTree import Element, fromstring

from markdown.treeprocessors import Treeprocessor

from perspectives import lists
from perspectives.templates import render


class Claims(Treeprocessor):
    """Puts the claim's id, linked to itself, and its verdict, linked to its row in the evidence table, before its paragraph."""

    def run(self, root: Element) -> None:
        known = {claim.id: claim for claim in lists.claims()}
        for paragraph in root.iter("p"):
            claim = known.get(paragraph.get("id", ""))
            if not claim or "claim" not in paragraph.get("class", "").split():
                continue
            opening = fromstring(render("claim.html", claim=claim))
            opening[-1].tail, paragraph.text = paragraph.text, None
            paragraph[:0] = opening


class Notes(Treeprocessor):
    """Numbers notes and their references by class (n1, n2, ...), so that the style sheet can hang each note beside its mark."""

    def run(self, root: Element) -> None:
        for n, note in enumerate(root.iterfind(".//div[@class='footnote']/ol/li"), 1):
            for element in (note, *root.iterfind(f".//sup[@id='{note.get('id', '').replace('fn:', 'fnref:', 1)}']")):
                element.set("class", f"n{n}")
