"""Every fault in the sources is named with file and line, and how to mend it; the sources of the edition have none."""

import pytest

from perspectives.check import sources

PAGE = "docs/views/v.md"


def test_the_sources_of_the_edition_are_in_order():
    assert sources.problems() == []


def test_the_small_project_is_in_order(project):
    assert sources.problems() == []


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            PAGE,
            "### One? {#one}",
            "### One?",
            "docs/views/v.md:6: this heading has no id of its own",
        ),
        (
            PAGE,
            "### One? {#one}",
            "### One? {#view}",
            "docs/views/v.md:6: the id view stands on line 1 too",
        ),
        (
            PAGE,
            "{#NTP-01 .claim}",
            "{#NTP-02 .claim}",
            "docs/views/v.md:4: no claim NTP-02 with at: views/v.md#NTP-02",
        ),
        (PAGE, "says so", "says [[tokenz]]", "docs/views/v.md:3: unknown glossary term [[tokenz]]"),
        (
            PAGE,
            "says so.",
            'says so.\n\n--8<-- "recorded/v/two.svg"',
            "docs/views/v.md:5: no file recorded/v/two.svg: mend the path, or nox -s record -- v",
        ),
        (
            PAGE,
            "says so",
            "says so @nobody2020",
            "docs/views/v.md:3: @nobody2020 begins a mark that is not whole",
        ),
        (
            PAGE,
            "says so",
            "says [[token]",
            "docs/views/v.md:3: [[ begins a mark that is not whole, and would be shown as written: [[term]], [@key]",
        ),
        (
            PAGE,
            "says so",
            "says [@shannon1951",
            "docs/views/v.md:3: [@ begins a mark that is not whole",
        ),
        (
            PAGE,
            "says so",
            "says [=v/one:row",
            "docs/views/v.md:3: [= begins a mark that is not whole",
        ),
        (PAGE, "says so", "says {{facts}", "docs/views/v.md:3: {{ begins a mark that is not whole"),
        (
            PAGE,
            "says so.",
            "says so.\n\n/// details | More\nWords.\n",
            "docs/views/v.md:5: this block is never ended: end it with /// on a line of its own",
        ),
        (
            PAGE,
            "says so.",
            "says so.\n\n// details | More\nWords.\n///\n",
            "docs/views/v.md:7: this /// ends nothing: begin its block with /// and a name",
        ),
        (
            PAGE,
            "says so.",
            "says so.\n\n//// html | section\nWords.\n///\n////\n",
            "docs/views/v.md:7: this /// ends nothing",
        ),
        (
            PAGE,
            "says so",
            "says so [@nobody2020]",
            "docs/views/v.md:3: unknown reference @nobody2020",
        ),
        (
            PAGE,
            ":row:n]",
            ":rwo:n]",
            "docs/views/v.md:20: [=v/one:rwo:n]: recorded/v/one.txt has 0 rows 'rwo'",
        ),
        (
            PAGE,
            "printed [=v/one:row:n]",
            "printed 1.25",
            "docs/views/v.md:20: the number '1.25' is typed",
        ),
        (
            PAGE,
            "printed [=v/one:row:n]",
            "was right in 12 of 12",
            "docs/views/v.md:20: the number '12 of 12' is typed",
        ),
        (PAGE, "says so", "{{evidense}}", "docs/views/v.md:3: unknown directive {{evidense}}"),
        (
            PAGE,
            "says so",
            "says [so](../glossary.md#tokn)",
            "docs/views/v.md:3: docs/glossary.md has no anchor #tokn",
        ),
        (PAGE, "says so", "says [so](../glosary.md)", "docs/views/v.md:3: no page ../glosary.md"),
        (
            PAGE,
            '``` { .text .output }\n--8<-- "recorded/v/one.txt"\n```\n',
            "",
            "docs/views/v.md:8: recorded/v/one.txt is recorded but not shown",
        ),
        (
            PAGE,
            '"v/one.py, check"',
            '"v/one.py, check" .notest',
            "docs/views/v.md:16: Material shows this header as text",
        ),
        (
            PAGE,
            '```python title="v/one.py, check"',
            "``` { .python .notest }",
            "docs/views/v.md:16: a block that is not run says why",
        ),
        (
            "docs/index.md",
            "A [[token]] of",
            "One token, a [[token]] of",
            "docs/index.md:3: 'token' is used here",
        ),
        ("docs/index.md", "#one", "#two", "docs/index.md:3: docs/views/v.md has no anchor #two"),
        (
            "docs/index.md",
            "[[token]]",
            "token",
            "docs/glossary.yml:1: the term token is used on no page",
        ),
        (
            "docs/index.md",
            ", [@shannon1951]",
            "",
            "docs/references.bib:1: shannon1951 is cited nowhere",
        ),
        (
            "docs/claims.yml",
            "verdict: holds",
            "verdict: hold",
            "docs/claims.yml:1: NTP-01: no verdict 'hold'; there are holds,",
        ),
        (
            "docs/claims.yml",
            "kind: thesis",
            "kind: theses",
            "docs/claims.yml:1: NTP-01: no kind 'theses'; there are definition,",
        ),
        (
            "docs/claims.yml",
            "[v/one]",
            "[v/won]",
            "docs/claims.yml:1: NTP-01: no snippet snippets/v/won.py",
        ),
        ("docs/claims.yml", "[v/one]", "[]", "snippets/v/one.py:1: this snippet backs no claim"),
        (
            "docs/claims.yml",
            "v.md#NTP-01",
            "v.md#NTP-1",
            "docs/claims.yml:1: NTP-01: no such place views/v.md#NTP-1",
        ),
        (
            "docs/claims.yml",
            "kind: thesis",
            "kid: thesis",
            "docs/claims.yml:1: NTP-01: there is no field 'kid'",
        ),
        ("docs/claims.yml", "claim: It is", "claim: 'It is", "docs/claims.yml:"),
        (
            "docs/glossary.yml",
            "  forms:",
            "\tforms:",
            "docs/glossary.yml:4: not YAML: found a tab character that violates indentation; indent with blanks",
        ),
        (
            "docs/claims.yml",
            "claim: It",
            "claim: It: it",
            "docs/claims.yml:2: not YAML: mapping values are not allowed in this context; indent",
        ),
        (
            "docs/glossary.yml",
            "forms: [tokens]",
            "see: [tokn]",
            "docs/glossary.yml:1: token: see an unknown term 'tokn'",
        ),
        ("docs/references.bib", "title = {", "title = ", "docs/references.bib:"),
        (
            "docs/references.bib",
            "@article",
            "@misc{shannon1951,}\n@article",
            "docs/references.bib:2: not BibTeX: repeated bibliography entry: shannon1951",
        ),
        (
            "docs/references.bib",
            "@article",
            "@phdthesis",
            "docs/references.bib:1: shannon1951: KeyError('phdthesis')",
        ),
        (
            "docs/references.bib",
            "  journal = {BSTJ},\n",
            "",
            "docs/references.bib:1: shannon1951: no journal: add what every article has",
        ),
        (
            "docs/references.bib",
            "  doi = {10.1/x}\n",
            "",
            "docs/references.bib:1: shannon1951: no address: add its doi, its eprint (arXiv) or a url",
        ),
        (
            "docs/references.bib",
            "doi =",
            "keywords = {unverified},\n  doi =",
            "docs/references.bib:1: shannon1951: keywords = {unverified} and annote",
        ),
        (
            "docs/references.bib",
            "doi =",
            "annote = {the year},\n  doi =",
            "docs/references.bib:1: shannon1951: keywords = {unverified} and annote",
        ),
        (
            PAGE,
            '```python title="v/one.py, check"\n--8<-- "snippets/v/one.py:check"\n```\n',
            "",
            "docs/views/v.md:8: snippets/v/one.py: check is not shown",
        ),
        (
            PAGE,
            "recorded/v/one.txt",
            "recorded/v/two.txt",
            "docs/views/v.md:12: no file recorded/v/two.txt: mend the path, or nox -s record -- VIEW",
        ),
        (
            PAGE,
            "says so",
            "says so\n\n```pycon\n>>> 1\n```\n",
            "docs/views/v.md:5: neither run nor compared",
        ),
        (
            PAGE,
            "says so",
            "says so\n\n``` { .text .output }\n1\n```\n",
            "docs/views/v.md:5: an output that no run printed",
        ),
        (
            PAGE,
            "printed [=v/one:row:n]",
            "printed 12%",
            "docs/views/v.md:20: the number '12%' is typed",
        ),
        (
            PAGE,
            "printed [=v/one:row:n]",
            "lost -0.5",
            "docs/views/v.md:20: the number '0.5' is typed",
        ),
        (
            "snippets/v/one.py",
            "end:check",
            "end:last",
            "snippets/v/one.py:10: section 'last' ends here, but 'check' is open",
        ),
        ("docs/claims.yml", "why: It was seen.", "why:", "docs/claims.yml:1: NTP-01: empty: why"),
        (
            "docs/claims.yml",
            "{snippets: ",
            "{proofs: ",
            "docs/claims.yml:1: NTP-01: evidence 'proofs'",
        ),
        (PAGE, "{#NTP-01 .claim}", "{#NTP-01}", "docs/claims.yml:1: NTP-01: no such place"),
        (
            "docs/claims.yml",
            "predicts: null",
            "predicts: So.",
            "docs/claims.yml:1: NTP-01: what a view `predicts` has `measured` beside it",
        ),
        (
            "docs/claims.yml",
            "predicts: null",
            "predicts: So.\n  measured: So.\n  outcome: so",
            "docs/claims.yml:1: NTP-01: what a view `predicts` has",
        ),
        (
            "docs/claims.yml",
            "predicts: null",
            "predicts: null\n  measured: It was 1.25.",
            "docs/claims.yml:1: NTP-01: the number '1.25' is typed: quote it",
        ),
        (
            "docs/claims.yml",
            "predicts: null",
            "predicts: null\n  measured: It was [=v/one:rwo:n].",
            "docs/claims.yml:1: NTP-01: [=v/one:rwo:n]: recorded",
        ),
        (
            "docs/glossary.yml",
            "forms: [tokens]",
            "forms: [token]",
            "docs/glossary.yml:1: 'token' is a form of 2 terms",
        ),
        (
            PAGE,
            "says so",
            "says so[^one]",
            "docs/views/v.md:3: [^one]: no note of this name: write it below as [^one]: ..., or take it out",
        ),
        (
            PAGE,
            "{#NTP-01 .claim}",
            "{#NTP-01 .claim}\n\n[^one]: So.",
            "docs/views/v.md:6: [^one]: nothing points to this note: put [^one] where it belongs",
        ),
        (PAGE, "says so.", "says so!", "docs/views/v.md:3: an exclamation mark: say it in words"),
        (
            "docs/claims.yml",
            "It was seen.",
            "It was seen!",
            "docs/claims.yml:9: an exclamation mark: say it in words",
        ),
        (
            PAGE,
            "says so.",
            'says so.\n\n<svg viewBox="0 0 1 1"\naria-label="A line"></svg>',
            "docs/views/v.md:5: this drawing does not say what it shows",
        ),
        (
            PAGE,
            "says so.",
            "says so. ![A plot](../index.md)",
            "docs/views/v.md:3: this drawing does not say what it shows",
        ),
    ],
)
def test_a_fault_is_named(project, name, old, new, message):
    project.edit(name, old, new)
    found = sources.problems()
    assert any(problem.startswith(message) for problem in found), found


def test_a_record_below_another_snippet_is_named(project):
    project.write("snippets/v/two.py", (project / "snippets/v/one.py").read_text())
    project.write("recorded/v/two.txt", "label  n\nrow    1.25\n")
    project.edit(PAGE, 'snippets/v/one.py:demo"', 'snippets/v/two.py:demo"')
    assert any(
        "docs/views/v.md:12: recorded/v/one.txt does not belong to the code above it" in problem
        for problem in sources.problems()
    )


def test_two_rows_with_one_id_are_named(project):
    text = (project / "docs/glossary.yml").read_text()
    project.write("docs/glossary.yml", text + text)
    assert sources.problems() == [
        "docs/glossary.yml:1: token: two rows have this id; see the fields in src/perspectives/written/lists.py"
    ]


@pytest.mark.parametrize(
    ("field", "first", "again"),
    [
        ("doi", "title = {One}, doi = {10.1/x}", "title = {Two}, doi = {10.1/X}"),
        ("eprint", "title = {One}, eprint = {2101.1}", "title = {Two}, eprint = {2101.1}"),
        (
            "url",
            "title = {One}, url = {https://example.org/e}",
            "title = {Two}, url = {https://example.org/e/}",
        ),
        (
            "title",
            "title = {On {LLMs}: One}, doi = {10.1/x}",
            "title = {On LLMs---one}, doi = {10.1/y}",
        ),
    ],
)
def test_two_entries_for_one_work_are_named(project, field, first, again):
    work = "@misc{{{}1951, author = {{A, B.}}, year = {{1951}}, {}}}\n"
    project.write("docs/references.bib", work.format("first", first) + work.format("again", again))
    project.edit("docs/index.md", "@shannon1951", "@first1951; @again1951")
    assert sources.problems() == [
        f"docs/references.bib:2: again1951: the same {field} as first1951: cite that one and take this out, or mend the {field}"
    ]


def test_a_figure_whose_numbers_are_not_printed_is_named(project):
    (project / "recorded/v/one.txt").rename(project / "recorded/v/one.svg")
    project.edit(PAGE, "recorded/v/one.txt", "recorded/v/one.svg")
    assert (
        "snippets/v/one.py:1: draws a figure and prints nothing: print the numbers that it shows, for those who cannot see it"
        in sources.problems()
    )


def test_notes_and_drawings_and_the_words_of_others_are_let_through(project):
    text = """says so,[^one] “Stop!” to `x!`, to $n!$ and to *d*.

    !!! note

[^one]: It is so, and

    says it twice.

<svg viewBox="0 0 1 1" role="img"
 aria-label="A line that rises from 1 to 2."><text x="1">objection!</text></svg>

![A line that rises from 1 to 2.](../index.md)

Written `[^two]`, `![](a.png)`"""
    project.edit(PAGE, "says so", text)
    assert sources.problems() == []


def test_a_comment_in_a_fence_hides_no_prose(project):
    project.edit(
        PAGE,
        "printed [=v/one:row:n].",
        "was 0.77.\n\n```yaml\n<!-- a\n```\n\nAnd 0.78.\n\n<!-- end -->",
    )
    assert [problem.split(": the")[0] for problem in sources.problems()] == [
        "docs/views/v.md:20",
        "docs/views/v.md:26",
    ]


def test_an_early_use_of_a_term_is_named(project):
    project.edit("docs/index.md", "A [[token]] of", "Many a token.\n\nA [[token]] of")
    assert sources.problems() == [
        "docs/index.md:3: 'token' is used here and marked on line 5 only: mark its first use"
    ]


def test_a_number_with_a_source_may_be_typed(project):
    project.edit(PAGE, "printed [=v/one:row:n]", "was 1.3 bits [@shannon1951]")
    assert sources.problems() == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("snippets/v/two.py", "snippets/v/two.py:1: no page includes this snippet"),
        ("recorded/v/two.txt", "recorded/v/two.txt:1: a record without a snippet"),
        ("docs/views/plot.png", "docs/views/plot.png:1: no page names this file"),
        (
            "snippets/data/two.txt",
            "snippets/data/two.txt:1: snippets/data/SOURCES.md does not say where this is from",
        ),
        ("snippets/data/one.txt", "snippets/data/one.txt:1: no snippet and no lab reads this"),
    ],
)
def test_an_orphan_is_named(project, name, message):
    project.write("snippets/data/SOURCES.md", "- `one.txt`: ours.\n")
    project.write(name, '"""Two?"""\n# --8<-- [start:demo]\nprint(2)\n# --8<-- [end:demo]\n')
    assert [problem for problem in sources.problems() if problem.startswith(message)]


def test_a_listed_page_without_a_description_is_named(project):
    project.write("docs/views/w.md", "# Another {#another}\n")
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("\nnav:\n  - views/w.md\n")
    [problem] = sources.problems()
    assert problem.startswith("docs/views/w.md:1: no description: begin the page with ")
    project.write("docs/views/w.md", "---\ndescription: Another view.\n---\n# Another {#another}\n")
    assert sources.problems() == []


def test_one_page_by_name_and_an_unknown_one_lists_the_pages(project, capsys):
    assert sources.main([str(project / PAGE)]) == 0
    assert sources.main(["docs/views/none.md"]) == 2
    assert "docs/views/v.md" in capsys.readouterr().err
