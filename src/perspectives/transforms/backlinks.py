"""Where is a term used, where is a work cited: a list of links under each entry of the glossary and
the references.
"""

import posixpath
from collections import defaultdict

from perspectives.transforms.site import Element, Page, Site, element
from perspectives.written import addresses

_LISTS = {"glossary": "Linked from", "references": "Cited in"}
# A claim has its id on its paragraph or, in the evidence table, on its link; li: a note.
_USES_AND_ANCHORS = (
    ".//a[@class='term' or @class='cite'] | .//*[@id][self::h1 or self::h2 or self::h3 or self::li"
    " or contains(concat(' ', @class, ' '), ' claim ')"
    " or contains(concat(' ', @class, ' '), ' cid ')]"
)

# (list, id of the entry) -> title of a page -> places of the page that use the entry
Uses = dict[tuple[str, str], dict[str, list[str]]]


def add_backlinks(site: Site) -> None:
    """Fill the empty `used-ID` elements with links to the uses."""
    uses: Uses = defaultdict(lambda: defaultdict(list))
    for page in site.pages.values():
        _collect(page, uses)
    for name, word in _LISTS.items():
        entries = site.pages[name].tree.xpath(".//*[@class='used']") if name in site.pages else []
        for entry in entries:
            _fill(entry, word, uses[name, entry.get("id").removeprefix("used-")])


def _collect(page: Page, uses: Uses) -> None:
    own = addresses.link(f"{page.name}.md")
    anchor = ""
    for found in page.tree.xpath(_USES_AND_ANCHORS):
        if found.get("class") not in ("term", "cite"):
            anchor = found.get("id")
            continue
        target, _, entry = found.get("href").partition("#")
        target = posixpath.normpath(posixpath.join(own, target))
        places = uses[target, entry][page.title]
        if target != page.name and f"{own}#{anchor}" not in places:
            places.append(f"{own}#{anchor}")


def _fill(entry: Element, word: str, uses: dict[str, list[str]]) -> None:
    """Word, title, and further places on the same page by number, as in `Linked from The
    simulator (2, 3); Free energy.`
    """
    used = sorted((title, places) for title, places in uses.items() if places)
    for title, places in used:
        entry.append(element("a", title, {"href": f"../{places[0]}"}))
        for number, place in enumerate(places[1:], 2):
            entry[-1].tail = ", " if number > 2 else " ("
            label = {"href": f"../{place}", "aria-label": f"use {number} in {title}"}
            entry.append(element("a", str(number), label))
        entry[-1].tail = "); " if places[1:] else "; "
    if used:
        entry.text = f"{word} "
        entry[-1].tail = entry[-1].tail.replace("; ", ".")
