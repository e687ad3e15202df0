"""What the marks of a page refer to exists: claims, directives, terms, works, numbers, links."""

import posixpath
import re
from pathlib import Path

from perspectives.check import Lines
from perspectives.check.published import anchors
from perspectives.check.text import CLAIM, FOREIGN, SYNTAX, matches, misquoted, paragraphs, without
from perspectives.written import files, guesses, lists, live, marks, pages

_TEMPLATES = Path(__file__).parents[1] / "render/templates"  # one for each directive
# But to a note, which gets its anchor when the page is built.
_LINK = re.compile(r"\]\(([^)\s:]*\.(?:md|ipynb)|)(?:#(?!fn:)([\w:-]+))?\)")
_NOT_TEXT = ("#", "title:", "description:")  # how headings and the head of a page begin
_WHOLE = (marks.TERM, marks.CITATION, marks.QUOTE, marks.DIRECTIVE)
_HALF = re.compile(r"\[\[|\[=|\[@|\{\{|(?<![\w.@])@[a-z]+\d{4}\w*")  # the beginning of a mark
_MARKS = "[[term]], [@key], [=view/snippet:row:column] or {{name}}"


def claims(page: Path) -> Lines:
    """A claim that a page marks is in the list, with this place."""
    places = {claim.at for claim in lists.claims()}
    for line, mark in matches(page, CLAIM):
        place = f"{pages.name(page)}#{mark[1]}"
        if place not in places:
            yield line, f"unknown claim {mark[1]}: add it to docs/claims.yml with `at: {place}`"


def directives(page: Path) -> Lines:
    """A directive has the name of a template."""
    known = sorted(path.stem for path in _TEMPLATES.glob("*.md"))
    for line, mark in matches(page, marks.DIRECTIVE):
        if mark[1] not in known:
            yield line, f"unknown directive {mark[0]}: use one of {', '.join(known)}"


def guessed(page: Path) -> Lines:
    """A guess has an answer within its range or among its choices."""
    for line, mark in matches(page, marks.DIRECTIVE):
        if mark[1] == "guess":
            try:
                guesses.parsed(mark[2] or "")
            except LookupError as error:
                yield line, str(error)


def widgets(page: Path) -> Lines:
    """A widget opens with what was recorded for it."""
    for line, row in pages.prose(page):
        for tag, names in live.opened(row):
            try:
                live.states(tag, names)
            except LookupError as error:
                yield line, str(error)


def terms(page: Path) -> Lines:
    """A term that a page marks is in the glossary."""
    for line, mark in matches(page, marks.TERM):
        if not lists.meant(mark):
            yield line, f"unknown term {mark[0]}: add it to docs/glossary.yml, or fix the spelling"


def first_uses(page: Path) -> Lines:
    """A term that a page marks is marked where the text first uses it."""
    rows = ["" if row.startswith(_NOT_TEXT) else row for _, row in pages.prose(page)]
    text = "\n".join(without(row, marks.CITATION, SYNTAX) for row in rows)
    marked: dict[str, re.Match] = {}
    for mark in marks.TERM.finditer(text):
        if term := lists.meant(mark):
            marked.setdefault(term.id, mark)
    for mark in marked.values():
        word = re.compile(rf"(?<![\w-]){re.escape(mark[1])}(?![\w-])", re.IGNORECASE)
        if early := word.search(text, 0, mark.start()):
            first, line = (text.count("\n", 0, found.start()) + 1 for found in (early, mark))
            yield first, f"{mark[1]!r} is used here but first marked on line {line}: mark it here"


def citations(page: Path) -> Lines:
    """A work that a page cites is in the list."""
    for line, mark in matches(page, marks.CITATION):
        for key in marks.cited_in(mark[0]) - lists.works().entries.keys():
            yield line, f"unknown reference @{key}: add it to docs/references.bib, or fix the key"


def quotes(page: Path) -> Lines:
    """A number that a page quotes is in the record."""
    for line, row in pages.prose(page):
        for fault in misquoted(row):
            yield line, fault


def numbers(page: Path) -> Lines:
    """A number that a run may have printed is quoted, or has a source in its paragraph."""
    for first, paragraph in paragraphs(page):
        number = marks.typed(without(paragraph, SYNTAX))
        if number and not marks.CITATION.search(paragraph):
            line = first + number.string.count("\n", 0, number.start())
            fix = "quote it from a record as [=view/snippet:row:column], or cite its source"
            yield line, f"the number {number[0]!r} is typed: {fix}"


def unresolved(page: Path) -> Lines:
    """No mark is left half written."""
    for line, row in pages.prose(page):
        if half := _HALF.search(without(row, FOREIGN, *_WHOLE)):
            yield line, f"unresolved mark {half[0]}: complete it as {_MARKS}"


def links(page: Path) -> Lines:
    """A link leads to a page and an anchor that exist."""
    folder = posixpath.dirname(pages.name(page))
    known: dict[Path, dict[str, int]] = {}
    for line, link in matches(page, _LINK):
        address = posixpath.normpath(posixpath.join(folder, link[1])).lstrip("/")
        target = pages.source(address) if link[1] else page
        if not target.is_file():
            yield line, f"{link[1]} is referenced but missing: fix the link"
            continue
        if target not in known:
            known[target] = anchors(target)
        if link[2] and link[2] not in known[target]:
            yield line, f"{files.relative(target)} has no anchor #{link[2]}: fix the link"


RULES = [
    claims, directives, guessed, widgets, terms, first_uses,
    citations, quotes, numbers, unresolved, links,
]  # fmt: skip
