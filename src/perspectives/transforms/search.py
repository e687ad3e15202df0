"""What the search finds: the text of the pages, a claim by its id, a term by any of its forms, a
work by its author, a demonstration by its snippet, a place by what newcomers would call it.
"""

import copy
import json
import re
import unicodedata
from collections.abc import Iterator

from lxml import etree
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import Files

from perspectives.transforms.site import Page, inner_html
from perspectives.written import addresses, demonstrations, files, lists, marks

# Left out of the text: what its author marked, drawings, and places that lists of uses will fill.
_SILENT = ".//*[@data-search-exclude] | .//svg | .//*[@class='headerlink']"
# Inline elements, which Material's search passes over one by one.
_INLINE = ("span", "a", "em", "strong", "i", "b")

_WORKER = "assets/javascripts/workers/search."
# What is wrong with Material's search -> what it should be. lunr.js tells the nodes of its tree of
# words apart by a text in which 1 before 23 reads like 12 before 3: branches were mistaken for one
# another, and their words lost. And a word counted no more than the beginning of another: who asked
# for AI was led to Ainslie.
WORKER_PATCHES = [
    ("e=e+s+o.id}return e", 'e=e+s+o.id+","}return e'),
    ("this.index.search(e)", 'this.index.search(e.replace(/(\\S+)\\*(?!\\S)/g,"$& $1^9"))'),
]

_ALIASES, _SPELLINGS = files.vocabulary("aliases"), files.vocabulary("spellings")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_UNMARKED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


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


def patch_worker(built: Files) -> None:
    """Put Material's search right. Raises BuildError if it is not where it was."""
    worker = next((file for file in built if file.src_uri.startswith(_WORKER)), None)
    if not worker:
        fix = "name its search in _WORKER in src/perspectives/transforms/search.py"
        raise BuildError(f"Material no longer has a file {_WORKER}*.js: {fix}")
    worker.content_string = patched(worker.content_string)


def patched(script: str) -> str:
    """Material's search with its patches. Raises BuildError if one has nothing to correct."""
    for old, new in WORKER_PATCHES:
        if script.count(old) != 1:
            fix = "adapt or remove its patch in src/perspectives/transforms/search.py"
            raise BuildError(f"Material's search no longer holds {old!r} once: {fix}")
        script = script.replace(old, new)
    return script


def extended(index: str) -> str:
    """The search index with entries for claims and works, tags for terms, demonstrations and
    aliases, and every word as others spell it.

    Material ranks tags above all titles and texts.
    """
    data = json.loads(index)
    data["docs"] += [_claim(claim) for claim in lists.claims()]
    data["docs"] += [_work(key) for key in sorted(lists.cited() & lists.works().entries.keys())]
    tags = _tags()
    for entry in data["docs"]:
        if found := tags.get(entry["location"]):
            entry["tags"] = [*entry.get("tags", []), *found]
    _spell_otherwise(data)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _tags() -> dict[str, list[str]]:
    found = {f"glossary/#{term.id}": [term.term, *term.forms] for term in lists.glossary().values()}
    for shown in demonstrations.demonstrations():
        if not shown.is_exercise:
            found.setdefault(addresses.link(shown.place), []).append(f"{shown.name}.py")
    for place, aliases in _ALIASES.items():
        found.setdefault(addresses.link(place), []).extend(aliases)
    return found


def _spell_otherwise(data: dict) -> None:
    """Beside each field that readers see, one that they do not see, of the same weight."""
    fields = data["config"]["fields"]
    for name, weight in [*fields.items()]:
        fields[f"{name}, otherwise"] = weight
        for entry in data["docs"]:
            text = entry.get(name, "")
            words = otherwise(text if isinstance(text, str) else " ".join(text))
            if words:
                entry[f"{name}, otherwise"] = " ".join(sorted(words))


def otherwise(text: str) -> set[str]:
    """How others spell the words of a text: without accents and hyphens, British or American."""
    words = set(_WORD.findall(marks.untagged(text).lower()))
    return {other for word in words for other in _spellings(word)} - words


def _spellings(word: str) -> Iterator[str]:
    decomposed = unicodedata.normalize("NFD", word.translate(_UNMARKED))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    yield plain
    yield plain.replace("-", "")
    british = american = plain
    for ours, theirs in _SPELLINGS.items():
        british, american = british.replace(theirs, ours), american.replace(ours, theirs)
    yield from (british, american)


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
