"""The form of a page: headings, ids, blocks between strokes, notes, drawings, tone."""

import re
from pathlib import Path

from perspectives.check import Lines, Problem, Problems
from perspectives.check.text import FOREIGN, SYNTAX, matches, paragraphs, without
from perspectives.written import files, marks, pages

_HEADING = re.compile(r"^#{1,6} .*?(\{[^}]*\})?\s*$")
_NOTE = re.compile(r"(^ *)?\[\^([^\]]+)\](?(1):|)")  # at the beginning of a line, with a colon
_CODE = re.compile(r"`[^`]*`")
_TAG = r'<(?:svg|img)\b[^>]*?(?:(?:aria-label|alt)="([^"]*)"[^>]*)?>'
_DRAWING = re.compile(rf"{_TAG}|!\[([^\]]*)\]\(")
_EXCLAMATION = re.compile(r"[^\s!(]!")


def headings(page: Path) -> Lines:
    """A heading has an id of its own, which stays when the heading is reworded."""
    for line, heading in matches(page, _HEADING):
        if "#" not in (heading[1] or ""):
            yield line, "this heading has no id: end it with {#a-short-id}"


def ids(page: Path) -> Lines:
    """An id is set once on a page."""
    seen: dict[str, int] = {}
    for line, mark in matches(page, marks.ID):
        if mark[1] in seen:
            yield line, f"the id {mark[1]} is already set on line {seen[mark[1]]}: change one"
        seen[mark[1]] = line


def frames(page: Path) -> Lines:
    """A block that /// NAME opens is closed by as many strokes."""
    opened: list[tuple[int, str]] = []
    for line, frame in matches(page, pages.FRAME):
        if frame[2]:
            opened.append((line, frame[1]))
        elif opened and opened[-1][1] == frame[1]:
            opened.pop()
        else:
            yield line, f"this {frame[1]} closes nothing: remove it, or open its block"
    for line, strokes in opened:
        yield line, f"this block is never closed: end it with {strokes} on a line of its own"


def notes(page: Path) -> Lines:
    """A note has one text, and the text a reference."""
    texts, references = dict[str, int](), dict[str, int]()
    for line, row in pages.uncoded(page):
        for note in _NOTE.finditer(without(row, SYNTAX)):
            name = note[2]
            if note[1] is None:
                references[name] = line
            elif name in texts:
                message = f"[^{name}] already has a text on line {texts[name]}, which is lost"
                yield line, f"{message}: give one of the two notes another name"
            else:
                texts[name] = line
    for name in references.keys() - texts:
        yield references[name], f"[^{name}] has no text: add [^{name}]: ..., or remove this"
    for name in texts.keys() - references:
        yield texts[name], f"[^{name}] is never referenced: refer to it, or remove the note"


def drawings(page: Path) -> Lines:
    """A drawing says what it shows to those who cannot see it."""
    for first, paragraph in paragraphs(page):
        text = without(paragraph, _CODE)
        for drawing in _DRAWING.finditer(text):
            if len(drawing[1] or drawing[2] or "") < 20:
                line = first + text.count("\n", 0, drawing.start())
                fix = "say what it shows, in 20 characters or more of aria-label or alt text"
                yield line, f"this drawing has no description: {fix}"


def exclamations(path: Path) -> Lines:
    """Nothing is exclaimed, unless others are quoted."""
    for line, row in pages.uncoded(path):
        if _EXCLAMATION.search(without(row, FOREIGN)):
            yield line, "exclamation mark: use a full stop, or quote others between “ and ”"


def other_exclamations() -> Problems:
    """Nothing is exclaimed in the lists and the guides either."""
    for path in [*files.listed(files.ROOT, "*.md"), *files.listed(files.DOCS, "*.yml")]:
        for line, message in exclamations(path):
            yield Problem(path, line, message)


RULES = [headings, ids, frames, notes, drawings, exclamations]
