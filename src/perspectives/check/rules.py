"""All rules, in order: those for each page, and those for the sources as a whole."""

from pathlib import Path

from perspectives.check import (
    Problem,
    block_rules,
    evidence_rules,
    labs,
    list_rules,
    literal_rules,
    mark_rules,
    markup_rules,
    page_rules,
    published,
    record_rules,
    snippet_rules,
)
from perspectives.written import pages
from perspectives.written.files import SourceError

PAGE_RULES = [*page_rules.RULES, *markup_rules.RULES, *literal_rules.RULES]
PAGE_RULES += [*mark_rules.RULES, *block_rules.RULES]
RULES = [page_rules.other_exclamations, markup_rules.lists, list_rules.rows]
RULES += [
    *evidence_rules.RULES,
    *record_rules.RULES,
    *snippet_rules.RULES,
    *published.RULES,
    *labs.RULES,
]


def problems(page: Path | None = None) -> list[str]:
    """All that is wrong, or all that concerns one page, as `file:line: what, fix`."""
    found: set[Problem] = set()
    try:
        for path in [page] if page else pages.page_files():
            for page_rule in PAGE_RULES:
                found.update(Problem(path, *fault) for fault in page_rule(path))
        for rule in [] if page else RULES:
            found.update(rule())
    except SourceError as error:
        return [str(error)]
    return [str(problem) for problem in sorted(found)]
