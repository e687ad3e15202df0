"""Checks on the sources that must name file and line: `python -m perspectives.sources [PAGE]` prints each problem and how to mend it."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from perspectives import agreement, lists, pages, published, recorded
from perspectives.agreement import Problem, ids
from perspectives.markdown.derived import DIRECTIVE, DIRECTIVES
from perspectives.markdown.marks import CITATION, TERM, keys
from perspectives.pages import Block, PageError, prose, relative
from perspectives.recorded import QUOTE, quoted, typed

_HEADING = re.compile(r"^#{1,6} .*?(\{[^}]*\})?\s*$")
_LINK = re.compile(r"\]\(([^)\s]*?)(?:#([\w:-]+))?\)")
_QUOTED = ("sh", "yaml", "bibtex", "markdown")
_CODE = re.compile(r"`[^`]*`|<[^>]+>|\{[^}]*\}")


def problems(page: Path | None = None) -> list[str]:
    """All that is wrong, or all that concerns one page, as `file:line: what, and what to do`."""
    try:
        found = [p for path in ([page] if page else sorted(pages.DOCS.rglob("*.md"))) for p in _page(path)]
        found += [] if page else [*agreement.problems(), *published.problems()]
    except PageError as error:
        return [str(error)]
    return [f"{relative(path)}:{line}: {text}" for path, line, text in sorted(set(found))]


def _page(page: Path) -> Iterator[Problem]:
    blocks, rows = pages.blocks(page), prose(page)
    seen: dict[str, int] = {}
    marked: set[str] = set()
    forms, works = lists.forms(), lists.works()
    claims = {claim.id: claim for claim in lists.claims()}
    for n, row in rows:
        if (heading := _HEADING.match(row)) and "#" not in (heading[1] or ""):
            yield page, n, "this heading has no id of its own: end it with {#a-short-id}"
        for m in agreement.ID.finditer(row):
            if m[1] in seen:
                yield page, n, f"the id {m[1]} stands on line {seen[m[1]]} too: give one of them another"
            seen[m[1]] = n
            if ".claim" in m[0] and (m[1] not in claims or claims[m[1]].at != f"{page.relative_to(pages.DOCS).as_posix()}#{m[1]}"):
                yield page, n, f"no claim {m[1]} with at: {page.relative_to(pages.DOCS).as_posix()}#{m[1]} in docs/claims.yml: add it, or mend the id"
        for m in DIRECTIVE.finditer(row):
            if m[1] not in DIRECTIVES:
                yield page, n, f"unknown directive {m[0]}: there are {', '.join(DIRECTIVES)}"
        for m in TERM.finditer(row):
            term = forms.get((m[2] or m[1]).strip().lower())
            if not term:
                yield page, n, f"unknown glossary term {m[0]}: add it to docs/glossary.yml, or mend its spelling"
            elif term.id not in marked:
                marked.add(term.id)
                yield from _used_before(page, rows, n, m)
        for m in CITATION.finditer(row):
            yield from ((page, n, f"unknown reference @{key}: add it to docs/references.bib") for key, _ in keys(m[1]) if key not in works.entries)
        for m in QUOTE.finditer(row):
            try:
                quoted(m[1], m[2], m[3])
            except LookupError as error:
                yield page, n, f"{m[0]}: {error}"
        yield from _links(page, n, row)
    for n, paragraph in _paragraphs(rows):
        bare = _LINK.sub("", _CODE.sub(_newlines, paragraph))
        if not CITATION.search(paragraph) and (number := typed(bare)):
            line = n + bare[: number.start()].count("\n")
            yield page, line, f"the number {number[0]!r} is typed: quote it from a record with [=view/snippet:row:column], or cite its source"
    yield from _blocks(page, blocks, rows)


def _blocks(page: Path, blocks: list[Block], rows: list[tuple[int, str]]) -> Iterator[Problem]:
    """Is all that is shown run or compared, and is all that is recorded shown below its own code?"""
    for before, block in zip([None, *blocks], blocks, strict=False):
        if block.is_python and not block.is_tested and not block.title.startswith("Not run: "):
            yield page, block.line, 'a block that is not run says why: title="Not run: ..."'
        if "output" in block.options and pages.RECORDED not in block.file.parents and not (before and before.is_tested and not before.section):
            yield page, block.line, "an output that no run printed: include a record, or put it below the literal block that prints it"
        if not block.is_python and "output" not in block.options and block.language not in _QUOTED:
            yield page, block.line, f"neither run nor compared: python, {{ .text .output }}, or for what is only quoted {', '.join(_QUOTED)}"
    run = [block for block in blocks if block.is_tested and block.section]
    included = {b.file: b.line for b in blocks} | {pages.ROOT / m: n for n, row in rows for m in re.findall(r'--8<-- "([^"]+)"', row)}
    for file, line in {block.file: block.line for block in reversed(run)}.items():
        sections = pages.sections(file)
        if missing := [name for name in sections if name not in {block.section for block in run if block.file == file}]:
            yield page, line, f"{relative(file)}: {', '.join(missing)} is not shown, so it is not compared: include it on this page"
        if "check" not in sections:
            yield file, 1, "no section check: a demonstration asserts what it found"
        records = [path for path in recorded.files(file) if path.exists()]
        yield from ((page, line, f"{relative(path)} is recorded but not shown: include it below") for path in records if path not in included)
        if not records:
            yield page, line, f"{relative(file)} has no record: nox -s record -- {file.parent.name}"
    for path, line in included.items():
        above = [block.file for block in run if block.line < line]
        if pages.RECORDED in path.parents and above and path not in recorded.files(above[-1]):
            yield page, line, f"{relative(path)} does not belong to the code above it: show each record below its own snippet"


def _used_before(page: Path, rows: list[tuple[int, str]], line: int, mark: re.Match) -> Iterator[Problem]:
    word = re.compile(rf"(?<![\w-]){re.escape(mark[1])}(?![\w-])", re.I)
    for n, row in rows:
        if n > line:
            return
        row = row[: mark.start()] if n == line else row
        if not row.startswith(("#", "title:", "description:")) and word.search(_CODE.sub("", CITATION.sub("", row))):
            yield page, n, f"{mark[1]!r} is used here and marked on line {line} only: mark its first use"


def _links(page: Path, n: int, row: str) -> Iterator[Problem]:
    for m in _LINK.finditer(row):
        if "://" in m[1] or m[1].startswith("mailto:") or not (m[1].endswith(".md") or (not m[1] and m[2])):
            continue
        target = (pages.DOCS / m[1].lstrip("/") if m[1].startswith("/") else page.parent / m[1]).resolve() if m[1] else page
        if not target.is_file():
            yield page, n, f"no page {m[1]}: mend the link"
        elif m[2] and not m[2].startswith("fn:") and m[2] not in ids(target):
            yield page, n, f"{relative(target)} has no anchor #{m[2]}: mend the link"


def _newlines(m: re.Match) -> str:
    return "\n" * m[0].count("\n")


def _paragraphs(rows: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    start, text = 0, ""
    for n, row in [*rows, (0, "")]:
        if row.strip() and text and n == start + text.count("\n") + 1 and not re.match(r"\s*([-*+]|\d+\.) ", row):
            text += "\n" + row
        else:
            if text:
                yield start, text
            start, text = n, row if row.strip() else ""


def main(arguments: list[str]) -> int:
    page = Path(arguments[0]).resolve() if arguments else None
    known = sorted(pages.DOCS.rglob("*.md"))
    if page and page not in known:
        print(f"no page {arguments[0]}; the pages:", *map(relative, known), sep="\n  ", file=sys.stderr)
        return 2
    found = problems(page)
    print("\n".join(found) or "the sources are in order")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
