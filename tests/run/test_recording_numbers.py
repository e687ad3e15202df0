"""A number that is none is not recorded."""

import pytest

recording = pytest.importorskip("perspectives.run.snippets")  # needs torch


@pytest.mark.parametrize("code", ['print(f"last   {x - x * 1e999}")', 'keep([{"a": x * 1e999}])'])
def test_nothing_is_written_if_a_number_is_none(project, capsys, code):
    text = (project / "recorded/v/one.txt").read_bytes()
    imported = "from perspectives.output import keep\n\nx = 1.25"
    project.edit("snippets/v/one.py", "x = 1.25", imported)
    project.edit("snippets/v/one.py", "# --8<-- [end:demo]", f"{code}\n# --8<-- [end:demo]")
    assert recording.record(["v"]) == 1
    said = capsys.readouterr().out
    assert "failed, so nothing is written" in said
    assert "this prints inf for a number: fix the calculation, or assert in the check" in said
    assert (project / "recorded/v/one.txt").read_bytes() == text
    assert not (project / "recorded/v/one.jsonl").exists()
