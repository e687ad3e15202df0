"""All rules, in order: those that hold on each page, and those that hold for the sources as a whole."""

from collections.abc import Callable
from pathlib import Path

from perspectives.check import (
    Problem,
    Problems,
    block_rules,
    evidence_rules,
    labs,
    list_rules,
    mark_rules,
    page_rules,
    published,
)
from perspectives.written import pages
from perspectives.written.files import SourceError

PAGE_RULES: list[Callable[[Path], Problems]] = [
    page_rules.headings,
    page_rules.ids,
    page_rules.frames,
    page_rules.notes,
    page_rules.drawings,
    page_rules.exclamations,
    mark_rules.claims,
    mark_rules.directives,
    mark_rules.terms,
    mark_rules.first_uses,
    mark_rules.citations,
    mark_rules.quotes,
    mark_rules.numbers,
    mark_rules.unresolved,
    mark_rules.links,
    block_rules.code,
    block_rules.outputs,
    block_rules.quotations,
    block_rules.includes,
    block_rules.sections,
    block_rules.checks,
    block_rules.figures,
    block_rules.records,
    block_rules.places,
]

RULES: list[Callable[[], Problems]] = [
    page_rules.other_exclamations,
    list_rules.words,
    list_rules.claim_places,
    list_rules.claim_evidence,
    list_rules.outcomes,
    list_rules.claim_numbers,
    list_rules.forms,
    list_rules.terms,
    list_rules.references,
    list_rules.works,
    list_rules.fields,
    list_rules.addresses,
    list_rules.unverified,
    list_rules.duplicates,
    evidence_rules.snippets,
    evidence_rules.records,
    evidence_rules.descriptions,
    evidence_rules.docs,
    evidence_rules.data,
    evidence_rules.passages,
    published.addresses_stay,
    published.redirects,
    published.corrections,
    labs.standfirsts,
    labs.figures,
    labs.runs,
    labs.notebooks,
]


def problems(page: Path | None = None) -> list[str]:
    """All that is wrong, or all that concerns one page, as `file:line: what, fix`."""
    found: list[Problem] = []
    try:
        for path in [page] if page else pages.page_files():
            for page_rule in PAGE_RULES:
                found += page_rule(path)
        for rule in [] if page else RULES:
            found += rule()
    except SourceError as error:
        return [str(error)]
    return [str(problem) for problem in sorted(set(found))]
