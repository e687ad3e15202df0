"""Another model is asked what the snippets ask; each claim gets a verdict, with our number beside."""

import json

import pytest

pytest.importorskip("torch")

from other_models import pair

from perspectives.judge.__main__ import main
from perspectives.model import load

ASKS = '''"""What does it cost?"""
# --8<-- [start:demo]
from perspectives.measure import cost

bits = cost("a cat", [" cat"]).item()
print("label  n  is_more")
print(f"row    {bits:.2f}  {1 if bits > 2 else 0}")
# --8<-- [end:demo]

# --8<-- [start:check]
assert bits > 0, "it costs nothing"
assert bits < 100, "it costs too much"
# --8<-- [end:check]
'''


@pytest.fixture
def judged(project, tmp_path, monkeypatch):
    """Judge a small random Llama: the verdicts, as read from the file."""
    for saved in pair("Llama"):
        saved.save_pretrained(tmp_path / "small")
    for name in ("MODEL", "OPTIONS"):
        monkeypatch.setenv(f"PERSPECTIVES_{name}", "")  # so that it is put back
    project.write("snippets/v/one.py", ASKS)
    project.write("recorded/v/one.txt", "label  n  is_more\nrow    1.25  0\n")
    monkeypatch.chdir(tmp_path)
    load.cache_clear()

    def judged(*options: str) -> dict:
        assert main(["small", *options]) == 0
        return json.loads((tmp_path / "judged/verdicts-small.json").read_text())

    yield judged
    load.cache_clear()


def test_a_finding_holds_where_its_check_passes(judged, project, capsys):
    project.edit(
        "docs/claims.yml",
        "predicts: null",
        "predicts: It costs more.\n  tests: ['[=v/one:row:is_more =1]']",
    )
    (claim,) = judged()["claims"]
    assert claim["state"] == "holds" and claim["snippets"] == {"v/one": "holds"}
    assert claim["outcome"] == {"edition": "otherwise", "model": "as expected"}
    (figure,) = claim["figures"]
    assert figure == {"number": "v/one: row: is_more", "edition": "0", "model": "1"}
    table = (project / "judged/verdicts-small.md").read_text()
    assert (
        "| NTP-01 It is so. | holds | otherwise, as expected | v/one: row: is_more: 0, 1 |" in table
    )
    assert "[1/1] v/one holds" in capsys.readouterr().out


def test_a_finding_fails_where_a_check_fails(judged, project):
    project.edit("snippets/v/one.py", "bits < 100", "bits < 0")
    (claim,) = judged()["claims"]
    assert (claim["state"], claim["why"]) == ("fails", {"v/one": "it costs too much"})


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import perspectives.model; x = '<|im_start|>'", "the code spells out <|im_start|>"),
        ("import perspectives.model  # the code names its layers", "and this one has others"),
        ("from perspectives.measure import chat; chat('Hello')", "it lacks a chat template"),
        ("from perspectives.measure import cost; cost('', 'a')", "ValueError: 'a' has no cost"),
        ("x = 1", "the code calls no model"),
        ("import perspectives.model; assert 0, 'no word'", "no word"),  # which is no finding
    ],
)
def test_what_cannot_be_asked_says_why(judged, project, code, why):
    project.write("snippets/v/one.py", f"# --8<-- [start:demo]\n{code}\n# --8<-- [end:demo]\n")
    (claim,) = judged()["claims"]
    assert claim["state"] == "cannot be asked" and why in claim["why"]["v/one"]


def test_what_was_asked_is_not_asked_again_unless_its_code_changes(judged, project, capsys):
    judged()
    capsys.readouterr()
    assert judged()["claims"][0]["state"] == "holds"
    assert "v/one" not in capsys.readouterr().out
    project.edit("snippets/v/one.py", "bits > 0", "bits > 99")
    assert judged()["claims"][0]["state"] == "fails"


def test_a_snippet_that_ended_the_process_is_not_run_again(judged, project):
    judged()
    answers = project / "judged/small/answers.jsonl"
    started, _ = answers.read_text().splitlines()
    answers.write_text(f'{started}\n{{"snippet": ')  # the last row was cut off
    (claim,) = judged()["claims"]
    assert "the process ended while it ran" in claim["why"]["v/one"]


def test_a_model_placed_on_a_device_is_asked_anew_and_answers_alike(judged, capsys):
    here = judged()
    load.cache_clear()
    placed = judged("device_map=cpu", "dtype=float32")
    assert here["claims"][0]["figures"] == placed["claims"][0]["figures"]
    assert capsys.readouterr().out.count("v/one holds") == 2


def test_what_can_no_longer_be_asked_is_no_longer_printed(judged, project):
    judged()
    assert (project / "judged/small/v/one.txt").exists()
    project.write("snippets/v/one.py", "# --8<-- [start:demo]\nx = 1\n# --8<-- [end:demo]\n")
    assert judged()["claims"][0]["state"] == "cannot be asked"
    assert not (project / "judged/small/v/one.txt").exists()


def test_a_name_with_dots_stays_whole(judged, project):
    (project / "small").rename(project / "small-2.5.b")
    assert main(["small-2.5.b"]) == 0
    assert (project / "judged/verdicts-small-2.5.b.md").exists()


def test_a_snippet_that_is_gone_is_no_answer(judged, project):
    project.write("snippets/v/two.py", ASKS)
    assert {row["snippet"] for row in judged()["snippets"]} == {"v/one", "v/two"}
    (project / "snippets/v/two.py").unlink()
    assert {row["snippet"] for row in judged()["snippets"]} == {"v/one"}


@pytest.mark.parametrize("arguments", [[], ["gpt2", "record"], ["gpt2", "another"]])
def test_one_model_must_be_named(arguments, capsys):
    assert main(arguments) == 2
    assert "nox -s judge -- MODEL" in capsys.readouterr().err


def test_a_model_that_cannot_be_read_is_named(judged, project, capsys):
    path = str(project / "missing")
    assert main([path]) == 2
    assert f"the model {path} cannot be read" in capsys.readouterr().err
    assert not (project / "judged").exists()
