"""Checks on the sources that must name file and line: `python -m perspectives.sources [PAGE]` prints each problem and how to mend it."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from perspectives import lists, pages, recorded
from perspectives.lists import VERDICTS, line_of
from perspectives.markdown.derived import DIRECTIVE, DIRECTIVES, cited
from perspectives.markdown.marks import CITATION, TERM, keys
from perspectives.pages import PageError, prose, relative
from perspectives.recorded import QUOTE, quoted

_HEADING = re.compile(r"^#{1,6} .*?(\{[^}]*\})?\s*$")
_ID = re.compile(r"\{[^}]*#([\w:-]+)[^}]*\}")
_LINK = re.compile(r"\]\(([^)\s]*?)(?:#([\w:-]+))?\)")
_TYPED = re.compile(r"(?<![\w.,/-])\d*\.\d+(?!\w|\.\d)|\b\d[\d,]* of (?:the )?\d+|\d[ \u00a0]%(?! interval)")  # what a run may have printed
_CODE = re.compile(r"`[^`]*`|<[^>]+>|\{[^}]*\}")

Problem = tuple[Path, int, str]


def problems(page: Path | None = None) -> list[str]:
    """All that is wrong, or all that concerns one page, as `file:line: what, and what to do`."""
    try:
        found = [p for path in ([page] if page else sorted(pages.DOCS.rglob("*.md"))) for p in _page(path)]
        found += [] if page else [*_claims(), *_terms(), *_works(), *_evidence()]
    except PageError as error:
        return [str(error)]
    return [f"{relative(path)}:{line}: {text}" for path, line, text in sorted(set(found))]


def ids(page: Path) -> dict[str, int]:
    """The ids that a page sets or derives, and their lines."""
    found = {m[1]: n for n, row in prose(page) for m in _ID.finditer(row)}
    for directive in (m[1] for _, row in prose(page) for m in DIRECTIVE.finditer(row)):
        rows = {"evidence": [c.id for c in lists.claims()], "glossary": lists.glossary(), "references": cited()}.get(directive, [])
        found |= dict.fromkeys(rows, 1)
    return found


def _page(page: Path) -> Iterator[Problem]:
    blocks, rows = pages.blocks(page), prose(page)
    seen: dict[str, int] = {}
    marked: set[str] = set()
    forms, works = lists.forms(), lists.works()
    claims = {claim.id: claim for claim in lists.claims()}
    for n, row in rows:
        if (heading := _HEADING.match(row)) and "#" not in (heading[1] or ""):
            yield page, n, "this heading has no id of its own: end it with {#a-short-id}"
        for m in _ID.finditer(row):
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
        bare = _LINK.sub("", _CODE.sub("", QUOTE.sub("", paragraph)))
        if not CITATION.search(paragraph) and (typed := _TYPED.search(bare)):
            line = n + bare[: typed.start()].count("\n")
            yield page, line, f"the number {typed[0]!r} is typed: quote it from a record with [=view/snippet:row:column], or cite its source"
    for block in blocks:
        if block.is_python and "notest" in block.options and not block.title.startswith("Not run: "):
            yield page, block.line, 'a block that is not run says why: title="Not run: ..."'
        if block.is_tested and block.section and block.section == recorded.shown(block.file):
            text, drawing = recorded.files(block.file)
            shown = {b.file for b in blocks} | {pages.ROOT / m for _, row in rows for m in re.findall(r'--8<-- "([^"]+)"', row)}
            for path in (text, drawing):
                if path.exists() and path not in shown:
                    yield page, block.line, f"{relative(path)} is recorded but not shown on this page: include it below"
            if not text.exists() and not drawing.exists():
                yield page, block.line, f"{relative(block.file)} has no record: nox -s record -- {block.file.parent.name}"


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


def _paragraphs(rows: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    start, text = 0, ""
    for n, row in [*rows, (0, "")]:
        if row.strip() and n == start + text.count("\n") + 1 and text:
            text += "\n" + row
        else:
            if text:
                yield start, text
            start, text = n, row if row.strip() else ""


def _claims() -> Iterator[Problem]:
    path, seen = lists.file("claims.yml"), set[str]()
    for claim in lists.claims():
        n = line_of(path, rf"id: {claim.id}$")
        page, _, anchor = claim.at.partition("#")
        if claim.id in seen:
            yield path, n, f"two rows {claim.id}: give one another id"
        seen.add(claim.id)
        if claim.verdict not in VERDICTS:
            yield path, n, f"{claim.id}: no verdict {claim.verdict!r}; there are {', '.join(VERDICTS)}"
        if not (pages.DOCS / page).is_file() or anchor not in ids(pages.DOCS / page):
            yield path, n, f"{claim.id}: no such place {claim.at}: put {{#{claim.id} .claim}} at the end of its paragraph"
        if not any(claim.evidence.values()) and not claim.why:
            yield path, n, f"{claim.id}: no evidence, and no `why` that says so"
        for name in claim.evidence.get("snippets", []):
            if not (pages.SNIPPETS / f"{name}.py").is_file():
                yield path, n, f"{claim.id}: no snippet snippets/{name}.py"
        for m in QUOTE.finditer(claim.why):
            try:
                quoted(m[1], m[2], m[3])
            except LookupError as error:
                yield path, n, f"{claim.id}: {error}"


def _terms() -> Iterator[Problem]:
    path, known, used = lists.file("glossary.yml"), lists.glossary(), set[str]()
    for page in pages.DOCS.rglob("*.md"):
        used |= {lists.forms()[form].id for _, row in prose(page) for m in TERM.finditer(row) if (form := (m[2] or m[1]).strip().lower()) in lists.forms()}
    for term in known.values():
        n = line_of(path, rf"id: {term.id}$")
        if term.id not in used:
            yield path, n, f"the term {term.id} is used on no page: mark it there as [[{term.term.lower()}]], or take it out"
        yield from ((path, n, f"{term.id}: see an unknown term {other!r}") for other in term.see if other not in known)


def _works() -> Iterator[Problem]:
    path, known, wanted = lists.file("references.bib"), lists.works().entries, cited()
    for key in sorted(known.keys() - wanted):
        yield path, line_of(path, rf"\{{{key},"), f"{key} is cited nowhere: cite it as [@{key}], or take it out"
    for key in sorted(wanted - known.keys()):
        for path in (lists.file("claims.yml"), lists.file("glossary.yml")):
            if (n := line_of(path, rf"\b{key}\b")) > 1:
                yield path, n, f"unknown reference {key}: add it to docs/references.bib"


def _evidence() -> Iterator[Problem]:
    included = {block.file for page in pages.DOCS.rglob("*.md") for block in pages.blocks(page)}
    backing = {name for claim in lists.claims() for name in claim.evidence.get("snippets", [])}
    for snippet in recorded.snippets():
        name = str(snippet.relative_to(pages.SNIPPETS).with_suffix(""))
        if snippet not in included:
            yield snippet, 1, "no page includes this snippet: include it, or take it out"
        elif name not in backing and not snippet.stem.startswith("exercise"):
            yield snippet, 1, f"this snippet backs no claim: name {name} under evidence in docs/claims.yml"
    wanted = {path for snippet in recorded.snippets() for path in recorded.files(snippet)}
    for path in pages.RECORDED.rglob("*"):
        if path.is_file() and path not in wanted:
            yield path, 1, "a record without a snippet: delete it, or put the snippet back"


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
