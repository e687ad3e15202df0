"""evidence.json agrees with its schema and with the list of claims, and the schema refuses what is not so."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from perspectives import weights
from perspectives.transforms.citations import MODEL, MODEL_NOTE
from perspectives.written import files, lists
from perspectives.written.lists import KINDS, VERDICTS
from perspectives.written.recorded import quoted


@pytest.fixture(scope="module")
def data(site):
    return json.loads((site / "evidence.json").read_text("utf8"))


@pytest.fixture(scope="module")
def schema(site):
    schema = json.loads((site / "evidence.schema.json").read_text("utf8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_it_is_as_its_schema_says(data, schema):
    assert [f"{error.json_path}: {error.message}" for error in schema.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["verdict"], "true"),
        (["kind"], "claim"),
        (["id"], "INT-1"),
        (["note"], "1"),
        (["why"], ""),
        (["url"], "introduction/#INT-01"),
        (["measured"], "Much."),
        (["verdikt"], "open"),
        (["evidence", "refs", 0, "key"], None),
        (["evidence", "snippets"], [{"name": "view/snippet"}]),
        (["evidence", "proofs"], []),
    ],
)
def test_the_schema_refuses_a_broken_row(data, schema, path, value):
    broken = copy.deepcopy(data)
    place = broken["claims"][0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not schema.is_valid(broken)


def test_the_schema_refuses_a_row_that_lacks_a_field(data, schema):
    for field in data["claims"][0]:
        broken = copy.deepcopy(data)
        del broken["claims"][0][field]
        assert not schema.is_valid(broken), field


def test_it_has_every_claim_with_its_verdict_and_its_evidence(data):
    fields = ("id", "kind", "note", "verdict", "outcome")
    for row, claim in zip(data["claims"], lists.claims(), strict=True):
        assert [row[field] for field in fields] == [getattr(claim, field) for field in fields]
        for kind, name in (("snippets", "name"), ("labs", "name"), ("refs", "key")):
            named = [item[name] for item in row["evidence"][kind]]
            assert named == claim.evidence.get(kind, []), claim.id
    assert [verdict["verdict"] for verdict in data["verdicts"]] == list(VERDICTS)
    assert [kind["kind"] for kind in data["kinds"]] == list(KINDS)


def test_no_view_is_right_or_wrong_in_all_that_it_could_have_failed(data):
    """So the verdict's page says in its first paragraph."""
    came: dict[str, set] = {}
    for row in data["claims"]:
        if row["tests"] and not row["no_test"]:
            came.setdefault(row["view"], set()).add(row["outcome"])
    assert len(came) > 5
    for view, outcomes in came.items():
        assert outcomes not in ({"as expected"}, {"otherwise"}), view


def test_what_was_run_is_in_the_repository(data):
    """That its addresses lead somewhere is tested with all addresses of the site."""
    for row in data["claims"]:
        for run in [*row["evidence"]["snippets"], *row["evidence"]["labs"]]:
            assert (files.ROOT / run["source"]).is_file(), row["id"]


def test_its_sentences_are_plain_and_quote_the_records(data):
    [row] = [row for row in data["claims"] if row["id"] == "FOLK-09"]
    assert row["measured"].startswith(f"{quoted('early-folk/sums', '+ 1 digit', 'right')} of ")
    for row in data["claims"]:
        for field in ("claim", "why", "predicts", "measured"):
            shown = [mark for mark in ("[", "]", "<", "**", "`") if mark in (row[field] or "")]
            assert not shown, f"{row['id']}: {row[field]}"


def test_it_names_the_model_that_is_loaded(data):
    assert data["model"] == f"{MODEL}, {MODEL_NOTE}" and weights.FILE.startswith(f"{MODEL}.")
