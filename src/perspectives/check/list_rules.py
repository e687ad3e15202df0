"""The three lists: each rule yields the id of a row, what is wrong there and how to fix it."""

import re
from collections.abc import Iterator

from perspectives.check import Problem, Problems
from perspectives.check.text import CLAIM, matches, misquoted
from perspectives.written import bibliography, files, lists, marks, pages

Rows = Iterator[tuple[str, str]]
_EVIDENCE = ("snippets", "labs", "refs")
_QUOTE = "[=view/snippet:row:column]"
_ADD = "add it to docs/references.bib, or fix the key"
_UNVERIFIED = "keywords = {unverified} and annote = {what is not verified}"


def words() -> Rows:
    """The verdict, the kind and the outcome of a claim are words that the edition knows."""
    known = {"verdict": lists.VERDICTS, "kind": lists.KINDS, "outcome": lists.OUTCOMES}
    for claim in lists.claims():
        for field, allowed in known.items():
            word = getattr(claim, field)
            if word is not None and word not in allowed:
                yield claim.id, f"unknown {field} {word!r}: use one of {', '.join(allowed)}"


def places() -> Rows:
    """A claim is marked on the page that `at` names, under its own id."""
    marked: set[str] = set()
    for page in pages.page_files():
        marked.update(f"{pages.name(page)}#{mark[1]}" for _, mark in matches(page, CLAIM))
    for claim in lists.claims():
        if claim.at not in marked or claim.at != f"{claim.page}#{claim.id}":
            fix = f"end its paragraph there with {{#{claim.id} .claim}}, or fix `at`"
            yield claim.id, f"not marked at {claim.at}: {fix}"


def evidence() -> Rows:
    """A claim has evidence of a known kind, or says why it has none."""
    for claim in lists.claims():
        if not any(claim.evidence.values()) and not claim.why:
            yield claim.id, "no evidence: name some, or say in `why` why there is none"
        for kind in claim.evidence.keys() - _EVIDENCE:
            yield claim.id, f"unknown evidence {kind!r}: use one of {', '.join(_EVIDENCE)}"


def code() -> Rows:
    """The snippets and labs that a claim names exist."""
    for claim in lists.claims():
        for folder in ("snippets", "labs"):
            for name in claim.evidence.get(folder, []):
                if not (files.ROOT / folder / f"{name}.py").is_file():
                    yield claim.id, f"{folder}/{name}.py is referenced but missing: fix its name"


def outcomes() -> Rows:
    """What a view predicts, what was measured and how the two compare stand together."""
    for claim in lists.claims():
        if len({bool(claim.predicts), bool(claim.measured), bool(claim.outcome)}) > 1:
            yield claim.id, "`predicts`, `measured` and `outcome` belong together: give all three"


def numbers() -> Rows:
    """What a claim says was measured is quoted from a record, and rightly."""
    for claim in lists.claims():
        if number := marks.typed(claim.measured or ""):
            yield claim.id, f"the number {number[0]!r} is typed: quote it as {_QUOTE}"
        for fault in misquoted(f"{claim.why} {claim.measured}"):
            yield claim.id, fault


def claim_references() -> Rows:
    """A work that a claim cites is in the list."""
    for claim in lists.claims():
        cited = marks.cited_in(str(claim)).union(claim.evidence.get("refs", []))
        for key in cited - lists.works().entries.keys():
            yield claim.id, f"unknown reference {key}: {_ADD}"


def forms() -> Rows:
    """A form is listed once."""
    seen: dict[str, str] = {}
    for term in lists.glossary().values():
        for form in map(str.lower, (term.term, *term.forms)):
            if form in seen:
                yield term.id, f"the form {form!r} is already listed under {seen[form]}: keep one"
            seen[form] = term.id


def terms() -> Rows:
    """A term is marked on a page."""
    used: set[str] = set()
    for page in pages.page_files():
        used.update(term.id for _, mark in matches(page, marks.TERM) if (term := lists.meant(mark)))
    for name, term in lists.glossary().items():
        if name not in used:
            yield name, f"on no page: mark it on one as [[{term.term.lower()}]], or remove it"


def related_terms() -> Rows:
    """The terms that a term refers to exist."""
    for term in lists.glossary().values():
        for other in set(term.see) - lists.glossary().keys():
            yield term.id, f"unknown term {other!r} under `see`: fix its id"


def term_references() -> Rows:
    """A work that a term cites is in the list."""
    for term in lists.glossary().values():
        for key in marks.cited_in(str(term)).union(term.refs) - lists.works().entries.keys():
            yield term.id, f"unknown reference {key}: {_ADD}"


def works() -> Rows:
    """A work is cited."""
    for key in lists.works().entries.keys() - lists.cited():
        yield key, f"never cited: cite it as [@{key}], or remove it"


def fields() -> Rows:
    """A work has the fields that its type requires."""
    for key, entry in lists.works().entries.items():
        required = bibliography.TYPES[entry.type]["required"]
        given = {*entry.fields, *entry.persons}
        if missing := [name for name in required if name not in given]:
            yield key, f"missing {', '.join(missing)}: add what every {entry.type} needs"


def addresses() -> Rows:
    """A work that is no book says where it can be found."""
    for key, entry in lists.works().entries.items():
        if entry.type != "book" and not {*entry.fields} & {"doi", "eprint", "url"}:
            yield key, "no address: add its doi, its eprint (arXiv) or a url"


def unverified() -> Rows:
    """A work that is not verified says what is not."""
    for key, entry in lists.works().entries.items():
        is_marked = entry.fields.get("keywords") == "unverified"
        if is_marked != ("annote" in entry.fields):
            yield key, f"{_UNVERIFIED} belong together: add the other, or remove this one"


def duplicates() -> Rows:
    """A work is listed once."""
    seen: dict[tuple[str, str], str] = {}
    for key, entry in lists.works().entries.items():
        for name in {*entry.fields} & {"doi", "eprint", "url", "title"}:
            plain = re.sub(r"[\W_]", "", entry.fields[name].lower())
            first = seen.setdefault((name, plain), key)
            if first != key:
                yield key, f"the same {name} as {first}: remove one of them, or fix the {name}"


LISTS = {
    "claims.yml": [words, places, evidence, code, outcomes, numbers, claim_references],
    "glossary.yml": [forms, terms, related_terms, term_references],
    "references.bib": [works, fields, addresses, unverified, duplicates],
}


def rows() -> Problems:
    """Every row of the three lists keeps the rules of its list."""
    for name, rules in LISTS.items():
        path = files.DOCS / name
        for rule in rules:
            for key, message in rule():
                line = files.line_of(path, rf"(?:id: |\{{){re.escape(key)}(?:$|,)")
                yield Problem(path, line, f"{key}: {message}")
