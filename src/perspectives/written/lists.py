"""The three lists that all else is derived from: claims.yml, glossary.yml, references.bib."""

import re
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from perspectives.written import bibliography, files, marks, pages
from perspectives.written.files import SourceError, cached

VERDICTS, KINDS, OUTCOMES = files.words("verdicts"), files.words("kinds"), files.words("outcomes")


@dataclass(frozen=True)
class Claim:
    """One row of claims.yml; `at` is the page and anchor where the edition deals with it.

    `predicts` is what the view expects of the model, `measured` what a run found, `outcome` how the
    two compare.
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
    outcome: str | None = None
    measured: str | None = None

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


def claims() -> list[Claim]:
    """The claims, in the order of the essay."""
    return _rows(files.DOCS / "claims.yml", Claim)


def glossary() -> dict[str, Term]:
    """The terms, by id."""
    return {term.id: term for term in _rows(files.DOCS / "glossary.yml", Term)}


def forms() -> dict[str, Term]:
    """Every way to write a term, in lower case -> the term."""
    return {form.lower(): term for term in glossary().values() for form in (term.term, *term.forms)}


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
    return marks.cited_in("\n".join(row for _, row in pages.prose(page)))


@cached
def _rows(path: Path, kind: type) -> list:
    """The rows of a YAML list as dataclasses.

    Raises SourceError for a row without the right fields.
    """
    rows = files.read_yaml(path)
    if not isinstance(rows, list):
        raise SourceError(path, 1, "this file holds a list of rows, each starting with `- id:`")
    found: dict[Any, Any] = {}
    for row in rows:
        name = row.get("id") if isinstance(row, dict) else row
        fault = "two rows have this id" if name in found else _fault(row, kind)
        if fault:
            line = files.line_of(path, rf"id: {re.escape(str(name))}$")
            fix = "see the fields in src/perspectives/written/lists.py"
            raise SourceError(path, line, f"{name}: {fault}; {fix}")
        found[name] = kind(**row)
    return list(found.values())


def _fault(row: Any, kind: type) -> str:
    """What keeps a row from becoming a dataclass of this kind; '' if nothing does."""
    known = {field.name: field for field in fields(kind)}
    if not isinstance(row, dict):
        return "a row is a list of fields, not a word"
    if unknown := row.keys() - known:
        return f"unknown field {', '.join(sorted(map(str, unknown)))}"
    if missing := [name for name in known if name not in row and _is_required(known[name])]:
        return f"missing: {', '.join(missing)}"
    empty = [name for name in row if row[name] is None and "None" not in str(known[name].type)]
    return f"empty: {', '.join(empty)}" if empty else ""


def _is_required(field: Field) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
