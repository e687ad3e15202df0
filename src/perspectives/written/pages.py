"""The pages and their code blocks exactly as the reader sees them: every fence, at any indent, includes expanded."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from mkdocs.exceptions import BuildError

from perspectives.written import cells

ROOT = Path(__file__).parents[3]
DOCS, SNIPPETS, RECORDED, LABS = ROOT / "docs", ROOT / "snippets", ROOT / "recorded", ROOT / "labs"

_FENCE = re.compile(
    r"(?ms)^[ \t]*<!--.*?(?:-->|\Z)"  # in a comment is no fence
    r"|^(?P<indent>[ \t>]*)(?P<fence>(?P<sign>[`~])(?P=sign){2,}) *(?P<header>[^`\n]*)$\n?"
    r"(?P<body>.*?)(?P<end>^[ \t>]*(?P=fence)(?P=sign)*[ \t>]*$|\Z)"  # without an end it runs to the end of the page
)
_INCLUDE = re.compile(r'^\s*-+8<-+\s+"(?P<file>[^":]+)(?::(?P<section>[\w-]+))?"\s*$')
_PAIR = re.compile(r'([\w-]+)=(?:"([^"]*)"|(\S+))')
_QUIET = re.compile(r'^\s*("""[^"]*"""|#.*)?\s*$')  # a one-line docstring, a comment, nothing
_MARK = re.compile(r"^\s*#\s*-+8<-+\s*\[(start|end):\s*([\w-]+)\]\s*$")


class PageError(BuildError):
    """Something in a source file is wrong; the message starts with `file:line:` and says what to do."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{relative(path)}:{line}: {message}")


class Block(NamedTuple):
    """One fence of a page. `code` is what the reader sees; `file` and `first` are where its first line is written."""

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
        return self.language in ("python", "py", "python3", "py3")

    @property
    def is_tested(self) -> bool:
        return self.is_python and "notest" not in self.options


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def read(path: Path) -> str:
    """The text of a source file: a byte-order mark and CRLF are taken away; PageError if it is not there or not UTF-8."""
    if not path.is_file():
        raise PageError(
            path,
            1,
            "there is no such file, and something names it: `python -m perspectives.check.sources` says what",
        )
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PageError(
            path,
            line,
            f"byte 0x{error.object[error.start]:02x} is not UTF-8: save the file as UTF-8",
        ) from None


def sources() -> list[Path]:
    """What the pages are written in: Markdown files and labs."""
    return sorted([*DOCS.rglob("*.md"), *LABS.glob("*.py")])


def name(source: Path) -> str:
    """The name by which links lead to a page: 'views/next-token.md', 'labs/superposition.ipynb'."""
    return (
        f"labs/{source.stem}.ipynb"
        if source.parent == LABS
        else source.relative_to(DOCS).as_posix()
    )


def source(name: str) -> Path:
    """The other way: where a page of this name is written, or would be."""
    return LABS / f"{Path(name).stem}.py" if name.endswith(".ipynb") else DOCS / name


def text(source: Path) -> str:
    """A page as Markdown, line for line."""
    return (
        cells.as_markdown(read(source), partial(PageError, source))
        if source.parent == LABS
        else read(source)
    )


def read_yaml(path: Path, form: str = "not YAML") -> Any:
    """What a YAML file holds; PageError, with the form that it should have, if it cannot be read."""
    try:
        return yaml.load(
            read(path), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )  # both are safe; the one in C is quick
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        mend = "indent with blanks, as the rows above are, and put a text with a colon or a quotation mark between quotation marks"
        raise PageError(
            path,
            mark.line + 1 if mark else 1,
            f"{form}: {getattr(error, 'problem', error)}; {mend}",
        ) from None


def words(table: str) -> dict[str, Any]:
    """A table of words.yml."""
    return read_yaml(Path(__file__).with_name("words.yml"))[table]


def line_of(path: Path, pattern: str) -> int:
    """The first line that matches a regular expression, or 1."""
    return next(
        (n for n, row in enumerate(read(path).split("\n"), 1) if re.search(pattern, row)), 1
    )


def blocks(page: Path, shown: str | None = None) -> list[Block]:
    """All fences of a page, in order. Raises PageError for an unclosed fence, an unknown include or a header that Material would not take for one."""
    found = []
    for line, header, body in _fences(page, text(page) if shown is None else shown):
        language, options, title = _parse(page, line, header)
        include = _INCLUDE.match(body[0]) if len(body) == 1 else None
        file, section, first, code = page, None, line + 1, "\n".join(body)
        if include:
            file, section = ROOT / include["file"], include["section"]
            first, code = _included(page, line, file, section)
        elif any(_INCLUDE.match(row) for row in body):
            raise PageError(
                page,
                line,
                "a fence holds one include or literal code, not both: make two fences of it",
            )
        found.append(
            Block(
                page, line, language, options, title, code.strip("\n") + "\n", file, first, section
            )
        )
    return found


def prose(page: Path) -> list[tuple[int, str]]:
    """The lines of a page, numbered from 1; what stands in its fences and comments is taken away."""
    shown = text(page)
    rows = shown.split("\n")
    for line, _, body in _fences(page, shown):
        rows[line - 1 : line + len(body) + 1] = [""] * (len(body) + 2)
    return list(enumerate(re.sub(r"(?s)<!--.*?-->", newlines, "\n".join(rows)).split("\n"), 1))


def newlines(m: re.Match) -> str:
    """What stands for a match that is taken away, so that no line moves."""
    return "\n" * m[0].count("\n")


def sections(snippet: Path) -> dict[str, tuple[int, str]]:
    """The named sections of a snippet in order: name -> (line of its first row, code).

    Raises PageError if anything but the docstring stands outside them: it would run and never be shown.
    """
    found: dict[str, tuple[int, str]] = {}
    name, rows = None, list[str]()
    for n, row in enumerate(read(snippet).split("\n"), 1):
        mark = _MARK.match(row)
        if mark and mark[1] == "start":
            if name or mark[2] in found:
                raise PageError(
                    snippet,
                    n,
                    f"section {mark[2]!r} is opened twice or inside {name!r}: end each before the next",
                )
            name, rows = mark[2], []
        elif mark:
            if mark[2] != name:
                raise PageError(snippet, n, f"section {mark[2]!r} ends here, but {name!r} is open")
            found[name] = (n - len(rows), "\n".join(rows) + "\n")
            name = None
        elif name:
            rows.append(row)
        elif not _QUIET.match(row):
            raise PageError(
                snippet, n, "code outside a section is run but never shown: move it into one"
            )
    if name or not found:
        raise PageError(
            snippet,
            1,
            f"section {name!r} is never ended"
            if name
            else "no section: mark one with # --8<-- [start:demo] and [end:demo]",
        )
    return found


def _fences(page: Path, text: str) -> Iterator[tuple[int, str, list[str]]]:
    """The line of each fence, its header and what stands in it."""
    for m in _FENCE.finditer(text.removeprefix("\ufeff")):
        line = m.string.count("\n", 0, m.start()) + 1
        if m["fence"] and not m["end"]:
            raise PageError(
                page,
                line,
                f"this fence is never closed: end it with {m['fence']} on a line of its own",
            )
        if m["fence"]:
            depth = len(m["indent"])
            yield (
                line,
                m["header"],
                [
                    row if row[:depth].strip(" \t>") else row[depth:]
                    for row in m["body"].split("\n")[:-1]
                ],
            )


def _parse(page: Path, line: int, header: str) -> tuple[str, frozenset[str], str]:
    pairs = {m[1]: m[2] if m[2] is not None else m[3] for m in _PAIR.finditer(header)}
    words = (
        _PAIR.sub("", header).strip("{} ").split()
    )  # what stands in quotation marks is no option
    if len(words) > 1 and not header.strip().startswith("{"):
        raise PageError(
            page,
            line,
            f"Material shows this header as text: write ``` {{ .{words[0]} {' '.join(words[1:])} }}",
        )
    language, *options = [word.lstrip(".").lower() for word in words] or [""]
    return language, frozenset(options), pairs.get("title", "")


def _included(page: Path, line: int, file: Path, section: str | None) -> tuple[int, str]:
    """The first line and the text of what a fence includes; the tests of the site compare it with what pymdownx shows."""
    if not file.is_file():
        raise PageError(
            page,
            line,
            f"no file {relative(file)}: mend the path{', or nox -s record -- VIEW' if RECORDED in file.parents else ''}",
        )
    if not section:
        return 1, read(file)
    if section not in (known := sections(file)):
        raise PageError(
            page, line, f"{relative(file)} has no section {section!r}: name one that it has"
        )
    return known[section]
