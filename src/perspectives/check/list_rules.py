"""The three lists: each rule yields the id of a row, what is wrong there and how to fix it."""

import re
from collections.abc import Iterator

from perspectives.check import Problem, Problems, sentences
from perspectives.check.text import CLAIM, QUOTED, SYNTAX, matches, misquoted, without
from perspectives.written import bibliography, expected, files, lists, marks, pages
from perspectives.written.snippets import calls_model

Rows = Iterator[tuple[str, str]]
_EVIDENCE = ("snippets", "labs", "refs")
_ADD = "add it to docs/references.bib, or fix the key"
_UNVERIFIED = "keywords = {unverified} and annote = {what is not verified}"


def words() -> Rows:
    """The verdict and the kind of a claim and what it bears are known words."""
    known = {
        "verdict": lists.VERDICTS,
        "kind": lists.KINDS,
        "bears": lists.BEARINGS,
    }
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


def verdicts() -> Rows:
    """A verdict may stand beside the outcome of what was predicted."""
    for claim in lists.claims():
        if any(_test_fault(claim, test) for test in claim.tests):
            continue
        allowed = lists.BEARINGS.get(claim.bears, {}).get(claim.outcome, lists.VERDICTS)
        if claim.verdict not in allowed:
            pair = f"the outcome {claim.outcome!r} of a prediction {claim.bears!r} the claim"
            fix = f"use one of {', '.join(allowed)}, or fix `tests` or `bears`"
            yield claim.id, f"{pair} does not go with the verdict {claim.verdict!r}: {fix}"


def predictions() -> Rows:
    """What a view predicts and what was measured stand together, and tests hold it to its word."""
    for claim in lists.claims():
        if bool(claim.predicts) != bool(claim.measured):
            yield claim.id, "`predicts` and `measured` belong together: give both"
        if (claim.tests or claim.no_test) and not claim.predicts:
            yield claim.id, "`tests` and `no_test` speak of what the view `predicts`: give that too"
        for test in claim.tests:
            if fault := _test_fault(claim, test):
                yield claim.id, f"{test}: {fault}"


def _test_fault(claim: lists.Claim, test: str) -> str:
    """What keeps a test from being one; '' if nothing does."""
    try:
        record = expected.tested(test).record
    except ValueError:
        return "no quote with a bound: write it as [=record:row:column >3]"
    except LookupError as error:
        return str(error)
    named = claim.evidence.get("snippets", [])
    labs = [f"labs/{lab}" for lab in claim.evidence.get("labs", [])]
    return "" if record in named + labs else f"name {record} under `evidence` too"


def untested() -> Rows:
    """A prediction whose tests ask the model nothing says why."""
    for claim in lists.claims():
        if claim.no_test or any(_test_fault(claim, test) for test in claim.tests):
            continue
        records = {expected.tested(test).record for test in claim.tests}
        snippets = [files.SNIPPETS / f"{record}.py" for record in records]
        if claim.tests and not any(path.is_file() and calls_model(path) for path in snippets):
            yield claim.id, "no program of its tests asks the model: say so in `no_test`"


def numbers() -> Rows:
    """What a claim says of a run is quoted from its record, and rightly."""
    for claim in lists.claims():
        for text in (claim.why, claim.predicts, claim.measured):
            for fault in _numbers(text or ""):
                yield claim.id, fault


def term_numbers() -> Rows:
    """What a term says of a run is quoted from its record, and rightly."""
    for term in lists.glossary().values():
        for text in (term.definition, term.why, term.trap):
            for fault in _numbers(text or ""):
                yield term.id, fault


def _numbers(text: str) -> Iterator[str]:
    if (number := marks.typed(without(text, SYNTAX))) and not marks.CITATION.search(text):
        yield f"the number {number[0]!r} is typed: quote it as {QUOTED}, or cite its source"
    yield from misquoted(text)
    yield from (fault for _, fault in sentences.faults(text))


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


OF_CLAIMS = [words, places, evidence, code, predictions, untested, verdicts, numbers]
OF_CLAIMS += [claim_references]
OF_TERMS = [forms, terms, related_terms, term_numbers, term_references]
OF_WORKS = [works, fields, addresses, unverified, duplicates]
LISTS = {"claims.yml": OF_CLAIMS, "glossary.yml": OF_TERMS, "references.bib": OF_WORKS}


def rows() -> Problems:
    """Every row of the three lists keeps the rules of its list."""
    for name, rules in LISTS.items():
        path = files.DOCS / name
        for rule in rules:
            for key, message in rule():
                line = files.line_of(path, rf"(?:id: |\{{){re.escape(key)}(?:$|,)")
                yield Problem(path, line, f"{key}: {message}")
