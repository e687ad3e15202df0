"""The three lists that all else is derived from: claims.yml, glossary.yml, references.bib."""

import re
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from perspectives.written import bibliography, expected, files, marks, pages
from perspectives.written.files import SourceError, cached

VERDICTS, KINDS = files.vocabulary("verdicts"), files.vocabulary("kinds")
OUTCOMES, BEARINGS = files.vocabulary("outcomes"), files.vocabulary("bearings")


@dataclass(frozen=True)
class Claim:
    """One row of claims.yml; `at` is the page and anchor where the edition deals with it.

    `predicts` is what the view expects of the model, `tests` the same as quotes with bounds, and
    `measured` what a run found; `bears` is what the prediction, if it came true, would say of the
    claim, and `no_test` why the model could not have failed it.
    """

    id: str
    claim: str
    kind: str
    note: int | None
    at: str
    predicts: str | None
    evidence: dict[str, list[str]]
    verdict: str
    why: str
    measured: str | None = None
    tests: list[str] = field(default_factory=list)
    bears: str = "for"
    no_test: str | None = None

    @property
    def outcome(self) -> str | None:
        """How what the view expects compares with the records: it came if every bound is kept."""
        if not self.predicts:
            return None
        return outcome([expected.tested(quote).kept for quote in self.tests])

    @property
    def page(self) -> str:
        """The page that deals with it: 'views/next-token.md'."""
        return self.at.partition("#")[0]

    @property
    def mark(self) -> str:
        """The class of its verdict mark."""
        return self.verdict.replace(" ", "-")


@dataclass(frozen=True)
class Term:
    """One entry of glossary.yml."""

    id: str
    term: str
    group: str
    definition: str
    why: str
    forms: list[str] = field(default_factory=list)
    trap: str | None = None
    see: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)


def outcome(kept: list[bool]) -> str:
    """How an expectation came out, of which some tests were kept and some not."""
    if not kept:
        return "untested"
    if all(kept):
        return "as expected"
    return "in part" if any(kept) else "otherwise"


def claims() -> list[Claim]:
    """The claims, in the order of the essay."""
    return _rows(files.DOCS / "claims.yml", Claim)


def glossary() -> dict[str, Term]:
    """The terms, by id."""
    return _by_id(files.DOCS / "glossary.yml")


@cached
def _by_id(path: Path) -> dict[str, Term]:
    return {term.id: term for term in _rows(path, Term)}


def forms() -> dict[str, Term]:
    """Every way to write a term, in lower case -> the term."""
    return _forms(files.DOCS / "glossary.yml")


@cached
def _forms(path: Path) -> dict[str, Term]:
    rows = _rows(path, Term)
    return {form.lower(): term for term in rows for form in (term.term, *term.forms)}


def meant(mark: re.Match) -> Term | None:
    """The term that a mark of `marks.TERM` means, in whatever form it is written."""
    return forms().get((mark[2] or mark[1]).strip().lower())


def works() -> bibliography.Works:
    """The works of references.bib."""
    return bibliography.read_works(files.DOCS / "references.bib")


def cited() -> set[str]:
    """The keys of all works that a page, a claim or a glossary entry cites."""
    found = set()
    for page in pages.page_files():
        found |= _cited_on(page)
    for claim in claims():
        found |= marks.cited_in(f"{claim.claim} {claim.why} {claim.predicts}")
        found.update(claim.evidence.get("refs", []))
    for term in glossary().values():
        found.update(term.refs)
    return found


@cached
def _cited_on(page: Path) -> set[str]:
    return marks.cited_in("\n".join(row for _, row in pages.uncoded(page)))


@cached
def _rows(path: Path, kind: type) -> list:
    """The rows of a YAML list as dataclasses.

    Raises SourceError for a row without the right fields.
    """
    rows = files.read_yaml(path)
    if not isinstance(rows, list):
        raise SourceError(path, 1, "this file holds a list of rows, each starting with `- id:`")
    found: dict[str, Any] = {}
    for row in rows:
        name = str(row.get("id") if isinstance(row, dict) else row)
        fault, fix = _fault(row, kind), f"the fields are {', '.join(f.name for f in fields(kind))}"
        if not fault and name in found:
            fault, fix = "two rows have this id", "rename one"
        if fault:
            line = files.line_of(path, rf"id: {re.escape(name)}$")
            raise SourceError(path, line, f"{name}: {fault}; {fix}")
        found[name] = kind(**row)
    return list(found.values())


def _fault(row: Any, kind: type) -> str:
    """What keeps a row from becoming a dataclass of this kind; '' if nothing does."""
    known = {field.name: field for field in fields(kind)}
    if not isinstance(row, dict):
        return "a row holds fields, each as `name: value`"
    if unknown := row.keys() - known:
        return f"unknown field {', '.join(sorted(map(str, unknown)))}"
    if missing := [name for name in known if name not in row and _is_required(known[name])]:
        return f"missing: {', '.join(missing)}"
    if empty := [name for name in row if row[name] is None and not _fits(None, known[name].type)]:
        return f"empty: {', '.join(empty)}"
    for name, value in row.items():
        if not _fits(value, known[name].type):
            wanted = "str" if known[name].type is str else known[name].type
            return f"{name} is {value!r}, and should be {wanted}"
    return ""


def _fits(value: Any, kind: Any) -> bool:
    """Is it of this kind: a type, one of several, a list or a dict of them?"""
    parts = get_args(kind)
    if isinstance(kind, UnionType):
        return any(_fits(value, part) for part in parts)
    if get_origin(kind) is list:
        return isinstance(value, list) and all(_fits(part, parts[0]) for part in value)
    if get_origin(kind) is dict:
        return isinstance(value, dict) and all(_fits(part, parts[1]) for part in value.values())
    return isinstance(value, kind)


def _is_required(field: Field) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
