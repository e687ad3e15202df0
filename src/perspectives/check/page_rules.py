"""The form of a page: headings, ids, blocks between strokes, notes, drawings, tone."""

import re
from pathlib import Path

from perspectives.check import Problem, Problems
from perspectives.check.reading import FOREIGN, SYNTAX, matches, paragraphs, without
from perspectives.written import files, marks, pages

_HEADING = re.compile(r"^#{1,6} .*?(\{[^}]*\})?\s*$")
_FRAME = re.compile(r"^\s*(/{3,})(?: +(\w.*))?$")
_NOTE = re.compile(r"(?P<text>^ *)?\[\^(?P<name>[^\]]+)\](?(text):|)")
_CODE = re.compile(r"`[^`]*`")
_DRAWING = re.compile(
    r'<(?:svg|img)\b[^>]*?(?:(?:aria-label|alt)="([^"]*)"[^>]*)?>|!\[([^\]]*)\]\('
)
_DESCRIBED = 20  # characters
_EXCLAMATION = re.compile(r"[^\s!(]!")


def headings(page: Path) -> Problems:
    """Every heading has an id of its own, which stays when the heading is reworded."""
    for line, heading in matches(page, _HEADING):
        if "#" not in (heading[1] or ""):
            message = "this heading has no id: end it with {#a-short-id}"
            yield Problem(page, line, message)


def ids(page: Path) -> Problems:
    """An id is set once on a page."""
    seen: dict[str, int] = {}
    for line, mark in matches(page, marks.ID):
        if mark[1] in seen:
            message = f"the id {mark[1]} is already set on line {seen[mark[1]]}: change one of them"
            yield Problem(page, line, message)
        seen[mark[1]] = line


def frames(page: Path) -> Problems:
    """Every block that /// NAME opens is closed by as many strokes."""
    opened: list[tuple[int, str]] = []
    for line, frame in matches(page, _FRAME):
        strokes = frame[1]
        if frame[2]:
            opened.append((line, strokes))
        elif opened and opened[-1][1] == strokes:
            opened.pop()
        else:
            fix = f"remove it, or open its block with {strokes} details | Title"
            yield Problem(page, line, f"this {strokes} closes nothing: {fix}")
    for line, strokes in opened:
        fix = f"end it with {strokes} on a line of its own"
        yield Problem(page, line, f"this block is never closed: {fix}")


def notes(page: Path) -> Problems:
    """Every note has a text, and every text a reference."""
    texts: dict[str, int] = {}
    references: dict[str, int] = {}
    for line, row in pages.prose(page):
        for note in _NOTE.finditer(without(row, SYNTAX)):
            kind = references if note["text"] is None else texts
            kind[note["name"]] = line
    for name in references.keys() - texts:
        message = f"[^{name}] has no text: add a line [^{name}]: ..., or remove the reference"
        yield Problem(page, references[name], message)
    for name in texts.keys() - references:
        message = f"[^{name}] is never referenced: put [^{name}] in the text, or remove the note"
        yield Problem(page, texts[name], message)


def drawings(page: Path) -> Problems:
    """A drawing says what it shows to those who cannot see it."""
    for first, paragraph in paragraphs(page):
        text = without(paragraph, _CODE)
        for drawing in _DRAWING.finditer(text):
            if len(drawing[1] or drawing[2] or "") < _DESCRIBED:
                line = first + text.count("\n", 0, drawing.start())
                fix = f"describe it in {_DESCRIBED} characters or more, as aria-label or alt text"
                yield Problem(page, line, f"this drawing does not say what it shows: {fix}")


def exclamations(path: Path) -> Problems:
    """Nothing is exclaimed, unless others are quoted."""
    for line, row in pages.prose(path):
        if _EXCLAMATION.search(without(row, FOREIGN)):
            fix = "use a full stop, or put other people's words between “ and ”"
            yield Problem(path, line, f"exclamation mark: {fix}")


def other_exclamations() -> Problems:
    """Nothing is exclaimed in the lists and the guides either."""
    for path in [*files.ROOT.glob("*.md"), *files.DOCS.glob("*.yml")]:
        yield from exclamations(path)
