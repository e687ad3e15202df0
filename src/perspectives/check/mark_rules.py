"""What the marks of a page refer to exists: claims, directives, terms, works, numbers, links."""

import posixpath
import re
from bisect import bisect
from pathlib import Path

from perspectives.check import Lines, sentences
from perspectives.check.published import anchors
from perspectives.check.text import (
    CLAIM,
    FOREIGN,
    QUOTED,
    SYNTAX,
    captions,
    matches,
    misquoted,
    paragraphs,
    without,
)
from perspectives.written import files, guesses, lists, live, marks, pages

_OF_A_PAGE = {"facts", "minutes", "strip"}
_TEMPLATES = Path(__file__).parents[1] / "render/templates"  # one for each directive
# But to a note, which gets its anchor when the page is built.
_LINK = re.compile(r"\]\(([^)\s:]*\.(?:md|ipynb)|)(?:#(?!fn:)([\w:-]+))?\)")
_NOT_TEXT = ("#", "title:", "description:")  # how headings and the head of a page begin
_WHOLE = (marks.TERM, marks.CITATION, marks.QUOTE, marks.DIRECTIVE)
_HALF = re.compile(r"\[\[|\[=|\[@|\{\{|(?<![\w.@])@[a-z]+\d{4}\w*")  # the beginning of a mark
_ALTERNATIVE = re.compile(r'\b(?:aria-label|alt)="([^"]*)"|!\[([^\]]*)\]\(')
# A number that is neither a year nor the level of an interval, nor as little as one.
_NUMBER = re.compile(
    r"(?<![\w.])(?!(?:[01]|(?:19|20)\d\d)\b(?!\.\d))\d+(?:,\d{3})*(?:\.\d+)?"
    r"(?!\w|[ \u00a0\u202f]?% interval)"
)
_TYPED_WHOLE = re.compile(r"\bof \d[\d,]*$")  # in how many cases, of a guess
_QUOTE = f"quote it from a record as {QUOTED}"
_WORD = re.compile(r"(?<![\w-])(?:[\w-]+|[^\w-])")  # or a sign, with which a term may begin
_LETTER = re.compile(r"[\w-]")
_MARKS = "[[term]], [@key], [=view/snippet:row:column] or {{name}}"


def claims(page: Path) -> Lines:
    """A claim that a page marks is in the list, with this place."""
    places = {claim.at for claim in lists.claims()}
    for line, mark in matches(page, CLAIM):
        place = f"{pages.name(page)}#{mark[1]}"
        if place not in places:
            yield line, f"unknown claim {mark[1]}: add it to docs/claims.yml with `at: {place}`"


def directives(page: Path) -> Lines:
    """A directive has the name of a template, and speaks of a page if it needs one."""
    known = sorted(path.stem for path in _TEMPLATES.glob("*.md"))
    for line, mark in matches(page, marks.DIRECTIVE):
        if mark[1] not in known:
            yield line, f"unknown directive {mark[0]}: use one of {', '.join(known)}"
        elif mark[1] in _OF_A_PAGE and not pages.source(mark[2] or "").is_file():
            yield line, f"{mark[0]} names no page: write {{{{{mark[1]} views/next-token.md}}}}"


def guessed(page: Path) -> Lines:
    """A guess has an answer within its range or among its choices."""
    for line, mark in matches(page, marks.DIRECTIVE):
        if mark[1] == "guess":
            try:
                guesses.parsed(mark[2] or "")
            except LookupError as error:
                yield line, str(error)
            if typed := _TYPED_WHOLE.search(mark[2] or ""):
                yield line, f"{typed[0]!r} is typed: write of [=view/snippet:row:of]"


def widgets(page: Path) -> Lines:
    """A widget opens with what was recorded for it."""
    for line, row in pages.uncoded(page):
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
    rows = ["" if row.startswith(_NOT_TEXT) else row for _, row in pages.uncoded(page)]
    text = "\n".join(without(row, marks.CITATION, SYNTAX) for row in rows)
    marked: dict[str, re.Match] = {}
    for mark in marks.TERM.finditer(text):
        if term := lists.meant(mark):
            marked.setdefault(term.id, mark)
    used = _first_places(text, {mark[1] for mark in marked.values()})
    ends = [found.start() for found in re.finditer("\n", text)]
    for mark in marked.values():
        early = used.get(mark[1].lower(), mark.start())
        if early < mark.start():
            first, line = bisect(ends, early) + 1, bisect(ends, mark.start()) + 1
            yield first, f"{mark[1]!r} is used here but first marked on line {line}: mark it here"


def _first_places(text: str, phrases: set[str]) -> dict[str, int]:
    """Where a text first says each phrase, as whole words in any case: one look at each word, for a
    search for each phrase would take as many times as long.
    """
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        first = _WORD.findall(phrase)[0].lower()
        lengths.setdefault(first, set()).add(len(phrase))
    wanted, found = {phrase.lower() for phrase in phrases}, dict[str, int]()
    for word in _WORD.finditer(text):
        for length in lengths.get(word[0].lower(), ()):
            said = text[word.start() : word.start() + length].lower()
            if said in wanted and not _LETTER.match(text, word.start() + length):
                found.setdefault(said, word.start())
    return found


def citations(page: Path) -> Lines:
    """A work that a page cites is in the list."""
    for line, mark in matches(page, marks.CITATION):
        for key in marks.cited_in(mark[0]) - lists.works().entries.keys():
            yield line, f"unknown reference @{key}: add it to docs/references.bib, or fix the key"


def quotes(page: Path) -> Lines:
    """A number that a page quotes is in the record."""
    for line, row in [*pages.uncoded(page), *captions(page)]:
        for fault in misquoted(row):
            yield line, fault


def sentence_rules(page: Path) -> Lines:
    """How many cases there were is quoted too, and a word that weighs a number has a bound."""
    for first, paragraph in paragraphs(page):
        for line, fault in sentences.faults(paragraph):
            yield first + line, fault


def captioned(page: Path) -> Lines:
    """A number in a caption is quoted, or printed above the figure; that of cases is quoted."""
    headings = [line for line, row in pages.prose(page) if row.startswith("#")]
    printed: dict[int, str] = {}
    for block in pages.blocks(page):
        if files.RECORDED in block.file.parents:
            place = bisect(headings, block.line)
            printed[place] = printed.get(place, "") + block.code
    for line, caption in captions(page):
        text = without(caption, marks.QUOTE, SYNTAX)
        typed = sentences.in_caption(caption) + [
            number
            for number in _NUMBER.findall(text)
            if number not in _NUMBER.findall(printed.get(bisect(headings, line), ""))
        ]
        for number in typed:
            yield line, f"the number {number!r} in this caption is typed: {_QUOTE}"


def alternatives(page: Path) -> Lines:
    """What stands in for a drawing says no number that a run may have printed."""
    for line, mark in matches(page, _ALTERNATIVE):
        if number := marks.typed(mark[1] or mark[2] or ""):
            fix = "leave it to the caption, where it can be quoted"
            yield line, f"the number {number[0]!r} in this description is typed: {fix}"


def numbers(page: Path) -> Lines:
    """A number that a run may have printed is quoted, or has a source in its paragraph."""
    for first, paragraph in paragraphs(page):
        number = marks.typed(without(paragraph, SYNTAX))
        if number and not marks.CITATION.search(paragraph):
            line = first + number.string.count("\n", 0, number.start())
            yield line, f"the number {number[0]!r} is typed: {_QUOTE}, or cite its source"


def unresolved(page: Path) -> Lines:
    """No mark is left half written."""
    for line, row in pages.uncoded(page):
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
    citations, quotes, numbers, sentence_rules, captioned, alternatives, unresolved, links,
]  # fmt: skip
