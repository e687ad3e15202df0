"""Do the three lists, the pages, the snippets and the records agree?"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from perspectives.render import templates
from perspectives.written import bibliography, lists, marks, pages, recorded

ID = re.compile(r"\{[^}]*#([\w:-]+)[^}]*\}")
Problem = tuple[Path, int, str]  # where, the line, what is wrong and what to do
_DERIVED = {
    "evidence": lambda: [claim.id for claim in lists.claims()],
    "glossary": lists.glossary,
    "references": templates.cited,
}  # directive -> its ids
_LISTS = {"claims.yml", "glossary.yml", "references.bib", "redirects.yml", "ids.txt"}


def problems() -> Iterator[Problem]:
    """All disagreements between the lists, the pages, the snippets and the records."""
    return chain(_claims(), _terms(), _works(), _evidence(), _files(), _passages())


def ids(page: Path) -> dict[str, int]:
    """The ids that a page sets or derives, and their lines."""
    rows = pages.prose(page)
    found = {m[1]: n for n, row in rows for m in ID.finditer(row)}
    for directive in {
        m[1] for _, row in rows for m in templates.DIRECTIVE.finditer(row)
    } & _DERIVED.keys():
        found |= dict.fromkeys(_DERIVED[directive](), 1)
    return found


def misquoted(text: str) -> Iterator[str]:
    """What is wrong with the quotations from records in a text."""
    for m in recorded.QUOTE.finditer(text):
        try:
            recorded.quoted(m[1], m[2], m[3])
        except LookupError as error:
            yield f"{m[0]}: {error}"


def _claims() -> Iterator[Problem]:
    path = pages.DOCS / "claims.yml"
    marked = {
        (page, m[1])
        for page in pages.sources()
        for _, row in pages.prose(page)
        for m in ID.finditer(row)
        if ".claim" in m[0]
    }
    for claim in lists.claims():
        n = pages.line_of(path, rf"id: {claim.id}$")
        page, _, anchor = claim.at.partition("#")
        if claim.verdict not in lists.VERDICTS:
            yield (
                path,
                n,
                f"{claim.id}: no verdict {claim.verdict!r}; there are {', '.join(lists.VERDICTS)}",
            )
        if claim.kind not in lists.KINDS:
            yield path, n, f"{claim.id}: no kind {claim.kind!r}; there are {', '.join(lists.KINDS)}"
        if anchor != claim.id or (pages.source(page), anchor) not in marked:
            yield (
                path,
                n,
                f"{claim.id}: no such place {claim.at}: end its paragraph there with {{#{claim.id} .claim}}",
            )
        if not any(claim.evidence.values()) and not claim.why:
            yield path, n, f"{claim.id}: no evidence, and no `why` that says so"
        code = [
            (kind, f"{kind}s/{name}.py")
            for kind in ("snippet", "lab")
            for name in claim.evidence.get(f"{kind}s", [])
        ]
        yield from (
            (path, n, f"{claim.id}: no {kind} {file}")
            for kind, file in code
            if not (pages.ROOT / file).is_file()
        )
        others = claim.evidence.keys() - {"snippets", "labs", "refs"}
        yield from (
            (path, n, f"{claim.id}: evidence {kind!r}: there are snippets, labs and refs")
            for kind in others
        )
        if bool(claim.predicts) != bool(claim.measured) or (
            claim.predicts and claim.outcome not in lists.OUTCOMES
        ):
            yield (
                path,
                n,
                f"{claim.id}: what a view `predicts` has `measured` beside it, and an `outcome`: {', '.join(lists.OUTCOMES)}",
            )
        if number := recorded.typed(claim.measured or ""):
            yield (
                path,
                n,
                f"{claim.id}: the number {number[0]!r} is typed: quote it from a record with [=view/snippet:row:column]",
            )
        yield from (
            (path, n, f"{claim.id}: {problem}")
            for problem in misquoted(f"{claim.why} {claim.measured}")
        )


def _terms() -> Iterator[Problem]:
    path, known = pages.DOCS / "glossary.yml", lists.glossary()
    used = {
        term.id
        for page in pages.sources()
        for _, row in pages.prose(page)
        for m in marks.TERM.finditer(row)
        if (term := marks.meant(m))
    }
    for form, count in Counter(
        form.lower() for term in known.values() for form in (term.term, *term.forms)
    ).items():
        if count > 1:
            yield (
                path,
                pages.line_of(path, rf"(?i)\b{re.escape(form)}\b"),
                f"{form!r} is a form of {count} terms: leave it to one",
            )
    for term in known.values():
        n = pages.line_of(path, rf"id: {term.id}$")
        if term.id not in used:
            yield (
                path,
                n,
                f"the term {term.id} is used on no page: mark it there as [[{term.term.lower()}]], or take it out",
            )
        yield from (
            (path, n, f"{term.id}: see an unknown term {other!r}")
            for other in term.see
            if other not in known
        )


def _works() -> Iterator[Problem]:
    path, known, wanted = pages.DOCS / "references.bib", lists.works().entries, templates.cited()
    yield from (
        (
            path,
            pages.line_of(path, rf"\{{{key},"),
            f"{key} is cited nowhere: cite it as [@{key}], or take it out",
        )
        for key in known.keys() - wanted
    )
    seen: dict[tuple[str, str], str] = {}
    for key, entry in known.items():
        n, given = pages.line_of(path, rf"\{{{key},"), {*entry.fields, *entry.persons}
        if missing := [
            name for name in bibliography.TYPES[entry.type]["required"] if name not in given
        ]:
            yield path, n, f"{key}: no {' and no '.join(missing)}: add what every {entry.type} has"
        if entry.type != "book" and not given & {"doi", "eprint", "url"}:
            yield path, n, f"{key}: no address: add its doi, its eprint (arXiv) or a url"
        if (entry.fields.get("keywords") == "unverified") != ("annote" in given):
            yield (
                path,
                n,
                f"{key}: keywords = {{unverified}} and annote = {{what is not verified}} stand together or not at all",
            )
        for name in given & {"doi", "eprint", "url", "title"}:
            first = seen.setdefault((name, re.sub(r"[\W_]", "", entry.fields[name].lower())), key)
            if first != key:
                yield (
                    path,
                    n,
                    f"{key}: the same {name} as {first}: cite that one and take this out, or mend the {name}",
                )
    for key in sorted(wanted - known.keys()):
        for path in (pages.DOCS / "claims.yml", pages.DOCS / "glossary.yml"):
            if (n := pages.line_of(path, rf"\b{key}\b")) > 1:
                yield path, n, f"unknown reference {key}: add it to docs/references.bib"


def _evidence() -> Iterator[Problem]:
    included = {block.file for page in pages.sources() for block in pages.blocks(page)}
    backing = {name for claim in lists.claims() for name in claim.evidence.get("snippets", [])}
    for snippet in recorded.snippets():
        name = str(snippet.relative_to(pages.SNIPPETS).with_suffix(""))
        if snippet not in included:
            yield snippet, 1, "no page includes this snippet: include it, or take it out"
        elif name not in backing and not snippet.stem.startswith("exercise"):
            yield (
                snippet,
                1,
                f"this snippet backs no claim: name {name} under evidence in docs/claims.yml",
            )
    wanted = {path for snippet in recorded.snippets() for path in recorded.files(snippet)}
    orphans = [path for path in pages.RECORDED.rglob("*") if path.is_file() and path not in wanted]
    yield from (
        (path, 1, "a record without a snippet: delete it, or put the snippet back")
        for path in orphans
    )


def _files() -> Iterator[Problem]:
    """Pages without a description; files of docs/ and of snippets/data/ that nothing names."""
    listed = (
        pages.DOCS / name
        for name in re.findall(r"([\w/-]+\.md)$", pages.read(pages.ROOT / "mkdocs.yml"), re.M)
    )
    untold = "no description: begin the page with a line ---, a line `description: A sentence of its own.` and a line ---"
    yield from (
        (page, 1, untold)
        for page in listed
        if page.is_file() and "\ndescription: " not in pages.read(page)
    )
    named = {*_LISTS, *re.findall(r"[\w.-]+", " ".join(map(pages.read, pages.sources())))}
    orphans = {
        path
        for path in pages.DOCS.rglob("[!.]*")
        if path.is_file() and path.suffix not in (".md", ".ipynb") and path.name not in named
    }
    yield from (
        (path, 1, "no page names this file: link or show it on one, or take it out")
        for path in orphans
    )
    origins, code = (
        pages.SNIPPETS / "data/SOURCES.md",
        " ".join(map(pages.read, [*recorded.snippets(), *pages.LABS.glob("*.py")])),
    )
    for path in set(origins.parent.glob("[!.]*")) - {origins}:
        if f"`{path.name}" not in pages.read(origins) and f"({path.name})" not in pages.read(
            origins
        ):
            yield (
                path,
                1,
                "snippets/data/SOURCES.md does not say where this is from: add its origin and its licence",
            )
        if f'"{path.name}"' not in code and "LICENSE" not in path.name:
            yield path, 1, "no snippet and no lab reads this: read it in one, or take it out"


def _passages() -> Iterator[Problem]:
    """Passages of the game that lack something, and those of which the record has other words."""
    path = pages.SNIPPETS / "data/play.yml"
    played = (
        {
            p["name"]: f"{p['text']}¦{''.join(word['word'] for word in p['words'])}"
            for p in recorded.passages()
        }
        if path.exists()
        else {}
    )
    for passage in pages.read_yaml(path) if path.exists() else []:
        name = passage.get("name", "a passage")
        if not all(passage.get(field) for field in ("name", "kind", "origin", "text")):
            wrong = "it needs name, kind, origin and text"
        elif passage["text"].count("¦") != 1:
            wrong = "put one ¦ into its text, where guessing begins, before the blank"
        else:
            wrong = (
                ""
                if played.get(name) == passage["text"]
                else "the game has other words, or none: nox -s record -- play"
            )
        if wrong:
            yield path, pages.line_of(path, rf"^- name: {re.escape(name)}$"), f"{name}: {wrong}"
