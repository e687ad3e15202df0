"""The edition as a whole: every claim, note and term is there, and every snippet has its form."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from perspectives.written import bibliography, files, lists, snippets
from perspectives.written.files import read, relative

# The claims of the essay: how many each part has.
CLAIMS = {"INT": 9, "FOLK": 19, "NTP": 33, "SIM": 14, "PRIM": 10, "MATH": 15, "SUP": 12}
CLAIMS |= {"FE": 18, "CONC": 4}
NOTES = 21


def test_every_snippet_is_a_question_in_sections_of_40_lines_and_72_columns():
    problems = [problem for path in snippets.snippet_files() for problem in malformed(path)]
    assert not problems, "\n".join(problems)


def malformed(snippet: Path) -> Iterator[str]:
    rows = read(snippet).split("\n")
    if not re.fullmatch(r'""".+[?.]"""', rows[0]):
        yield f"{relative(snippet)}:1: begin with its question"
    for number, row in enumerate(rows, 1):
        if len(row) > 72:
            yield f"{relative(snippet)}:{number}: over 72 columns"
    for name, (first, code) in snippets.sections(snippet).items():
        count = sum(bool(row.strip()) for row in code.split("\n"))
        if count > 40:
            yield f"{relative(snippet)}:{first}: section {name} has {count} lines, over 40"


def test_every_assertion_of_a_check_has_a_message():
    for snippet in snippets.snippet_files():
        first, code = snippets.sections(snippet)["check"]
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Assert):
                assert node.msg, f"{relative(snippet)}:{first + node.lineno - 1}: no message"


def test_docs_hold_no_python():
    kinds = {path.suffix for path in files.DOCS.rglob("*") if path.is_file()}
    allowed = {".md", ".yml", ".bib", ".ipynb", ".json", ".txt"}
    assert kinds <= allowed, "a .py in docs/ would become a page"


def test_the_texts_said_to_be_ours_exist():
    origins = files.SNIPPETS / "data/SOURCES.md"
    for row in re.findall(r"^- (.*?):", read(origins), re.M):
        for name in re.findall(r"`([^`]+)`", row):
            assert (origins.parent / name).exists()


def test_the_glossary_has_90_terms_and_each_leads_on():
    terms = lists.glossary()
    assert len(terms) >= 90
    assert not [term.id for term in terms.values() if not set(term.see) - {term.id}]


def test_every_type_of_work_has_its_required_fields():
    assert all(kind.keys() == {"required", "csl"} for kind in bibliography.TYPES.values())


def test_no_claim_of_the_essay_is_missing():
    expected = [f"{part}-{n:02}" for part, count in CLAIMS.items() for n in range(1, count + 1)]
    assert [claim.id for claim in lists.claims()] == expected


def test_every_note_of_the_essay_is_a_footnote_on_the_page_of_its_claim():
    pages = {claim.note: claim.at.split("#")[0] for claim in lists.claims() if claim.note}
    assert pages.keys() == set(range(1, NOTES + 1))
    for note, page in pages.items():
        text = read(files.DOCS / page)
        assert len(re.findall(rf"^\[\^essay-{note}\]:", text, re.M)) == 1, page
        assert re.search(rf"\[\^essay-{note}\](?!:)", text), f"{page} does not point to {note}"
