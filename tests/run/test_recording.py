"""Recording: what is written, what is refused, and how figures and data are compared."""

import pytest

from perspectives.check import rules
from perspectives.written import files, recorded, seals

recording = pytest.importorskip("perspectives.run.snippets")  # needs torch

from perspectives.run import execution  # noqa: E402


def test_record_writes_what_is_printed_and_a_second_time_nothing(project, capsys):
    text = project / "recorded/v/one.txt"
    text.unlink()
    assert recording.record(["v"]) == 0
    first = text.read_bytes(), text.stat().st_mtime_ns
    assert first[0] == b"label  n\nrow    1.25\n"
    assert recording.record([]) == 0
    assert (text.read_bytes(), text.stat().st_mtime_ns) == first
    assert "unchanged" in capsys.readouterr().out


def test_a_record_within_tolerance_is_kept(project):
    text = project.edit("recorded/v/one.txt", "1.25", "1.26")
    recording.record(["v"])
    assert "1.26" in text.read_text(), "another machine would rewrite every record"


def test_a_record_edited_by_hand_is_written_again_and_sealed(project, capsys):
    (project / "recorded/v/one.txt").write_text("label  n\nrow    1.26\n")
    recording.record(["v"])
    assert "1.25" in (project / "recorded/v/one.txt").read_text()
    assert rules.problems() == []
    assert "    - row    1.26\n    + row    1.25" in capsys.readouterr().out


def test_recording_one_snippet_leaves_the_seals_of_the_others(project):
    project.write("snippets/v/two.py", (project / "snippets/v/one.py").read_text())
    recording.record(["v/two"])
    assert list(seals.listed()) == ["v/one.txt", "v/two.txt"]
    (project / "snippets/v/one.py").unlink()
    recording.record(["v/two"])
    assert list(seals.listed()) == ["v/two.txt"]


def test_old_and_new_rows_are_shown_if_a_record_changes(project, capsys):
    project.edit("snippets/v/one.py", "{x}", "{x} of {5 * 4}")
    recording.record(["v"])
    project.edit("snippets/v/one.py", "5 * 4", "5")
    capsys.readouterr()
    recording.record(["v"])
    said = capsys.readouterr().out
    assert "changed: look whether an n has fallen" in said
    assert "    - row    1.25 of 20\n    + row    1.25 of 5\n" in said


def test_a_failing_check_is_refused_and_nothing_is_written(project, capsys):
    project.edit("snippets/v/one.py", "x = 1.25", "x = 0.25")
    assert recording.record([]) == 1
    assert "1.25" in (project / "recorded/v/one.txt").read_text()
    assert "snippets/v/one.py:9: assert x > 1" in capsys.readouterr().out


def test_an_unknown_view_lists_the_views(project, capsys):
    assert recording.record(["w"]) == 2
    assert "no such view or snippet: w. The views with snippets: v" in capsys.readouterr().err


def test_one_snippet_alone_is_recorded(project, capsys):
    project.write("snippets/v/two.py", (project / "snippets/v/one.py").read_text())
    assert recording.record(["v/two"]) == 0
    assert capsys.readouterr().out == "[1/1] snippets/v/two.py new\n"


def test_another_model_leaves_the_records_alone(project, monkeypatch, capsys):
    monkeypatch.setenv("PERSPECTIVES_MODEL", "another")
    assert recording.record([]) == 2
    assert "unset PERSPECTIVES_MODEL" in capsys.readouterr().err


def test_a_full_disk_leaves_the_old_records_whole(project, monkeypatch):
    project.edit("snippets/v/one.py", "x = 1.25", "x = 2.25")
    project.write("snippets/v/two.py", (project / "snippets/v/one.py").read_text())

    def full(path, text, *_):
        if path.name == "1":  # the second that is staged
            raise OSError(28, "No space left on device")
        path.write_bytes(text.encode())

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(
        SystemExit,
        match=r"the records are unchanged: \[Errno 28\] No space left on device. Free disk space",
    ):
        recording.record([])
    assert "1.25" in (project / "recorded/v/one.txt").read_text()
    assert [path.name for path in (project / "recorded/v").iterdir()] == ["one.txt"]


def test_a_check_prints_nothing(project):
    project.edit("snippets/v/one.py", "assert x", 'print("so")\nassert x')
    run = execution.Execution(project / "snippets/v/one.py")
    with pytest.raises(AssertionError, match="a check prints nothing"):
        run.advance("check")


FIGURE = """# --8<-- [start:demo]
from perspectives.figure import axes, show
fig, ax = axes(100)
ax.plot([1, 2], [1, HEIGHT])
show(fig, "A line that rises from 1 to 2.0.")
# --8<-- [end:demo]
"""


def test_a_figure_is_recorded_and_compared_with_three_quarters_of_a_unit(project):
    snippet = project.write("snippets/v/fig.py", FIGURE.replace("HEIGHT", "2"))
    recording.record(["v"])
    first = (project / "recorded/v/fig.svg").read_bytes()
    recording.record(["v"])
    assert (project / "recorded/v/fig.svg").read_bytes() == first

    for height, fails in (("2.001", False), ("1.5", True)):
        project.write(
            "snippets/v/fig.py",
            FIGURE.replace("HEIGHT", height).replace("ax.plot", "ax.set(ylim=(0, 3)); ax.plot"),
        )
        run = execution.Execution(snippet)
        run.advance("demo")
        reference = execution.Execution(
            project.write(
                "snippets/v/ref.py",
                FIGURE.replace("HEIGHT", "2").replace("ax.plot", "ax.set(ylim=(0, 3)); ax.plot"),
            )
        )
        reference.advance("demo")
        (project / "recorded/v/fig.svg").write_text(reference.output.figures[0])
        if fails:
            with pytest.raises(
                AssertionError, match=r"recorded/v/fig\.svg: the figure has changed"
            ):
                execution.compare(run)
        else:
            execution.compare(run)


DATA = """# --8<-- [start:demo]
from perspectives.output import keep

keep([{"word": " a", "bits": "1.25"}, {"word": "“b”", "bits": "2.00"}])
print("words  2")
# --8<-- [end:demo]
# --8<-- [start:check]
assert True
# --8<-- [end:check]
"""


def test_data_are_recorded_a_row_a_line_and_compared_like_what_is_printed(project, capsys):
    project.write("snippets/v/data.py", DATA)
    recording.record(["v/data"])
    rows = project / "recorded/v/data.jsonl"
    assert rows.read_text() == '{"word": " a", "bits": "1.25"}\n{"word": "“b”", "bits": "2.00"}\n'
    project.edit("recorded/v/data.jsonl", "1.25", "1.26")
    recording.record(["v/data"])
    assert "1.26" in rows.read_text() and capsys.readouterr().out.endswith("unchanged\n")
    run = execution.Execution(project.edit("snippets/v/data.py", "2.00", "2.03"))
    run.advance("demo")
    with pytest.raises(AssertionError, match=r"recorded/v/data\.jsonl:2: the output has changed"):
        execution.compare(run)


def test_data_may_hold_signs_that_end_lines(project):
    project.write("snippets/v/data.py", DATA.replace("“b”", "b\\u2028c\\x85"))
    assert recording.record(["v/data"]) == 0
    assert [row["word"] for row in recorded.kept("v/data")] == [" a", "b\u2028c\x85"]
    assert not [problem for problem in rules.problems() if "recorded" in problem]


def test_two_figures_are_refused_and_nothing_is_written(project, capsys):
    snippet = project.write("snippets/v/fig.py", FIGURE.replace("HEIGHT", "2"))
    again = snippet.read_text().replace(
        '2.0.")\n', '2.0.")\nshow(fig, "Again, a line that rises.")\n'
    )
    snippet.write_text(again)
    assert recording.record(["v/fig"]) == 1
    assert "this snippet draws 2 figures: split it into one for each" in capsys.readouterr().out
    assert not (project / "recorded/v/fig.svg").exists()


def test_a_damaged_figure_is_drawn_again(project, capsys):
    project.write("snippets/v/fig.py", FIGURE.replace("HEIGHT", "2"))
    recording.record(["v"])
    whole = (project / "recorded/v/fig.svg").read_text()
    (project / "recorded/v/fig.svg").write_text("<<<<<<< HEAD\n" + whole)
    assert recording.record(["v/fig"]) == 0
    assert (project / "recorded/v/fig.svg").read_text() == whole


def test_explain_names_the_line_of_the_snippet(project):
    snippet = project.edit("snippets/v/one.py", "x = 1.25", "x = 1 / 0")
    with pytest.raises(ZeroDivisionError) as error:
        execution.Execution(snippet).advance("demo")
    assert (
        execution.explain(error.value)
        == "  snippets/v/one.py:3: x = 1 / 0\nZeroDivisionError: division by zero"
    )
    assert files.relative(snippet) == "snippets/v/one.py"
