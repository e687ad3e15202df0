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


def problems(*named: Path) -> list[str]:
    """All that is wrong, or all that concerns the pages that are named, as `file:line: what, fix`.

    Last comes a file that cannot be read: what needs it is not checked.
    """
    found: set[Problem] = set()
    unread: list[str] = []
    try:
        for path in named or pages.page_files():
            for page_rule in PAGE_RULES:
                found.update(Problem(path, *fault) for fault in page_rule(path))
        for rule in [] if named else RULES:
            found.update(rule())
    except SourceError as error:
        unread = [str(error)]
    return [*map(str, sorted(found)), *unread]
