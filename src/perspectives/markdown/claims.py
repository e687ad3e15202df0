"""The opening line of a paragraph that carries a claim, and the order of the notes."""

from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from perspectives import lists


class Claims(Treeprocessor):
    """Puts the claim's id, linked to itself, and its verdict, linked to its row in the evidence table, before its paragraph."""

    def run(self, root: Element) -> None:
        known = {claim.id: claim for claim in lists.claims()}
        for paragraph in root.iter("p"):
            claim = known.get(paragraph.get("id", ""))
            if not claim or "claim" not in paragraph.get("class", "").split():
                continue
            own = Element("a", {"class": "cid", "href": f"#{claim.id}", "aria-label": f"Claim {claim.id}, link to this claim"})
            own.text, own.tail = claim.id, " "
            verdict = Element("a", {"class": f"v {claim.mark}", "href": f"/evidence.md#{claim.id}"})
            verdict.text = claim.verdict
            line = Element("br")
            line.tail, paragraph.text = paragraph.text, None
            for n, element in enumerate((own, verdict, line)):
                paragraph.insert(n, element)


class Notes(Treeprocessor):
    """Numbers notes and their references by class (n1, n2, ...), so that the style sheet can hang each note beside its mark."""

    def run(self, root: Element) -> None:
        for foot in root.iter("div"):
            if foot.get("class") != "footnote":
                continue
            for n, note in enumerate(foot.iter("li"), 1):
                note.set("class", f"n{n}")
                label = note.get("id", "").removeprefix("fn:")
                for mark in root.iter("sup"):
                    if mark.get("id") == f"fnref:{label}":
                        mark.set("class", f"n{n}")


