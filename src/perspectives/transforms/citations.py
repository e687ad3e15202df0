"""A ready citation of every page, section and claim: files in cite/, and beside each heading and
claim a control that leads to them.
"""

import functools
import json
from typing import NamedTuple

from perspectives.transforms import formats
from perspectives.transforms.formats import Item
from perspectives.transforms.site import Element, Page, Site, element, heading_text
from perspectives.written import addresses, demonstrations, edition, files, history, lists, marks

MODEL = "SmolLM2-135M-Instruct"
MODEL_NOTE = "a copy that keeps most of its weights in four bits each, dequantised"
_CLAIM = "contains(concat(' ', @class, ' '), ' claim ')"
_CITABLE = f".//*[@id][self::h2 or self::h3 or (self::p and {_CLAIM})]"


class Citation(NamedTuple):
    """A place that can be cited: its name within its page, and its CSL-JSON."""

    label: str
    item: Item


def add_citations(site: Site) -> None:
    """Write each page's citations in four formats, and link each heading and claim to its own."""
    found = {name: _citations(page, site.address) for name, page in site.pages.items()}
    for name, places in found.items():
        site.pages[name].item = places[""].item
        items = [place.item for place in places.values()]
        for ending, text in _files(json.dumps(items, indent=1, ensure_ascii=False)).items():
            site.files[f"cite/{name}.{ending}"] = text
        _link(site, site.pages[name], places)
    if "evidence" in site.pages:
        _link_table(site.pages["evidence"], found)


def _citations(page: Page, address: str) -> dict[str, Citation]:
    """A page, its sections and its claims, by anchor; the page itself, whose anchor is '', comes
    first.
    """
    claims = {claim.id: marks.plain(claim.claim) for claim in lists.claims()}
    title = "" if page.name == "index" else page.title  # the front page stands for the edition
    key = f"seven:{page.name.replace('/', '-')}"
    whole = _item(page, address, key, title)
    found = {"": Citation("", whole)}
    genres = _genres(page.name)
    for place in page.tree.xpath(_CITABLE):
        anchor = place.get("id")
        item = whole | {"URL": f"{whole['URL']}#{anchor}"}
        if place.tag == "p":
            label = f"claim {anchor}"
            item |= {"id": f"seven:{anchor}", "title": f"{title}, {label}"}
            item["abstract"] = claims[anchor]
        else:
            label = heading_text(place)
            item |= {"id": f"{key}:{anchor}", "title": f"{title}: {label}" if title else label}
            item["genre"] = genres.get(anchor)
        item["container-title"] = whole.get("container-title") or whole["title"]
        found[anchor] = Citation(label, {name: value for name, value in item.items() if value})
    return found


def _item(page: Page, address: str, key: str, title: str) -> Item:
    about = edition.about()
    item = {
        "id": key,
        "type": "webpage",
        "title": title or about["title"],
        "author": edition.authors(),
        "issued": formats.date_parts(history.changed(page.name)),
        "version": about["version"],
        "URL": address + addresses.link(f"{page.name}.md"),
        "accessed": formats.date_parts(edition.today()),
        "language": "en-GB",
    }
    if title:
        item["container-title"] = about["title"]
    return item


def _genres(page: str) -> dict[str, str]:
    """Anchors of demonstrations -> the snippet and, unless it is a calculation without one, the
    model that it ran on.
    """
    found: dict[str, str] = {}
    for shown in demonstrations.on_page(files.ROOT / addresses.written(page)):
        if not shown.is_exercise:
            model = f" on {MODEL}, a 4-bit copy" if shown.calls_model else ""
            found.setdefault(shown.anchor, f"With the output of {shown.name}.py{model}")
    return found


@functools.cache
def _files(data: str) -> dict[str, str]:
    """CSL-JSON in four formats, by the ending of its file."""
    items = json.loads(data)
    entries = [formats.bibtex(item) for item in items]
    both = zip(map(formats.apa, items), entries, strict=True)
    text = "\n\n".join(f"{line}\n{entry}" for line, entry in both)
    return {
        "txt": f"\ufeff{text}\n",  # with a mark: text files are served without their encoding
        "bib": "\n\n".join(entries) + "\n",
        "ris": formats.ris(items),
        "json": data,
    }


def _link(site: Site, page: Page, places: dict[str, Citation]) -> None:
    for place in page.tree.xpath(_CITABLE):
        anchor = place.get("id")
        last = place.find("a[2]") if place.tag == "p" else place[-1]
        control = _control(page, page.name, places[anchor])
        _insert(last, control)
        if site.repository:
            _insert(control, _report(site, page, anchor, places[anchor].label))


def _link_table(page: Page, found: dict[str, dict[str, Citation]]) -> None:
    """The rows of the evidence table cite the claims where they stand."""
    homes = {claim.id: claim.page.rpartition(".")[0] for claim in lists.claims()}
    for own in page.tree.xpath(".//td/a[@id and @class='cid']"):
        home = homes[own.get("id")]
        _insert(own, _control(page, home, found[home][own.get("id")]))


def _control(page: Page, home: str, place: Citation) -> Element:
    attributes = {
        "class": "cite-this",
        "href": f"{addresses.up(page.name)}cite/{home}.txt",
        "data-key": place.item["id"],
        "aria-label": f"Cite {place.label}",
    }
    return element("a", "cite", attributes)


def _report(site: Site, page: Page, anchor: str, label: str) -> Element:
    """A link to the form for errors, whose fields are in .github/ISSUE_TEMPLATE/error.yml."""
    form = f"{site.repository}/issues/new?template=error.yml&page={page.name}&id={anchor}"
    label = f"Report an error in {label}"
    return element("a", "report", {"class": "report", "href": form, "aria-label": label})


def _insert(before: Element, control: Element) -> None:
    """Put a control after an element, with a space between them."""
    before.addnext(control)  # what followed the element follows the control now
    before.tail = " "
