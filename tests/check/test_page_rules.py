"""Every fault on a page is named with file and line, and how to fix it; the edition's own sources
have none.
"""

import pytest

from perspectives.check import rules
from perspectives.check.__main__ import main

PAGE = "docs/views/v.md"
INDEX = "docs/index.md"
SNIPPET = "snippets/v/one.py"

# What is changed on the page PAGE, from what, to what -> the message, which starts with the line.
FORM = [
    ("### One? {#one}", "### One?", "6: this heading has no id: end it with {#a-short-id}"),
    ("### One? {#one}", "### One? {.one}", "6: this heading has no id"),
    (
        "### One? {#one}",
        "### One? {#view}",
        "6: the id view is already set on line 1: change one",
    ),
    (
        "says so.",
        "says so.\n\n/// details | More\nWords.\n",
        "5: this block is never closed: end it with /// on a line of its own",
    ),
    (
        "says so.",
        "says so.\n\n// details | More\nWords.\n///\n",
        "7: this /// closes nothing: remove it, or open its block",
    ),
    (
        "says so.",
        "says so.\n\n//// html | section\nWords.\n///\n////\n",
        "7: this /// closes nothing",
    ),
    (
        "says so",
        "says so[^one]",
        "3: [^one] has no text: add [^one]: ..., or remove this",
    ),
    (
        "{#NTP-01 .claim}",
        "{#NTP-01 .claim}\n\n[^one]: So.",
        "6: [^one] is never referenced: refer to it, or remove the note",
    ),
    (
        "says so.",
        "says so!",
        "3: exclamation mark: use a full stop, or quote others between “ and ”",
    ),
    (
        "says so.",
        'says so.\n\n<svg viewBox="0 0 1 1"\naria-label="A line"></svg>',
        "5: this drawing has no description: say what it shows, in 20 characters or more",
    ),
    ("says so.", "says so. ![A plot](../index.md)", "3: this drawing has no description"),
    ("says so.", "says so.\n`a`,\n<img src='a.svg'>", "5: this drawing has no description"),
]

MARKS = [
    (
        "{#NTP-01 .claim}",
        "{#NTP-02 .claim}",
        "4: unknown claim NTP-02: add it to docs/claims.yml with `at: views/v.md#NTP-02`",
    ),
    ("says so", "{{evidense}}", "3: unknown directive {{evidense}}: use one of "),
    ("says so", "{{cell}}", "3: unknown directive {{cell}}: use one of "),
    ("says so", "{{strip}}", "3: {{strip}} names no page: write {{strip views/next-token.md}}"),
    ("says so", "{{facts views/w.md}}", "3: {{facts views/w.md}} names no page: write {{facts "),
    (
        "says so",
        "says [[tokenz]]",
        "3: unknown term [[tokenz]]: add it to docs/glossary.yml, or fix the spelling",
    ),
    (
        "says so",
        "says so [@nobody2020]",
        "3: unknown reference @nobody2020: add it to docs/references.bib, or fix the key",
    ),
    ("says so", "says so [@shannon1951; @nobody2020]", "3: unknown reference @nobody2020"),
    (":row:n]", ":rwo:n]", "20: [=v/one:rwo:n]: recorded/v/one.txt has 0 rows 'rwo'"),
    ("[=v/one:row:n]", "[=v/none:row:n]", "20: [=v/none:row:n]: "),
    (
        "printed [=v/one:row:n]",
        "printed 1.25",
        "20: the number '1.25' is typed: quote it from a record as [=view/snippet:row:column], or cite its source",
    ),
    ("printed [=v/one:row:n]", "printed `1`\nand 1.25", "21: the number '1.25' is typed"),
    ("printed [=v/one:row:n]", "was right in 12 of 12", "20: the number '12 of 12' is typed"),
    ("printed [=v/one:row:n]", "printed 12%", "20: the number '12%' is typed"),
    ("printed [=v/one:row:n]", "lost -0.5", "20: the number '0.5' is typed"),
    ("printed [=v/one:row:n]", "was 1.3\n- cited [@shannon1951]", "20: the number '1.3' is typed"),
    (
        "says so",
        "says so @nobody2020",
        "3: unresolved mark @nobody2020: complete it as [[term]], [@key], ",
    ),
    ("says so", "says [[token]", "3: unresolved mark [[: complete it"),
    ("says so", "says [@shannon1951", "3: unresolved mark [@: complete it"),
    ("says so", "says [=v/one:row", "3: unresolved mark [=: complete it"),
    ("says so", "says {{facts}", "3: unresolved mark {{: complete it"),
    (
        "says so",
        "says [so](../glossary.md#tokn)",
        "3: docs/glossary.md has no anchor #tokn: fix the link",
    ),
    (
        "says so",
        "says [so](../references.md#shannon1950)",
        "3: docs/references.md has no anchor #shannon1950: fix the link",
    ),
    ("says so", "says [so](#two)", "3: docs/views/v.md has no anchor #two: fix the link"),
    (
        "says so",
        "says [so](../glosary.md)",
        "3: ../glosary.md is referenced but missing: fix the link",
    ),
]


def test_the_edition_has_no_fault():
    assert rules.problems() == []


def test_the_small_project_has_no_fault(project):
    assert rules.problems() == []


@pytest.mark.parametrize(("old", "new", "message"), [*FORM, *MARKS])
def test_a_fault_on_a_page_is_named(project, old, new, message):
    page = project.edit(PAGE, old, new)
    expected = f"{PAGE}:{message}"
    for found in (rules.problems(), rules.problems(page)):
        assert any(f"{problem}\n".startswith(expected) for problem in found), found


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#one", "#two", "3: docs/views/v.md has no anchor #two: fix the link"),
        (
            "A [[token]] of",
            "One token, a [[token]] of",
            "3: 'token' is used here but first marked on line 3: mark it here",
        ),
        (
            "A [[token]] of",
            "Many a Token,\na token.\n\nA [[token]] of",
            "3: 'token' is used here but first marked on line 6: mark it here",
        ),
        ("A [[token]] of", "A token.\n\n[[Tokens -> token]], a [[token]] of", None),
        (
            "A [[token]] of",
            "Tokens, `token`, a-token, [of](views/v.md#one) <b id='token'></b> a [[token]] of",
            None,
        ),
    ],
)
def test_a_term_is_marked_at_its_first_use(project, old, new, message):
    project.edit(INDEX, old, new)
    assert rules.problems() == ([f"{INDEX}:{message}"] if message else [])


def test_a_snippet_whose_sections_do_not_end_is_named(project):
    project.edit(SNIPPET, "end:check", "end:last")
    [problem] = rules.problems()
    assert problem.startswith(f"{SNIPPET}:11: section 'last' ends here, but 'check' is open")


def test_what_was_found_before_a_file_that_cannot_be_read_is_listed_too(project):
    project.edit(INDEX, "A [[token]]", "So! A [[token]]")
    project.edit(SNIPPET, "end:check", "end:last")
    places = [problem.split(": ")[0] for problem in rules.problems()]
    assert places == [f"{INDEX}:3", f"{SNIPPET}:11"]


def test_notes_and_drawings_and_the_words_of_others_are_let_through(project):
    text = """says so,[^one] “Stop!” to `x!`, to $n!$ and to *d*.

    !!! note

[^one]: It is so, and

    says it twice.

<svg viewBox="0 0 1 1" role="img"
 aria-label="A line that rises from 1 to 2."><text x="1">objection!</text></svg>

![A line that rises from 1 to 2.](../index.md)

Written `[^two]`, `![](a.png)`, and [the note](#fn:one)"""
    project.edit(PAGE, "says so", text)
    assert rules.problems() == []


def test_a_comment_in_a_fence_hides_no_prose(project):
    text = "was 0.77.\n\n```yaml\n<!-- a\n```\n\nAnd 0.78.\n\n<!-- end -->"
    project.edit(PAGE, "printed [=v/one:row:n].", text)
    lines = [problem.split(": the number")[0] for problem in rules.problems()]
    assert lines == [f"{PAGE}:20", f"{PAGE}:26"]


def test_a_number_with_a_source_may_be_typed(project):
    project.edit(PAGE, "printed [=v/one:row:n]", "was 1.3 bits [@shannon1951]")
    assert rules.problems() == []


def test_faults_are_listed_by_file_and_line(project):
    project.edit(PAGE, "says so", "says so! " + "\n\nAnd so!" * 5)
    project.edit(INDEX, "A [[token]]", "So! A [[token]]")
    places = [problem.split(": ")[0] for problem in rules.problems()]
    assert places == [f"{INDEX}:3"] + [f"{PAGE}:{line}" for line in (3, 5, 7, 9, 11, 13)]


def test_the_command_checks_one_page_and_lists_the_pages_for_an_unknown_one(project, capsys):
    assert main([str(project / PAGE)]) == 0
    assert main(["docs/views/none.md"]) == 2
    assert PAGE in capsys.readouterr().err
    project.edit(INDEX, "A [[token]]", "So! A [[token]]")
    assert main([str(project / PAGE)]) == 0
    assert main([]) == 1
    assert f"{INDEX}:3: exclamation mark" in capsys.readouterr().out
