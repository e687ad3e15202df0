"""A lab is checked as a page is; one that was not run since it changed is named, with the command
that runs it.
"""

import json

import nbformat
import pytest

from perspectives.check import rules
from perspectives.written import labs, pages, recorded, seals

LAB = (
    "# %% [markdown]\n# # Lab {#lab}\n#\n# Is it so?\n# {.standfirst}\n#\n# It is [=labs/l:row:n]. See [one](../views/v.md#one).\n\n"
    '# %%\nfrom perspectives.one import x\n\ntext = "words.txt"\nprint("     n\\nrow  1.5")\n\n# %% tags=["check"]\nassert x\n'
)
OUTDATED = "the recorded lab is missing or outdated: nox -s record -- labs/l"


@pytest.fixture
def lab(project):
    """The small project with a lab, recorded."""
    project.root.joinpath("src").unlink()  # a link to the real one
    project.write("src/perspectives/one.py", "x = 1\n")
    project.write("snippets/data/words.txt", "Some words.\n")
    project.write("snippets/data/SOURCES.md", "- `words.txt`: ours.\n")
    source = project.write("labs/l.py", LAB)
    ran = labs.cells(source)
    ran.cells = [cell for cell in ran.cells if cell.cell_type == "code"]
    ran.cells[0].outputs = [nbformat.v4.new_output("stream", text="     n\nrow  1.5\n")]
    ran.metadata["fingerprint"] = labs.fingerprint(source)
    ran.metadata["seal"] = seals.of_lab(json.loads(nbformat.writes(ran)))
    project.write("docs/labs/l.ipynb", nbformat.writes(ran))
    return project


def test_a_recorded_lab_has_no_fault(lab):
    assert rules.problems() == []
    assert [pages.name(source) for source in labs.lab_files()] == ["labs/l.ipynb"]
    assert pages.source("labs/l.ipynb") == lab / "labs/l.py"


def test_a_lab_that_has_changed_since_it_was_run_is_named(lab):
    lab.edit("labs/l.py", "assert x", "assert not x")
    [problem] = rules.problems()
    assert problem == f"labs/l.py:1: {OUTDATED}"


EDITED = "docs/labs/l.ipynb:1: edited by hand, code or outputs: nox -s record -- labs/l, or git checkout it"
OTHER = "docs/labs/l.ipynb:1: its cells are not those of labs/l.py: nox -s record -- labs/l, or git checkout it"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"row  1.5', '"row  9.9', EDITED),  # what it printed
        ("words.txt", "other.txt", OTHER),  # what was run
        ("assert x", "assert x  # so", EDITED),
        ('"seal"', '"no_seal"', EDITED),
    ],
)
def test_a_lab_edited_by_hand_is_named(lab, old, new, problem):
    lab.edit("docs/labs/l.ipynb", old, new)
    assert rules.problems() == [problem]


@pytest.mark.parametrize("text", ["<<<<<<< HEAD\n{}", "{}", "[]", '{"cells": [{}]}'])
def test_a_notebook_that_is_none_is_named(lab, text):
    lab.write("docs/labs/l.ipynb", text)
    message = "this is no recorded lab: git checkout it, or nox -s record -- labs/l"
    assert rules.problems()[0] == f"docs/labs/l.ipynb:1: {message}"


def test_a_lab_that_lost_a_cell_is_named(lab):
    path = lab / "docs/labs/l.ipynb"
    notebook = json.loads(path.read_text())
    del notebook["cells"][1]
    lab.write("docs/labs/l.ipynb", json.dumps(notebook))
    assert rules.problems() == [OTHER]
    notebook["metadata"]["seal"] = seals.of_lab(notebook)
    lab.write("docs/labs/l.ipynb", json.dumps(notebook))
    assert rules.problems() == [OTHER], "a new seal makes up for no cell"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("so?", "so [[tokenz]]?", "labs/l.py:4: unknown term [[tokenz]]"),
        ("so?", "so [@nobody]?", "labs/l.py:4: unknown reference @nobody"),
        (
            "[=labs/l:row:n]",
            "[=labs/l:rows:n]",
            "labs/l.py:7: [=labs/l:rows:n]: docs/labs/l.ipynb has 0 rows 'rows'",
        ),
        ("[=labs/l:row:n]", "1.5", "labs/l.py:7: the number '1.5' is typed"),
        ("v.md#one", "v.md#two", "labs/l.py:7: docs/views/v.md has no anchor #two"),
        ("views/v.md", "v.md", "labs/l.py:7: ../v.md is referenced but missing: fix the link"),
        ("{#lab}", "", "labs/l.py:2: this heading has no id"),
        ("# {.standfirst}\n", "", "labs/l.py:1: no standfirst: below the title, say in a line"),
        (
            "# %%\nfrom",
            '# %% tags=["figure"]\nfrom',
            "labs/l.py:9: a figure needs a tag and a caption: ",
        ),
        (
            "# %%\nfrom",
            '# %% caption="Is it so?"\nfrom',
            "labs/l.py:9: a figure needs a tag and a caption: ",
        ),
        (
            "# %%\nfrom",
            '# %% tags=["figure"] caption="It is [=labs/l:rows:n]."\nfrom',
            "labs/l.py:9: [=labs/l:rows:n]: docs/labs/l.ipynb has 0 rows 'rows'",
        ),
        ("\n# %%\n", "# %%\n", "labs/l.py:8: put a blank line before"),
        ("assert x", "assert x,", "labs/l.py:16: invalid Python: invalid syntax"),
    ],
)
def test_its_prose_is_checked_as_that_of_a_page(lab, old, new, problem):
    lab.edit("labs/l.py", old, new)
    assert any(found.startswith(problem) for found in rules.problems()), rules.problems()


def test_a_lab_that_was_never_run_and_a_record_without_a_lab_are_named(lab):
    (lab / "docs/labs/l.ipynb").rename(lab / "docs/labs/m.ipynb")
    found = rules.problems()
    assert f"labs/l.py:1: {OUTDATED}" in found
    assert "docs/labs/m.ipynb:1: unused record: restore its lab, or delete it" in found


def test_a_claim_names_a_lab_that_there_is(lab):
    lab.edit("docs/claims.yml", "{snippets: [v/one]}", "{snippets: [v/one], labs: [l, none]}")
    assert [problem.partition(": ")[2] for problem in rules.problems()] == [
        "NTP-01: labs/none.py is referenced but missing: fix its name"
    ]


def test_a_page_links_to_a_lab(lab):
    lab.edit(
        "docs/index.md",
        "A [[token]]",
        "A [lab](labs/l.ipynb#lab) and [another](labs/l.ipynb#none) and a [[token]]",
    )
    assert rules.problems() == ["docs/index.md:3: labs/l.py has no anchor #none: fix the link"]


def test_numbers_are_quoted_from_what_its_cells_printed(lab):
    assert recorded.quoted("labs/l", "row", "n") == "1.5"
