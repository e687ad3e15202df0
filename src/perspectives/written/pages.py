"""The pages and their code blocks exactly as the reader sees them: every fence, at any indent,
includes expanded.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from perspectives.written import cells, files, marks, snippets
from perspectives.written.files import SourceError, cached, read

_FENCE = re.compile(
    r"(?ms)^[ \t]*<!--.*?(?:-->|\Z)"  # a fence in a comment is none
    r"|^(?P<indent>[ \t>]*)(?P<fence>(?P<sign>[`~])(?P=sign){2,}) *(?P<header>[^`\n]*)$\n?"
    # Without an end it runs to the end of the page.
    r"(?P<body>.*?)(?P<end>^[ \t>]*(?P=fence)(?P=sign)*[ \t>]*$|\Z)"
)
_COMMENT = re.compile(r"(?s)<!--.*?-->")
_INCLUDE = re.compile(r'^\s*-+8<-+\s+"(?P<file>[^":]+)(?::(?P<section>[\w-]+))?"\s*$')
_PAIR = re.compile(r'([\w-]+)=(?:"([^"]*)"|(\S+))')
FRAME = re.compile(r"^\s*(/{3,})(?: +(\w+).*)?$")  # of a block: /// details | ... and ///
_TITLE = re.compile(r"(?m)^# (.+?) *(\{|$)")
_PYTHON = ("python", "py", "python3", "py3")


class Block(NamedTuple):
    """One fence of a page: `code` is what the reader sees, `file` and `first` are where its first
    line is written.
    """

    page: Path
    line: int  # of the opening fence, from 1
    language: str
    options: frozenset[str]  # {"continuation", "notest", "output", ...}
    title: str
    code: str
    file: Path
    first: int
    section: str | None  # if the block is one include of a named section

    @property
    def is_python(self) -> bool:
        return self.language in _PYTHON

    @property
    def is_tested(self) -> bool:
        return self.is_python and "notest" not in self.options


class Fence(NamedTuple):
    """One fence as it is written, before includes are expanded."""

    line: int
    header: str
    rows: list[str]


def page_files() -> list[Path]:
    """The files that pages are written in: Markdown and labs."""
    return sorted([*files.listed(files.DOCS, "**/*.md"), *files.listed(files.LABS, "*.py")])


def name(path: Path) -> str:
    """The name by which links lead to a page: 'views/next-token.md', 'labs/superposition.ipynb'."""
    if path.parent == files.LABS:
        return f"labs/{path.stem}.ipynb"
    return path.relative_to(files.DOCS).as_posix()


def source(name: str) -> Path:
    """The file in which a page of this name is written, or would be."""
    if name.endswith(".ipynb"):
        return files.LABS / f"{Path(name).stem}.py"
    return files.DOCS / name


@cached
def text(path: Path) -> str:
    """A page as Markdown, line for line."""
    if path.parent == files.LABS:
        return cells.as_markdown(read(path), partial(SourceError, path))
    return read(path)


def title(name: str) -> str:
    """The heading of a page, given its name; the name itself if it has none."""
    heading = _TITLE.search(text(source(name)))
    return heading[1] if heading else name


@cached
def prose(page: Path) -> list[tuple[int, str]]:
    """The lines of a page, numbered from 1; those in fences and comments are empty."""
    rows = text(page).split("\n")
    for fence in fences(page):
        last = fence.line + len(fence.rows) + 1
        rows[fence.line - 1 : last] = [""] * (last - fence.line + 1)
    bare = _COMMENT.sub(marks.newlines, "\n".join(rows))
    return list(enumerate(bare.split("\n"), 1))


@cached
def uncoded(page: Path) -> list[tuple[int, str]]:
    """The prose of a page in which what stands in inline code is left out: `[[x]]` is no mark."""
    rows = "\n".join(row for _, row in prose(page))
    return list(enumerate(marks.uncoded(rows).split("\n"), 1))


@cached
def unfolded(page: Path) -> list[tuple[int, str]]:
    """The lines of a page, numbered, that a reader sees without opening a fold."""
    opened, found = list[tuple[str, str]](), []
    for line, row in prose(page):
        frame = FRAME.match(row)
        if frame and frame[2]:
            opened.append((frame[1], frame[2]))
        elif frame and opened and opened[-1][0] == frame[1]:
            opened.pop()
        elif all(kind != "details" for _, kind in opened):
            found.append((line, row))
    return found


@cached
def ids(page: Path) -> dict[str, int]:
    """The ids that a page sets itself, and their lines."""
    return {match[1]: line for line, row in uncoded(page) for match in marks.ID.finditer(row)}


def blocks(page: Path) -> list[Block]:
    """All fences of a page, in order.

    Raises SourceError for an unclosed fence, an unknown include or a header that Material would
    show as text.
    """
    return [_block(page, fence) for fence in fences(page)]


def _block(page: Path, fence: Fence) -> Block:
    language, options, title = _parsed(page, fence)
    file, section, first, code = page, None, fence.line + 1, "\n".join(fence.rows)
    include = _INCLUDE.match(fence.rows[0]) if len(fence.rows) == 1 else None
    if include:
        file, section = files.ROOT / include["file"], include["section"]
        first, code = _included(page, fence.line, file, section)
    elif any(_INCLUDE.match(row) for row in fence.rows):
        fix = "split it into two fences"
        raise SourceError(
            page, fence.line, f"a fence holds one include or literal code, not both: {fix}"
        )
    code = code.strip("\n") + "\n"
    return Block(page, fence.line, language, options, title, code, file, first, section)


@cached
def fences(page: Path) -> list[Fence]:
    """The fences of a page as they are written."""
    return list(_fences(page, text(page).removeprefix("\ufeff")))


def _fences(page: Path, text: str) -> Iterator[Fence]:
    line, start = 1, 0
    for match in _FENCE.finditer(text):
        line += text.count("\n", start, match.start())
        start = match.start()
        if not match["fence"]:
            continue
        if not match["end"]:
            fix = f"end it with {match['fence']} on a line of its own"
            raise SourceError(page, line, f"this fence is never closed: {fix}")
        depth = len(match["indent"])
        rows = match["body"].split("\n")[:-1]
        indented = [row if row[:depth].strip(" \t>") else row[depth:] for row in rows]
        yield Fence(line, match["header"], indented)


def _parsed(page: Path, fence: Fence) -> tuple[str, frozenset[str], str]:
    """The language, the options and the title in a fence's header."""
    pairs = {
        match[1]: match[3] if match[2] is None else match[2]
        for match in _PAIR.finditer(fence.header)
    }
    # What stands in quotation marks is not an option.
    words = _PAIR.sub("", fence.header).strip("{} ").split()
    if len(words) > 1 and not fence.header.strip().startswith("{"):
        fix = f"write ``` {{ .{words[0]} {' '.join(words[1:])} }}"
        raise SourceError(page, fence.line, f"Material shows this header as text: {fix}")
    language, *options = [word.lstrip(".").lower() for word in words] or [""]
    return language, frozenset(options), pairs.get("title", "")


def _included(page: Path, line: int, file: Path, section: str | None) -> tuple[int, str]:
    """The first line and the text of what a fence includes."""
    if not file.is_file():
        is_record = files.RECORDED in file.parents
        fix = "fix the path, or run nox -s record -- VIEW" if is_record else "fix the path"
        raise SourceError(page, line, f"{files.relative(file)} does not exist: {fix}")
    if not section:
        return 1, read(file)
    known = snippets.sections(file)
    if section not in known:
        fix = f"it has {', '.join(known)}"
        raise SourceError(page, line, f"{files.relative(file)} has no section {section!r}: {fix}")
    return known[section]
