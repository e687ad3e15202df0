"""The edition as a whole: every claim, note and term is there, and every snippet has its form."""

import ast
import re

from perspectives.written import bibliography, lists, pages, recorded


def test_every_snippet_is_a_question_in_sections_of_40_lines_and_72_columns():
    for snippet in recorded.snippets():
        rows = pages.read(snippet).split("\n")
        assert re.fullmatch(r'""".+[?.]"""', rows[0]), (
            f"{pages.relative(snippet)}:1: starts with its question"
        )
        wide = [n for n, row in enumerate(rows, 1) if len(row) > 72]
        assert not wide, f"{pages.relative(snippet)}:{wide[0]}: over 72 columns"
        for name, (first, code) in pages.sections(snippet).items():
            rows = [row for row in code.split("\n") if row.strip()]
            assert len(rows) <= 40, (
                f"{pages.relative(snippet)}:{first}: section {name} has {len(rows)} lines: over 40"
            )


def test_every_assertion_of_a_check_says_what_its_failing_means():
    for snippet in recorded.snippets():
        first, code = pages.sections(snippet)["check"]
        for node in ast.walk(ast.parse(code)):
            silent = isinstance(node, ast.Assert) and node.msg is None
            assert not silent, (
                f"{pages.relative(snippet)}:{first + node.lineno - 1}: an assertion without a message"
            )


def test_docs_hold_prose_lists_and_a_schema_only():
    kinds = {path.suffix for path in pages.DOCS.rglob("*") if path.is_file()}
    assert kinds <= {".md", ".yml", ".bib", ".ipynb", ".json", ".txt"}, (
        "a .py under docs/ would become a page"
    )


def test_the_texts_that_are_said_to_be_ours_are_there():
    sources_of_texts = pages.SNIPPETS / "data/SOURCES.md"
    named = re.findall(r"^- (.*?):", pages.read(sources_of_texts), re.M)
    assert all(
        (sources_of_texts.parent / name).exists()
        for row in named
        for name in re.findall(r"`([^`]+)`", row)
    )


def test_the_glossary_has_90_terms_and_each_leads_on():
    terms = lists.glossary()
    assert len(terms) >= 90
    assert not [term.id for term in terms.values() if not set(term.see) - {term.id}], (
        "a term without a related one"
    )


def test_every_type_of_work_has_its_required_fields():
    assert all(work.keys() == {"required", "csl"} for work in bibliography.TYPES.values())


def test_no_claim_of_the_essay_is_missing():
    parts = {
        "INT": 9,
        "FOLK": 19,
        "NTP": 33,
        "SIM": 14,
        "PRIM": 10,
        "MATH": 15,
        "SUP": 12,
        "FE": 18,
        "CONC": 4,
    }
    assert [claim.id for claim in lists.claims()] == [
        f"{part}-{n:02}" for part, count in parts.items() for n in range(1, count + 1)
    ]


def test_every_note_of_the_essay_has_a_footnote_on_the_page_of_its_claim():
    due = {
        claim.note: pages.DOCS / claim.at.split("#")[0] for claim in lists.claims() if claim.note
    }
    assert due.keys() == set(range(1, 22))
    for note, page in due.items():
        text = pages.read(page)
        assert len(re.findall(rf"^\[\^essay-{note}\]:", text, re.M)) == 1, (
            f"{page.name}: no footnote [^essay-{note}] for note {note} of the essay"
        )
        assert re.search(rf"\[\^essay-{note}\](?!:)", text), (
            f"{page.name}: nothing in the text points to note {note} of the essay"
        )
