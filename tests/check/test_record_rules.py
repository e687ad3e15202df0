"""A record that no run wrote is named, whoever edits it."""

import pytest

from perspectives.check import rules

RECORD = "recorded/v/one.txt"
FIX = "nox -s record -- v/one, or git checkout it"


def test_a_record_edited_by_hand_is_named(project):
    (project / RECORD).write_text("label  n\nrow    9.25\n")
    assert rules.problems() == [f"{RECORD}:1: edited by hand: {FIX}"]


def test_data_edited_by_hand_are_named(project):
    project.write("recorded/v/one.jsonl", '{"n": "1"}\n')
    (project / "recorded/v/one.jsonl").write_text('{"n": "20"}\n')
    assert rules.problems() == [f"recorded/v/one.jsonl:1: edited by hand: {FIX}"]


def test_a_record_that_no_run_wrote_is_named(project):
    (project / "recorded/v/one.svg").write_text("<svg/>")
    assert f"recorded/v/one.svg:1: no run wrote this record: {FIX}" in rules.problems()


def test_a_record_that_is_gone_is_named(project):
    project.write("recorded/v/one.jsonl", '{"n": "1"}\n')
    (project / "recorded/v/one.jsonl").unlink()
    assert rules.problems() == [f"recorded/v/one.jsonl:1: this record is gone: {FIX}"]


def test_line_ends_do_not_count(project):
    text = (project / RECORD).read_bytes()
    (project / RECORD).write_bytes(text.replace(b"\n", b"\r\n"))
    assert rules.problems() == []


@pytest.mark.parametrize("line", ["nonsense", "0  v/one.txt"])
def test_a_damaged_list_of_seals_is_named(project, line):
    seals = (project / "recorded/seals.txt").read_text()
    project.write("recorded/seals.txt", f"{seals}{line}\n")
    [problem] = rules.problems()
    assert problem.startswith("recorded/seals.txt:2: this line is no seal, or a second one")


def test_a_seal_without_a_snippet_is_named(project):
    seals = (project / "recorded/seals.txt").read_text()
    project.write("recorded/seals.txt", f"{seals}0  v/two.txt\n")
    message = "v/two.txt has no snippet: remove this line"
    assert rules.problems() == [f"recorded/seals.txt:2: {message}"]
