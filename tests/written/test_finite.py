"""A record in which a number is nan, or infinite where no check asserts it, is named."""

import json

import nbformat
import pytest

from perspectives.check import rules
from perspectives.written import finite, labs
from perspectives.written.files import SourceError

TEXT, DATA = "recorded/v/one.txt", "recorded/v/one.jsonl"
FIX = "fix the calculation, or assert in the check that it is"


@pytest.mark.parametrize("printed", ["nan", "-inf", "inf", "1 to nan", "loss=nan", "(inf)", "nan%"])
def test_a_number_that_is_none_is_named(project, printed):
    project.write(TEXT, f"label  n\nrow    1.25\nlast   {printed}\n")
    word = "nan" if "nan" in printed else "inf"
    assert f"{TEXT}:3: this prints {word} for a number: {FIX} {word}" in rules.problems()


@pytest.mark.parametrize("text", ["nanny", "info", "in finite", "-nan-", "Infinity", "banan"])
def test_a_word_is_no_number(project, text):
    project.write(TEXT, f"label  n\nrow    1.25\nlast   {text}\n")
    assert rules.problems() == []


@pytest.mark.parametrize(
    "row",
    [
        '{"a": NaN}',
        '{"a": [1, -Infinity]}',
        json.dumps({"a": "nan"}),
        json.dumps({"a": [{"b": ["0.5", "inf"]}]}),
        json.dumps({"a": "0.10 nan 0.30"}),
    ],
)
def test_a_number_that_is_none_in_data_is_named(project, row):
    project.write(DATA, f'{{"a": 1}}\n{row}\n')
    assert [p for p in rules.problems() if p.startswith(f"{DATA}:2: this prints ")]


def test_a_token_is_no_number(project):
    project.write(DATA, json.dumps({"tokens": [" inf", "orm"], "text": "A nan and an inf"}) + "\n")
    assert rules.problems() == []


def test_what_a_check_asserts_is_let_through(project):
    project.write(TEXT, "label  n\nrow    1.25\nlast   inf\n")
    snippet = project / "snippets/v/one.py"
    project.edit("snippets/v/one.py", "assert x > 1,", "assert x < math.inf,")
    project.edit("snippets/v/one.py", "x = 1.25", "import math\n\nx = 1.25")
    assert not [p for p in rules.problems() if "inf for a number" in p], snippet.read_text()
    project.edit(TEXT, "inf", "nan")
    assert [p for p in rules.problems() if p.startswith(f"{TEXT}:3: this prints nan")]


def test_a_lab_that_prints_one_is_named_with_its_cell(project):
    source = project.write(
        "labs/l.py",
        "# %% [markdown]\n# # Lab {#lab}\n#\n# Is it so?\n# {.standfirst}\n\n# %%\nprint(1)\n\n"
        '# %%\nprint(2)\n\n# %% tags=["check"]\nassert 1\n',
    )
    ran = labs.cells(source)
    ran.cells = [cell for cell in ran.cells if cell.cell_type == "code"]
    ran.cells[0].outputs = [nbformat.v4.new_output("stream", text="fine\n")]
    ran.cells[1].outputs = [nbformat.v4.new_output("stream", text="loss  nan\n")]
    ran.metadata["fingerprint"] = labs.fingerprint(source)
    project.write("docs/labs/l.ipynb", nbformat.writes(ran))
    assert f"labs/l.py:10: this prints nan for a number: {FIX} nan" in rules.problems()


def test_a_run_that_prints_one_is_refused(project):
    snippet, made = project / "snippets/v/one.py", project / TEXT
    finite.require(snippet, {made: "row  1\n"})
    with pytest.raises(SourceError) as error:
        finite.require(snippet, {project / DATA: '{"a": 1}\n', made: "row  1\nlast  inf\n"})
    assert str(error.value) == f"{TEXT}:2: this prints inf for a number: {FIX} inf"
