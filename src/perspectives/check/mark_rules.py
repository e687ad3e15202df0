"""What the marks of a page refer to is there: claims, directives, terms, works, numbers, links."""

import posixpath
import re
from pathlib import Path

from perspectives.check import Problem, Problems
from perspectives.check.reading import (
    FOREIGN,
    SYNTAX,
    anchors,
    claim_marks,
    matches,
    misquoted,
    paragraphs,
    without,
)
from perspectives.written import files, lists, marks, pages

_TEMPLATES = Path(__file__).parents[1] / "render/templates"  # one for each directive
_LINK = re.compile(r"\]\(([^)\s:]*\.(?:md|ipynb)|)(?:#([\w:-]+))?\)")
_NOT_TEXT = ("#", "title:", "description:")  # how headings and the head of a page begin
# What begins a mark of ours: left over, it is half of one.
_HALF = re.compile(r"\[\[|\[=|\[@|\{\{|(?<![\w.@])@[a-z]+\d{4}\w*")
_MARKS = "[[term]], [@key], [=view/snippet:row:column] or {{name}}"


def claims(page: Path) -> Problems:
    """A claim that a page marks is in the list, with this place."""
    places = {claim.at for claim in lists.claims()}
    for line, name in claim_marks(page):
        place = f"{pages.name(page)}#{name}"
        if place not in places:
            fix = f"add it to docs/claims.yml with `at: {place}`, or fix the id"
            yield Problem(page, line, f"unknown claim {name}: {fix}")


def directives(page: Path) -> Problems:
    """A directive has the name of a template."""
    known = sorted(path.stem for path in _TEMPLATES.glob("*.md"))
    for line, mark in matches(page, marks.DIRECTIVE):
        if mark[1] not in known:
            message = f"unknown directive {mark[0]}: use one of {', '.join(known)}"
            yield Problem(page, line, message)


def terms(page: Path) -> Problems:
    """A term that a page marks is in the glossary."""
    for line, mark in matches(page, marks.TERM):
        if not lists.meant(mark):
            message = f"unknown term {mark[0]}: add it to docs/glossary.yml, or fix the spelling"
            yield Problem(page, line, message)


def first_uses(page: Path) -> Problems:
    """A term that a page marks is marked where the text first uses it."""
    text = "\n".join(
        "" if row.startswith(_NOT_TEXT) else without(row, marks.CITATION, SYNTAX)
        for _, row in pages.prose(page)
    )
    marked: set[str] = set()
    for mark in marks.TERM.finditer(text):
        term = lists.meant(mark)
        if not term or term.id in marked:
            continue
        marked.add(term.id)
        word = re.compile(rf"(?<![\w-]){re.escape(mark[1])}(?![\w-])", re.IGNORECASE)
        if early := word.search(text, 0, mark.start()):
            first, line = (text.count("\n", 0, found.start()) + 1 for found in (early, mark))
            message = f"{mark[1]!r} is used here but first marked on line {line}: mark it here"
            yield Problem(page, first, message)


def citations(page: Path) -> Problems:
    """A work that a page cites is in the list."""
    known = lists.works().entries
    for line, mark in matches(page, marks.CITATION):
        for key, _ in marks.keys(mark[1]):
            if key not in known:
                fix = "add it to docs/references.bib, or fix the key"
                yield Problem(page, line, f"unknown reference @{key}: {fix}")


def quotes(page: Path) -> Problems:
    """A number that a page quotes is in the record."""
    for line, row in pages.prose(page):
        for fault in misquoted(row):
            yield Problem(page, line, fault)


def numbers(page: Path) -> Problems:
    """A number that a run may have printed is quoted, or has a source in its paragraph."""
    for first, paragraph in paragraphs(page):
        text = without(paragraph, SYNTAX)
        number = marks.typed(text)
        if number and not marks.CITATION.search(paragraph):
            line = first + number.string.count("\n", 0, number.start())
            fix = "quote it from a record as [=view/snippet:row:column], or cite its source"
            yield Problem(page, line, f"the number {number[0]!r} is typed: {fix}")


def unresolved(page: Path) -> Problems:
    """No mark is left half written."""
    whole = (marks.TERM, marks.CITATION, marks.QUOTE, marks.DIRECTIVE)
    for line, row in pages.prose(page):
        if half := _HALF.search(without(row, FOREIGN, *whole)):
            message = f"unresolved mark {half[0]}: complete it as {_MARKS}"
            yield Problem(page, line, message)


def links(page: Path) -> Problems:
    """A link leads to a page and an anchor that exist."""
    folder = posixpath.dirname(pages.name(page))
    known: dict[Path, dict[str, int]] = {}
    for line, link in matches(page, _LINK):
        address = posixpath.normpath(posixpath.join(folder, link[1])).lstrip("/")
        target = pages.source(address) if link[1] else page
        if not target.is_file():
            message = f"{link[1]} is referenced but missing: fix the link"
            yield Problem(page, line, message)
            continue
        if target not in known:
            known[target] = anchors(target)
        # The anchors of notes are made when the page is built.
        if link[2] and not link[2].startswith("fn:") and link[2] not in known[target]:
            message = f"{files.relative(target)} has no anchor #{link[2]}: fix the link"
            yield Problem(page, line, message)
