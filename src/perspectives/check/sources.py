"""Checks on the sources that must name file and line: `python -m perspectives.check.sources [PAGE]` prints each problem and how to mend it."""

import functools
import posixpath
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from perspectives.check import agreement, published
from perspectives.render import templates
from perspectives.written import labs, lists, marks, pages, recorded

_HEADING = re.compile(r"^#{1,6} .*?(\{[^}]*\})?\s*$")
_LINK = re.compile(r"\]\(([^)\s:]*\.(?:md|ipynb)|)(?:#([\w:-]+))?\)")
_QUOTED = ("sh", "yaml", "bibtex", "markdown")
_CODE = re.compile(r"`[^`]*`|<[^>]+>|\{[^}]*\}|(?<=\])\(\S*?\)")  # and addresses of links
_NOT_OURS = re.compile(r"`[^`]*`|<text.*</text>|<[^>]+>|“[^”]*”|\$[^$]+\$")
_LOUD = "an exclamation mark: say it in words, or put what others say between “ and ”"
_NOTE = re.compile(r"(^ *)?\[\^([^\]]+)\](?(1):|)")
_MUTE = 'this drawing does not say what it shows: write 20 signs or more into aria-label="..." of the <svg>, or into ![...]'
_HALF = re.compile(
    r"\[\[|\[=|\[@|\{\{|(?<![\w.@])@[a-z]+\d{4}\w*"
)  # a mark of ours that is not whole
_FRAME = re.compile(r"^\s*(/{3,})(?: +(\w.*))?$")
_DRAWING = re.compile(
    r'<(?:svg|img)\b[^>]*?(?:(?:aria-label|alt)="([^"]*)"[^>]*)?>|!\[([^\]]*)\]\('
)


def problems(page: Path | None = None) -> list[str]:
    """All that is wrong, or all that concerns one page, as `file:line: what, and what to do`."""
    try:
        found = [p for path in ([page] if page else pages.sources()) for p in _page(path)]
        texts = (
            [page]
            if page
            else [*pages.ROOT.glob("*.md"), *pages.sources(), *pages.DOCS.glob("*.yml")]
        )
        found += [
            (path, n, _LOUD)
            for path in texts
            for n, row in pages.prose(path)
            if re.search(r"[^\s!(]!", _NOT_OURS.sub("", row))
        ]
        found += [] if page else [*agreement.problems(), *published.problems(), *labs.problems()]
    except pages.PageError as error:
        return [str(error)]
    return [f"{pages.relative(path)}:{line}: {text}" for path, line, text in sorted(set(found))]


def _page(page: Path) -> Iterator[agreement.Problem]:
    blocks, rows = pages.blocks(page), pages.prose(page)
    seen: dict[str, int] = {}
    marked: set[str] = set()
    works, places = lists.works(), {claim.at for claim in lists.claims()}
    for n, row in rows:
        if (heading := _HEADING.match(row)) and "#" not in (heading[1] or ""):
            yield page, n, "this heading has no id of its own: end it with {#a-short-id}"
        for m in agreement.ID.finditer(row):
            if m[1] in seen:
                yield (
                    page,
                    n,
                    f"the id {m[1]} stands on line {seen[m[1]]} too: give one of them another",
                )
            seen[m[1]] = n
            if ".claim" in m[0] and (place := f"{pages.name(page)}#{m[1]}") not in places:
                yield (
                    page,
                    n,
                    f"no claim {m[1]} with at: {place} in docs/claims.yml: add it, or mend the id",
                )
        unknown = [
            m[0] for m in templates.DIRECTIVE.finditer(row) if m[1] not in templates.DIRECTIVES
        ]
        yield from (
            (page, n, f"unknown directive {mark}: there are {', '.join(templates.DIRECTIVES)}")
            for mark in unknown
        )
        for m in marks.TERM.finditer(row):
            if not (term := marks.meant(m)):
                yield (
                    page,
                    n,
                    f"unknown glossary term {m[0]}: add it to docs/glossary.yml, or mend its spelling",
                )
            elif term.id not in marked:
                marked.add(term.id)
                yield from _used_before(page, rows, n, m)
        for m in marks.CITATION.finditer(row):
            yield from (
                (page, n, f"unknown reference @{key}: add it to docs/references.bib")
                for key, _ in marks.keys(m[1])
                if key not in works.entries
            )
        yield from ((page, n, problem) for problem in agreement.misquoted(row))
        rest = functools.reduce(
            lambda text, whole: whole.sub("", text),
            (_NOT_OURS, marks.TERM, marks.CITATION, recorded.QUOTE, templates.DIRECTIVE),
            row,
        )
        if half := _HALF.search(rest):
            shown = "[[term]], [@key], [=view/snippet:row:column], {{name}}"
            yield (
                page,
                n,
                f"{half[0]} begins a mark that is not whole, and would be shown as written: {shown}",
            )
        yield from _links(page, n, row)
    for n, paragraph in _paragraphs(rows):
        bare = _CODE.sub(pages.newlines, paragraph)
        if not marks.CITATION.search(paragraph) and (number := recorded.typed(bare)):
            line = n + bare[: number.start()].count("\n")
            yield (
                page,
                line,
                f"the number {number[0]!r} is typed: quote it from a record with [=view/snippet:row:column], or cite its source",
            )
        for m in _DRAWING.finditer(re.sub(r"`[^`]*`", pages.newlines, paragraph)):
            if len(m[1] or m[2] or "") < 20:
                yield page, n + paragraph.count("\n", 0, m.start()), _MUTE
    yield from _notes(page, rows)
    yield from _frames(page, rows)
    yield from _blocks(page, blocks, rows)


def _notes(page: Path, rows: list[tuple[int, str]]) -> Iterator[agreement.Problem]:
    marks = {
        (m[2], m[1] is not None): n for n, row in rows for m in _NOTE.finditer(_CODE.sub("", row))
    }
    for (name, is_text), n in marks.items():
        if (name, not is_text) not in marks:
            way = (
                f"nothing points to this note: put [^{name}] where it belongs"
                if is_text
                else f"no note of this name: write it below as [^{name}]: ..."
            )
            yield page, n, f"[^{name}]: {way}, or take it out"


def _frames(page: Path, rows: list[tuple[int, str]]) -> Iterator[agreement.Problem]:
    """Does every /// NAME have its ///, of as many strokes?"""
    opened: list[tuple[str, int]] = []
    for n, m in [(n, m) for n, row in rows if (m := _FRAME.match(row))]:
        if m[2]:
            opened.append((m[1], n))
        elif opened and opened[-1][0] == m[1]:
            opened.pop()
        else:
            yield (
                page,
                n,
                f"this {m[1]} ends nothing: begin its block with {m[1]} and a name, such as {m[1]} details | Title",
            )
    yield from (
        (page, n, f"this block is never ended: end it with {strokes} on a line of its own")
        for strokes, n in opened
    )


def _blocks(
    page: Path, blocks: list[pages.Block], rows: list[tuple[int, str]]
) -> Iterator[agreement.Problem]:
    """Is all that is shown run or compared, and is all that is recorded shown below its own code?"""
    for before, block in zip([None, *blocks], blocks, strict=False):
        if block.is_python and not block.is_tested and not block.title.startswith("Not run: "):
            yield page, block.line, 'a block that is not run says why: title="Not run: ..."'
        if (
            "output" in block.options
            and pages.RECORDED not in block.file.parents
            and not (before and before.is_tested and not before.section)
        ):
            yield (
                page,
                block.line,
                "an output that no run printed: include a record, or put it below the literal block that prints it",
            )
        if not block.is_python and "output" not in block.options and block.language not in _QUOTED:
            yield (
                page,
                block.line,
                f"neither run nor compared: python, {{ .text .output }}, or for what is only quoted {', '.join(_QUOTED)}",
            )
    run = [block for block in blocks if block.is_tested and block.section]
    included = {b.file: b.line for b in blocks} | {
        pages.ROOT / m: n for n, row in rows for m in re.findall(r'--8<-- "([^"]+)"', row)
    }
    for file, line in {block.file: block.line for block in reversed(run)}.items():
        sections = pages.sections(file)
        if missing := [
            name
            for name in sections
            if name not in {block.section for block in run if block.file == file}
        ]:
            yield (
                page,
                line,
                f"{pages.relative(file)}: {', '.join(missing)} is not shown, so it is not compared: include it on this page",
            )
        if "check" not in sections:
            yield file, 1, "no section check: a demonstration asserts what it found"
        records = [path for path in recorded.files(file) if path.exists()]
        for path in {
            path for path in records if path.suffix != ".jsonl"
        } - included.keys():  # data are loaded when they are asked for
            yield page, line, f"{pages.relative(path)} is recorded but not shown: include it below"
        if not records:
            yield (
                page,
                line,
                f"{pages.relative(file)} has no record: nox -s record -- {file.parent.name}",
            )
        if records and records[0].suffix == ".svg":
            yield (
                file,
                1,
                "draws a figure and prints nothing: print the numbers that it shows, for those who cannot see it",
            )
    for path, line in included.items():
        if not path.is_file():
            yield (
                page,
                line,
                f"no file {pages.relative(path)}: mend the path, or nox -s record -- {path.parent.name}",
            )
        above = [block.file for block in run if block.line < line]
        if pages.RECORDED in path.parents and above and path not in recorded.files(above[-1]):
            yield (
                page,
                line,
                f"{pages.relative(path)} does not belong to the code above it: show each record below its own snippet",
            )


def _used_before(
    page: Path, rows: list[tuple[int, str]], line: int, mark: re.Match
) -> Iterator[agreement.Problem]:
    word = re.compile(rf"(?<![\w-]){re.escape(mark[1])}(?![\w-])", re.I)
    for n, row in [*((n, row) for n, row in rows if n < line), (line, mark.string[: mark.start()])]:
        if not row.startswith(("#", "title:", "description:")) and word.search(
            _CODE.sub("", marks.CITATION.sub("", row))
        ):
            yield (
                page,
                n,
                f"{mark[1]!r} is used here and marked on line {line} only: mark its first use",
            )


def _links(page: Path, n: int, row: str) -> Iterator[agreement.Problem]:
    for m in _LINK.finditer(row):
        target = (
            pages.source(
                posixpath.normpath(
                    posixpath.join(posixpath.dirname(pages.name(page)), m[1])
                ).lstrip("/")
            )
            if m[1]
            else page
        )
        if not target.is_file():
            yield page, n, f"no page {m[1]}: mend the link"
        elif m[2] and not m[2].startswith("fn:") and m[2] not in agreement.ids(target):
            yield page, n, f"{pages.relative(target)} has no anchor #{m[2]}: mend the link"


def _paragraphs(rows: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    text = "\n".join(row for _, row in rows)
    for m in re.finditer(r"^.*\S.*(?:\n(?!\s*(?:[-*+]|\d+\.) ).*\S.*)*", text, re.M):
        yield text.count("\n", 0, m.start()) + 1, m[0]


def main(arguments: list[str]) -> int:
    page = Path(arguments[0]).resolve() if arguments else None
    known = pages.sources()
    if page and page not in known:
        print(
            f"no page {arguments[0]}; the pages:",
            *map(pages.relative, known),
            sep="\n  ",
            file=sys.stderr,
        )
        return 2
    found = problems(page)
    print("\n".join(found) or "the sources are in order")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
