"""Markup where it must not be: in the heads of pages and in the lists; active content; and tags
that close nothing.
"""

import re
from pathlib import Path

from markdown.extensions.attr_list import get_attrs_and_remainder

from perspectives.check import Lines, Problem, Problems, tags
from perspectives.written import files, heads, marks, markup

_BRACES = re.compile(r"\{:?([^{}]*)\}")
_BLOCK = re.compile(r"^\s*/{3,} *html *\| *([\w-]+)(.*)$")
_IN_BRACKETS = re.compile(r"\[\s*([\w-]+)\s*(?:=\s*[\"']?([^\"'\]]*))?")
_LINK = re.compile(rf"\]\(\s*<?({markup.ADDRESS.pattern})")
_REMOVE = "remove it (scripts belong in theme/ or live/)"
_MARKDOWN = {"claims.yml", "glossary.yml", "CHANGELOG.md"}  # in which code is written between `


def head(page: Path) -> Lines:
    """The head of a page has the fields that the edition uses, and no markup in them."""
    yield from heads.faults(page)


def active_content(page: Path) -> Lines:
    """Nothing that an author writes runs, loads or sends anything."""
    found = [*tags.read(page), *_written(page)]
    for line, name, attributes in found:
        if active := markup.active_content(name, attributes):
            yield line, f"{active} is active content: {_REMOVE}"
    for line, row in enumerate(tags.body(page), 1):
        if link := _LINK.search(row):
            yield line, f"a link to {link[1]} is active content: {_REMOVE}"


def closing_tags(page: Path) -> Lines:
    """A closing tag closes something: on the built page, </div> would end the text."""
    for line, name in tags.unopened(page):
        yield line, f"</{name}> closes nothing: remove it, or write <{name}> before it"


def _written(page: Path) -> list[tags.Tag]:
    """The elements and attributes that Markdown makes of {...} and of /// html."""
    found = []
    for line, row in enumerate(tags.body(page), 1):
        for braces in _BRACES.finditer(row):
            found.append(tags.Tag(line, "", get_attrs_and_remainder(braces[1])[0]))
        if block := _BLOCK.match(row):
            found.append(tags.Tag(line, block[1], _IN_BRACKETS.findall(block[2])))
    return found


def lists() -> Problems:
    """The lists, and what the edition says of itself, have no markup but Markdown."""
    settings, edition = files.ROOT / "mkdocs.yml", files.ROOT / "CITATION.cff"
    names = [*files.listed(files.DOCS, "*.yml"), *files.listed(files.DOCS, "*.bib")]
    for path in [*names, settings, edition, files.ROOT / "CHANGELOG.md"]:
        text = files.read(path)
        rows = (marks.uncoded(text) if path.name in _MARKDOWN else text).split("\n")
        for line, row in enumerate(rows, 1):
            is_html = path == settings and row.startswith("copyright:")
            if fault := _fault(row, is_html=is_html):
                yield Problem(path, line, fault)


def _fault(row: str, *, is_html: bool) -> str:
    if markup.TAG.search(row) and not is_html:
        return "HTML: write plain text or Markdown, and what looks like a tag between ` and `"
    if address := markup.ADDRESS.search(row):
        return f"a link to {address[0]} is active content: {_REMOVE}"
    return ""


RULES = [head, active_content, closing_tags]
