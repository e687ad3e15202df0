"""The three lists: claims with verdict, place and evidence; terms and works that are used, complete and listed once."""

import re
from collections import Counter
from pathlib import Path

from perspectives.check import Problem, Problems
from perspectives.check.reading import claim_marks, matches, misquoted
from perspectives.written import bibliography, files, lists, marks, pages

_IDENTIFYING = ("doi", "eprint", "url", "title")  # no two works have the same


def words() -> Problems:
    """A claim has a verdict and a kind that the edition knows, and its evidence is of a known kind."""
    for claim in lists.claims():
        if claim.verdict not in lists.VERDICTS:
            message = f"unknown verdict {claim.verdict!r}: use one of {', '.join(lists.VERDICTS)}"
            yield _of_claim(claim, message)
        if claim.kind not in lists.KINDS:
            message = f"unknown kind {claim.kind!r}: use one of {', '.join(lists.KINDS)}"
            yield _of_claim(claim, message)
        for kind in claim.evidence.keys() - {"snippets", "labs", "refs"}:
            yield _of_claim(claim, f"unknown evidence {kind!r}: use snippets, labs or refs")


def claim_places() -> Problems:
    """A claim is marked on the page that `at` names, under its own id."""
    marked = {
        f"{pages.name(page)}#{name}" for page in pages.page_files() for _, name in claim_marks(page)
    }
    for claim in lists.claims():
        if claim.at not in marked or claim.at != f"{claim.page}#{claim.id}":
            fix = f"end its paragraph there with {{#{claim.id} .claim}}, or fix `at`"
            yield _of_claim(claim, f"not marked at {claim.at}: {fix}")


def claim_evidence() -> Problems:
    """A claim has evidence that exists, or says why it has none."""
    for claim in lists.claims():
        if not any(claim.evidence.values()) and not claim.why:
            yield _of_claim(claim, "no evidence: name some, or say in `why` why there is none")
        code = [f"snippets/{name}.py" for name in claim.evidence.get("snippets", [])]
        code += [f"labs/{name}.py" for name in claim.evidence.get("labs", [])]
        for name in code:
            if not (files.ROOT / name).is_file():
                message = f"{name} is referenced but missing: fix the name under `evidence`"
                yield _of_claim(claim, message)


def outcomes() -> Problems:
    """What a view predicts, what was measured and how the two compare stand together."""
    for claim in lists.claims():
        given = {bool(claim.predicts), bool(claim.measured), bool(claim.outcome)}
        if len(given) > 1 or claim.outcome not in {None, *lists.OUTCOMES}:
            fix = f"give all three, with one of these outcomes: {', '.join(lists.OUTCOMES)}"
            yield _of_claim(claim, f"`predicts`, `measured` and `outcome` belong together: {fix}")


def claim_numbers() -> Problems:
    """What a claim says was measured is quoted from a record, and rightly."""
    for claim in lists.claims():
        if number := marks.typed(claim.measured or ""):
            fix = "quote it from a record as [=view/snippet:row:column]"
            yield _of_claim(claim, f"the number {number[0]!r} is typed: {fix}")
        for fault in misquoted(f"{claim.why} {claim.measured}"):
            yield _of_claim(claim, fault)


def forms() -> Problems:
    """A form belongs to one term and is listed once."""
    path = files.DOCS / "glossary.yml"
    known = lists.glossary().values()
    count = Counter(form.lower() for term in known for form in (term.term, *term.forms))
    for form, times in count.items():
        if times > 1:
            line = files.line_of(path, rf"(?i)^\s+(?:term|forms): .*\b{re.escape(form)}\b")
            message = f"the form {form!r} is listed {times} times: keep one"
            yield Problem(path, line, message)


def terms() -> Problems:
    """A term is marked on a page, and the terms that it refers to exist."""
    known = lists.glossary()
    used = set()
    for page in pages.page_files():
        for _, mark in matches(page, marks.TERM):
            if term := lists.meant(mark):
                used.add(term.id)
    for term in known.values():
        if term.id not in used:
            fix = f"mark it on a page as [[{term.term.lower()}]], or remove it"
            yield _of_term(term, f"no page uses this term: {fix}")
        for other in term.see:
            if other not in known:
                yield _of_term(term, f"unknown term {other!r} under `see`: fix its id")


def references() -> Problems:
    """A work that a claim or a term cites is in the list."""
    known = lists.works().entries.keys()
    fix = "add it to docs/references.bib, or fix the key"
    for claim in lists.claims():
        cited = marks.cited_in(f"{claim.claim} {claim.why} {claim.predicts} {claim.measured}")
        for key in cited.union(claim.evidence.get("refs", [])) - known:
            yield _of_claim(claim, f"unknown reference {key}: {fix}")
    for term in lists.glossary().values():
        for key in marks.cited_in(f"{term.definition} {term.why}").union(term.refs) - known:
            yield _of_term(term, f"unknown reference {key}: {fix}")


def works() -> Problems:
    """A work is cited."""
    for key in lists.works().entries.keys() - lists.cited():
        yield _of_work(key, f"never cited: cite it as [@{key}], or remove it")


def fields() -> Problems:
    """A work has the fields that its type requires."""
    for key, entry in lists.works().entries.items():
        required = bibliography.TYPES[entry.type]["required"]
        given = {*entry.fields, *entry.persons}
        missing = [name for name in required if name not in given]
        if missing:
            fix = f"every {entry.type} needs {', '.join(required)}"
            yield _of_work(key, f"missing {', '.join(missing)}: {fix}")


def addresses() -> Problems:
    """A work that is no book says where it can be found."""
    for key, entry in lists.works().entries.items():
        if entry.type != "book" and not {*entry.fields} & {"doi", "eprint", "url"}:
            yield _of_work(key, "no address: add its doi, its eprint (arXiv) or a url")


def unverified() -> Problems:
    """A work that is not verified says what is not."""
    for key, entry in lists.works().entries.items():
        is_marked = entry.fields.get("keywords") == "unverified"
        if is_marked != ("annote" in entry.fields):
            pair = "keywords = {unverified} and annote = {what is not verified}"
            yield _of_work(key, f"{pair} belong together: add the other, or remove this one")


def duplicates() -> Problems:
    """A work is listed once."""
    seen: dict[tuple[str, str], str] = {}
    for key, entry in lists.works().entries.items():
        for name in _IDENTIFYING:
            if name not in entry.fields:
                continue
            plain = re.sub(r"[\W_]", "", entry.fields[name].lower())
            first = seen.setdefault((name, plain), key)
            if first != key:
                fix = f"cite that one and remove this one, or fix the {name}"
                yield _of_work(key, f"the same {name} as {first}: {fix}")


def _of_claim(claim: lists.Claim, message: str) -> Problem:
    return _of_row(files.DOCS / "claims.yml", claim.id, message)


def _of_term(term: lists.Term, message: str) -> Problem:
    return _of_row(files.DOCS / "glossary.yml", term.id, message)


def _of_row(path: Path, name: str, message: str) -> Problem:
    line = files.line_of(path, rf"id: {re.escape(name)}$")
    return Problem(path, line, f"{name}: {message}")


def _of_work(key: str, message: str) -> Problem:
    path = files.DOCS / "references.bib"
    line = files.line_of(path, rf"\{{{re.escape(key)},")
    return Problem(path, line, f"{key}: {message}")
