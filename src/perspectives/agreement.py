"""Do the three lists, the pages, the snippets and the records agree?"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from perspectives import lists, pages, recorded
from perspectives.lists import KINDS, OUTCOMES, VERDICTS
from perspectives.markdown.derived import DIRECTIVE, cited
from perspectives.markdown.marks import TERM
from perspectives.pages import line_of, prose
from perspectives.recorded import QUOTE, quoted, typed

ID = re.compile(r"\{[^}]*#([\w:-]+)[^}]*\}")
REQUIRED = {  # the fields that every entry of a type has
    "article": "author title journal year", "inproceedings": "author title booktitle year", "book": "author title publisher year",
    "techreport": "author title institution year", "misc": "author title year", "online": "title url",
}  # fmt: skip
Problem = tuple[Path, int, str]  # where, the line, what is wrong and what to do


def problems() -> Iterator[Problem]:
    """All disagreements between the lists, the pages, the snippets and the records."""
    yield from _claims()
    yield from _terms()
    yield from _works()
    yield from _evidence()


def ids(page: Path) -> dict[str, int]:
    """The ids that a page sets or derives, and their lines."""
    found = {m[1]: n for n, row in prose(page) for m in ID.finditer(row)}
    for directive in (m[1] for _, row in prose(page) for m in DIRECTIVE.finditer(row)):
        rows = {"evidence": [c.id for c in lists.claims()], "glossary": lists.glossary(), "references": cited()}.get(directive, [])
        found |= dict.fromkeys(rows, 1)
    return found


def _claims() -> Iterator[Problem]:
    path = lists.file("claims.yml")
    for claim in lists.claims():
        n = line_of(path, rf"id: {claim.id}$")
        page, _, anchor = claim.at.partition("#")
        if claim.verdict not in VERDICTS:
            yield path, n, f"{claim.id}: no verdict {claim.verdict!r}; there are {', '.join(VERDICTS)}"
        if claim.kind not in KINDS:
            yield path, n, f"{claim.id}: no kind {claim.kind!r}; there are {', '.join(KINDS)}"
        carried = (pages.DOCS / page).is_file() and any(re.search(rf"#{claim.id} [^}}]*\.claim", row) for _, row in prose(pages.DOCS / page))
        if not carried or anchor != claim.id:
            yield path, n, f"{claim.id}: no such place {claim.at}: end its paragraph there with {{#{claim.id} .claim}}"
        if not any(claim.evidence.values()) and not claim.why:
            yield path, n, f"{claim.id}: no evidence, and no `why` that says so"
        for name in claim.evidence.get("snippets", []):
            if not (pages.SNIPPETS / f"{name}.py").is_file():
                yield path, n, f"{claim.id}: no snippet snippets/{name}.py"
        for key in claim.evidence.keys() - {"snippets", "labs", "refs"}:
            yield path, n, f"{claim.id}: evidence {key!r}: there are snippets, labs and refs"
        if bool(claim.predicts) != bool(claim.measured) or (claim.predicts and claim.outcome not in OUTCOMES):
            yield path, n, f"{claim.id}: what a view `predicts` has `measured` beside it, and an `outcome`: {', '.join(OUTCOMES)}"
        if number := typed(claim.measured or ""):
            yield path, n, f"{claim.id}: the number {number[0]!r} is typed: quote it from a record with [=view/snippet:row:column]"
        for m in QUOTE.finditer(f"{claim.why} {claim.measured}"):
            try:
                quoted(m[1], m[2], m[3])
            except LookupError as error:
                yield path, n, f"{claim.id}: {error}"


def _terms() -> Iterator[Problem]:
    path, known, used = lists.file("glossary.yml"), lists.glossary(), set[str]()
    for page in pages.DOCS.rglob("*.md"):
        used |= {lists.forms()[form].id for _, row in prose(page) for m in TERM.finditer(row) if (form := (m[2] or m[1]).strip().lower()) in lists.forms()}
    for form, count in Counter(form.lower() for term in known.values() for form in (term.term, *term.forms)).items():
        if count > 1:
            yield path, line_of(path, rf"(?i)\b{re.escape(form)}\b"), f"{form!r} is a form of {count} terms: leave it to one"
    for term in known.values():
        n = line_of(path, rf"id: {term.id}$")
        if term.id not in used:
            yield path, n, f"the term {term.id} is used on no page: mark it there as [[{term.term.lower()}]], or take it out"
        yield from ((path, n, f"{term.id}: see an unknown term {other!r}") for other in term.see if other not in known)


def _works() -> Iterator[Problem]:
    path, known, wanted = lists.file("references.bib"), lists.works().entries, cited()
    for key in sorted(known.keys() - wanted):
        yield path, line_of(path, rf"\{{{key},"), f"{key} is cited nowhere: cite it as [@{key}], or take it out"
    seen: dict[tuple[str, str], str] = {}
    for key, entry in known.items():
        n, given = line_of(path, rf"\{{{key},"), {*entry.fields, *entry.persons}
        if missing := [name for name in REQUIRED[entry.type].split() if name not in given]:
            yield path, n, f"{key}: no {' and no '.join(missing)}: add what every {entry.type} has"
        if entry.type != "book" and not given & {"doi", "eprint", "url"}:
            yield path, n, f"{key}: no address: add its doi, its eprint (arXiv) or a url"
        if (entry.fields.get("keywords") == "unverified") != ("annote" in given):
            yield path, n, f"{key}: keywords = {{unverified}} and annote = {{what is not verified}} stand together or not at all"
        for name in given & {"doi", "eprint", "url", "title"}:
            first = seen.setdefault((name, re.sub(r"[\W_]", "", entry.fields[name].lower())), key)
            if first != key:
                yield path, n, f"{key}: the same {name} as {first}: cite that one and take this out, or mend the {name}"
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
