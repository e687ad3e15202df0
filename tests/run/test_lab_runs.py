"""A lab is run in a kernel: what it prints and draws is recorded, what it raises is named with its
line.
"""

import pytest

pytest.importorskip(
    "torch", reason="records are compared by the rule of `record`, which runs snippets on the model"
)

from perspectives.check import labs as rules
from perspectives.run import labs as run
from perspectives.written import labs

LAB = (
    "# %% [markdown]\n# # Lab {#lab}\n#\n# Is it so?\n# {.standfirst}\n\n"
    "# %%\nimport sys\nfrom perspectives.figure import axes, show\n\n"
    'print("     n\\nrow  1.50", flush=True)\nprint("working", file=sys.stderr, flush=True)\nprint("end")\n\n'
    '# %% tags=["trained"]\nprint("row  2.50")\nfigure, axis = axes(100)\naxis.plot([1, 2])\nshow(figure, "A line that rises from one to two.")\n\n'
    '# %% tags=["check"]\nassert 1 < 2, "one is not less than two"\n'
)


@pytest.fixture
def lab(project):
    return project.write("labs/l.py", LAB)


def test_a_run_is_recorded_without_prose_and_progress(lab, project, capsys):
    assert run.record(["labs"]) == 0
    text = (project / "docs/labs/l.ipynb").read_text()
    assert (
        "row  1.50" in text
        and text.count('"output_type": "stream"') == 2
        and "<svg xmlns" in text
        and '"stderr"' not in text
        and "Is it so?" not in text
    )
    assert not list(rules.edits())
    assert not labs.is_stale(lab) and not list((project / "docs/labs").glob(".*"))
    capsys.readouterr()
    assert run.record(["labs"]) == 0, "what is not stale is not run again"
    nothing = "no lab has changed; name one to run it again: labs/NAME\n"
    assert capsys.readouterr().out == nothing
    assert run.record(["labs/l"]) == 0 and (project / "docs/labs/l.ipynb").read_text() == text, (
        "two runs give the same file"
    )


def test_a_run_is_compared_but_for_what_is_trained(lab, project):
    assert run.record(["labs"]) == 0
    lab.write_text(LAB.replace("row  2.50", "row  9.99").replace("1.50", "1.51"))
    run.compare(lab, run.execute(lab))
    lab.write_text(LAB.replace("1.50", "1.53"))
    with pytest.raises(
        AssertionError,
        match=r"(?s)labs/l\.py:7: the output of this cell has changed.*record  row  1\.50.*now     row  1\.53",
    ):
        run.compare(lab, run.execute(lab))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "1 < 2",
            "2 < 1",
            "labs/l.py:22: this cell failed: AssertionError: one is not less than two",
        ),
        (
            "import sys\n",
            "import sys\nfor number in (1, 0):\n    1 / number\n",
            "labs/l.py:10: this cell failed: ZeroDivisionError",
        ),
    ],
)
def test_a_lab_that_raises_is_refused_with_its_line_and_the_record_stays(
    lab, project, capsys, old, new, says
):
    project.write("docs/labs/l.ipynb", "the old one, with the marks of a merge")
    lab.write_text(LAB.replace(old, new))
    assert run.record(["labs/l"]) == 1
    printed = capsys.readouterr().out
    assert says in printed and "docs/labs/l.ipynb is unchanged" in printed
    assert (project / "docs/labs/l.ipynb").read_text() == "the old one, with the marks of a merge"


def test_an_unknown_lab_is_named_beside_those_there_are(lab, capsys):
    assert run.record(["labs/none"]) == 2
    assert "no such lab: labs/none; the labs: labs/l" in capsys.readouterr().err
