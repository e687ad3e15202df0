"""What a page shows of code and of its output: run or compared, whole, and in its place."""

import pytest

from perspectives.check import rules

PAGE = "docs/views/v.md"
SNIPPET = "snippets/v/one.py"

# What is changed on the page PAGE, from what, to what -> the message, which starts with the line.
CHECK = '```python title="v/one.py, check"\n--8<-- "snippets/v/one.py:check"\n```\n'
RECORD = '``` { .text .output }\n--8<-- "recorded/v/one.txt"\n```\n'
BLOCKS = [
    ('"v/one.py, check"', '"v/one.py, check" .notest', "16: Material shows this header as text"),
    (
        '```python title="v/one.py, check"',
        '``` { .python .notest title="Not run: so." }',
        "16: a snippet is always run: remove `notest`",
    ),
    (
        "says so",
        "says so\n\n``` { .python .notest }\n1\n```\n",
        '5: this code is not run: say why with title="Not run: ..."',
    ),
    (
        "says so",
        "says so\n\n``` { .text .output }\n1\n```\n",
        "5: no run printed this output: include a record, or the code above it",
    ),
    (CHECK, CHECK + "\n``` { .text .output }\n1\n```\n", "20: no run printed this output"),
    (
        "says so",
        "says so\n\n```pycon\n>>> 1\n```\n",
        "5: this block is neither run nor compared: use python, { .text .output }, or to quote sh, yaml, bibtex, markdown",
    ),
    (
        "says so.",
        'says so.\n\n--8<-- "recorded/v/two.svg"',
        "5: recorded/v/two.svg is referenced but missing: fix the path, or nox -s record -- v",
    ),
    (
        "says so.",
        'says so.\n\n--8<-- "docs/two.html"',
        "5: docs/two.html is referenced but missing: fix the path\n",
    ),
    ("recorded/v/one.txt", "recorded/v/two.txt", "12: recorded/v/two.txt "),
    (CHECK, "", "8: v/one is shown without check: include it all"),
    (RECORD, "", "8: recorded/v/one.txt is recorded but not shown: include it"),
]


@pytest.mark.parametrize(("old", "new", "message"), BLOCKS)
def test_a_fault_in_a_block_is_named(project, old, new, message):
    page = project.edit(PAGE, old, new)
    expected = f"{PAGE}:{message}"
    for found in (rules.problems(), rules.problems(page)):
        assert any(f"{problem}\n".startswith(expected) for problem in found), found


def test_a_snippet_that_asserts_nothing_is_named(project):
    project.edit(SNIPPET, "check]", "last]")
    project.edit(PAGE, "one.py:check", "one.py:last")
    message = "v/one has no section `check`: assert in one what it found"
    assert rules.problems() == [f"{PAGE}:8: {message}"]


def test_a_snippet_without_a_record_is_named(project):
    (project / "recorded/v/one.txt").unlink()
    project.seal()
    project.edit(PAGE, RECORD, "")
    project.edit(PAGE, "[=v/one:row:n]", "it")
    message = "v/one has no record: nox -s record -- v/one"
    assert rules.problems() == [f"{PAGE}:8: {message}"]


def test_a_figure_whose_numbers_are_not_printed_is_named(project):
    (project / "recorded/v/one.txt").rename(project / "recorded/v/one.svg")
    project.edit(PAGE, "recorded/v/one.txt", "recorded/v/one.svg")
    message = "v/one draws but prints nothing: print its figure's numbers"
    assert f"{PAGE}:8: {message}" in rules.problems()


def test_a_record_under_another_heading_than_its_snippet_is_named(project):
    output = '``` { .text .output }\n--8<-- "recorded/v/one.txt"\n```\n\n'
    project.edit(PAGE, output, "")
    project.edit(PAGE, "It printed", f"### Two? {{#two}}\n\n{output}It printed")
    message = "recorded/v/one.txt is not under the heading of its snippet: move it there"
    assert f"{PAGE}:18: {message}" in rules.problems()


def test_an_exercise_with_the_program_of_another_is_named(project):
    for name in ("snippets/v/{}.py", "recorded/v/{}.txt"):
        (project / name.format("one")).rename(project / name.format("exercise_2"))
    project.seal()
    project.edit(PAGE, "v/one", "v/exercise_2")
    project.edit("docs/claims.yml", "[v/one]", "[]")
    project.edit(PAGE, "says so.", "says so.\n\n/// details | Exercise 1. One\nWords.\n\n///")
    message = "v/exercise_2 is shown in exercise 1: rename the snippet"
    assert rules.problems() == [f"{PAGE}:13: {message}"]


def test_literal_code_and_what_it_prints_are_let_through(project):
    text = "```python\nprint(1)\n```\n\n``` { .text .output }\n1\n```\n\n```sh\nls\n```\n"
    project.edit(PAGE, "{#NTP-01 .claim}", f"{{#NTP-01 .claim}}\n\n{text}")
    project.edit(
        PAGE, "It printed", '``` { .python .notest title="Not run: so." }\n1\n```\n\nIt printed'
    )
    assert rules.problems() == []
