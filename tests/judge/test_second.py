"""What the second model answered is recorded, found changed, and shown."""

import json

import pytest

pytest.importorskip("torch")

from perspectives.check import rules
from perspectives.judge import second as judge
from perspectives.render import derived
from perspectives.transforms.evidence import claims
from perspectives.written import recorded, second
from perspectives.written.files import SourceError

PRINTED = "label  n\nrow    1.75\n"


def whole(state="holds"):
    """What became of the one claim of the sample project."""
    figure = {"number": "v/one: row: n", "edition": "1.25", "model": "1.75"}
    claim = {"id": "NTP-01", "state": state, "outcome": {}, "figures": [figure]}
    snippet = {"snippet": "v/one", "state": state, "why": "" if state == "holds" else "too dear"}
    return {"seconds": 7, "memory_mb": 2100, "claims": [claim], "snippets": [snippet]}


@pytest.fixture
def kept(project, tmp_path):
    """Record an answer of the second model: the folder of its answers."""
    (tmp_path / "answers/v").mkdir(parents=True)
    (tmp_path / "answers/v/one.txt").write_text(PRINTED)
    judge.keep(whole(), tmp_path / "answers")
    return tmp_path / "answers"


def test_what_it_printed_can_be_quoted_and_the_sources_agree(kept, project):
    assert recorded.quoted("gemma/v/one", "row", "n") == "1.75"
    assert recorded.quoted("gemma/tally", "asked", None) == "1"
    assert recorded.quoted("gemma/tally", "memory, GB", None) == "3"
    assert rules.problems() == []


def test_a_record_of_it_that_was_edited_says_how_to_mend_it(kept, project):
    (project / "recorded/gemma/v/one.txt").write_text("label  n\nrow    9\n")
    (problem,) = rules.problems()
    fix = "nox -s second -- record, or git checkout it"
    assert problem == f"recorded/gemma/v/one.txt:1: edited by hand: {fix}"


def test_the_same_answers_are_no_change(kept):
    assert judge.changes(whole(), kept) == []
    (kept / "v/one.txt").write_text(PRINTED.replace("1.75", "1.76"))  # the last digit
    assert judge.changes(whole(), kept) == []


def test_other_answers_are_named(kept):
    (kept / "v/one.txt").write_text(PRINTED.replace("1.75", "2.5"))
    verdict, snippet, record = judge.changes(whole("fails"), kept)
    assert verdict == "NTP-01: holds, now fails"
    assert snippet == "v/one: holds, now fails: too dear"
    assert record == "recorded/gemma/v/one.txt:2: 'row    1.75', now 'row    2.5'"


def test_a_program_that_changed_is_named_although_it_answers_the_same(kept, project):
    project.edit("snippets/v/one.py", "x > 1", "x > 0")
    (changed,) = judge.changes(whole(), kept)
    assert changed.startswith("v/one, code: ")


def test_what_it_can_no_longer_be_asked_is_no_longer_recorded(kept, project):
    (kept / "v/one.txt").unlink()
    judge.keep(whole("cannot be asked"), kept)
    assert not (project / "recorded/gemma/v/one.txt").exists()
    assert rules.problems() == []
    assert "NTP-01" not in derived.markdown("second", "")


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("holds", "as here"),
        ("holds in part", "as here, in part"),
        ("fails", "too dear | not as here"),
    ],
)
def test_readers_see_both_models_numbers_and_whether_it_was_as_here(kept, project, state, shown):
    judge.keep(whole(state), kept)
    table = derived.markdown("second", "")
    assert "“row, n”: 1.25, 1.75" in table and shown in table
    assert shown.rpartition("| ")[2] in derived.markdown("evidence", "")
    (claim,) = claims("https://site/")
    assert claim["second_model"] == state


def test_what_holds_here_and_there_holds_on_both(kept, project):
    project.edit("docs/claims.yml", "verdict: holds", "verdict: holds here")
    assert "holds on both" in derived.markdown("evidence", "")
    judge.keep(whole("fails"), kept)
    assert "holds on both" not in derived.markdown("evidence", "")


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        ("1.25", "1.5", False),
        ("x > 1", "x > 0", False),  # in its check
        ("assert x", "# why\nassert x", True),
    ],
)
def test_what_it_said_of_an_earlier_program_is_not_told(kept, project, old, new, is_told):
    project.edit("snippets/v/one.py", old, new)
    assert ("1.25, 1.75" in derived.markdown("second", "")) == is_told
    assert ("as here" in derived.markdown("evidence", "")) == is_told
    (claim,) = claims("https://site/")
    assert claim["second_model"] == ("holds" if is_told else None)


def test_verdicts_that_no_run_wrote_are_named(kept, project):
    second.verdicts_file().write_text(json.dumps({"claims": 3}))
    with pytest.raises(SourceError, match=r"verdicts.json:1: no run wrote this: git checkout it"):
        derived.markdown("second", "")
