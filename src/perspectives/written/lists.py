"""The three lists that everything else is derived from: claims.yml, glossary.yml, references.bib."""

import functools
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from perspectives.written import bibliography, pages

VERDICTS, KINDS, OUTCOMES = pages.words("verdicts"), pages.words("kinds"), pages.words("outcomes")


@dataclass(frozen=True)
class Claim:
    """One row of claims.yml; `at` is the page and anchor where the edition deals with it.

    `predicts` is what the view expects of the model, `measured` what a run found, `outcome` how the two compare.
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
    return _rows(pages.DOCS / "claims.yml", Claim, _modified("claims.yml"))


def glossary() -> dict[str, Term]:
    return {
        term.id: term
        for term in _rows(pages.DOCS / "glossary.yml", Term, _modified("glossary.yml"))
    }


def forms() -> dict[str, Term]:
    """Every way to write a term, in lower case -> the term."""
    return {form.lower(): term for term in glossary().values() for form in (term.term, *term.forms)}


def works() -> bibliography.Works:
    return bibliography.read_works(pages.DOCS / "references.bib", _modified("references.bib"))


@functools.cache
def _rows(path: Path, kind: type, modified: int) -> list:
    """The rows of a YAML list as dataclasses; `modified` is only there to make the cache forget an old state."""
    rows = pages.read_yaml(path)
    if not isinstance(rows, list):
        raise pages.PageError(path, 1, "this file holds a list of rows, each starting with `- id:`")
    found: dict[Any, Any] = {}
    for row in rows:
        name = row.get("id") if isinstance(row, dict) else row
        try:
            item = kind(**row)
            if empty := [
                f.name
                for f in fields(kind)
                if getattr(item, f.name) is None and "None" not in str(f.type)
            ]:
                raise TypeError(f"empty: {', '.join(empty)}")
            if name in found:
                raise TypeError("two rows have this id")
        except TypeError as error:
            reason = re.sub(
                r".*missing \d+ required positional arguments?:", "to be added:", str(error)
            )
            reason = re.sub(r".*got an unexpected keyword argument", "there is no field", reason)
            raise pages.PageError(
                path,
                pages.line_of(path, rf"id: {name}$"),
                f"{name}: {reason}; see the fields in src/perspectives/written/lists.py",
            ) from None
        found[name] = item
    return list(found.values())


def _modified(name: str) -> int:
    return (pages.DOCS / name).stat().st_mtime_ns
