"""What the search finds: the text of the pages, a claim by its id, a term by any of its forms, a
work by its author, a demonstration by its snippet.
"""

import copy
import json

from lxml import etree

from perspectives.transforms.site import Page, inner_html
from perspectives.written import addresses, demonstrations, lists, marks

# Left out of the text: what its author marked, drawings, and places that lists of uses will fill.
_SILENT = ".//*[@data-search-exclude] | .//svg | .//*[@class='headerlink']"
# Inline elements, which Material's search passes over one by one.
_INLINE = ("span", "a", "em", "strong", "i", "b")


def searchable(page: Page) -> str:
    """The text of a page for Material's search plugin, whose parser is slow: only the elements that
    it heeds.
    """
    tree = copy.deepcopy(page.tree)
    etree.strip_attributes(page.tree, "data-search-exclude")  # readers have no use for it
    for element in tree.xpath(_SILENT):
        element.tag = "silent"
    etree.strip_elements(tree, "silent", with_tail=False)
    etree.strip_tags(tree, *_INLINE)
    return inner_html(tree)


def extended(index: str) -> str:
    """The search index with entries for claims and works, and tags for terms and demonstrations.

    Material ranks tags above all titles and texts.
    """
    data = json.loads(index)
    tags = _tags()
    for entry in data["docs"]:
        if entry["location"] in tags:
            entry["tags"] = tags[entry["location"]]
    data["docs"] += [_claim(claim) for claim in lists.claims()]
    data["docs"] += [_work(key) for key in sorted(lists.cited() & lists.works().entries.keys())]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _tags() -> dict[str, list[str]]:
    found = {f"glossary/#{term.id}": [term.term, *term.forms] for term in lists.glossary().values()}
    for shown in demonstrations.demonstrations():
        if not shown.is_exercise:
            found.setdefault(addresses.link(shown.place), []).append(f"{shown.name}.py")
    return found


def _claim(claim: lists.Claim) -> dict:
    text = marks.plain(claim.claim)
    words = text.split()
    start = " ".join(words[:8]) + (" …" if len(words) > 8 else "")
    title = f"{claim.id}: {start}"
    return {"location": addresses.link(claim.at), "title": title, "text": text, "tags": [claim.id]}


def _work(key: str) -> dict:
    short, full = lists.works().format(key)
    text = marks.untagged(full)
    return {"location": f"references/#{key}", "title": short, "text": text, "tags": [short]}
