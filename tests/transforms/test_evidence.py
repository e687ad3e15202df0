"""evidence.json agrees with its schema and with the list of claims, and the schema refuses what is
not so.
"""

import copy
import json

import lxml.html
import pytest
from jsonschema import Draft202012Validator
from mkdocs.config import load_config

from perspectives.transforms.evidence import MODEL, write_evidence
from perspectives.written import lists, pages
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
    rows = [
        (row["id"], row["kind"], row["note"], row["verdict"], row["outcome"])
        for row in data["claims"]
    ]
    assert rows == [
        (claim.id, claim.kind, claim.note, claim.verdict, claim.outcome) for claim in lists.claims()
    ]
    for row, claim in zip(data["claims"], lists.claims(), strict=True):
        for kind, name in (("snippets", "name"), ("refs", "key")):
            assert [item[name] for item in row["evidence"][kind]] == claim.evidence.get(kind, []), (
                claim.id
            )
    assert [verdict["verdict"] for verdict in data["verdicts"]] == list(VERDICTS)
    assert [kind["kind"] for kind in data["kinds"]] == list(KINDS)


def test_its_addresses_lead_to_places_of_the_site(site, data):
    ids = {}
    for row in data["claims"]:
        evidence = row["evidence"]
        for url in [
            row["url"],
            *(item["url"] for item in [*evidence["snippets"], *evidence["refs"]]),
        ]:
            page, _, anchor = url.removeprefix(data["edition"]["address"]).partition("#")
            if page not in ids:
                ids[page] = set(lxml.html.parse(str(site / page / "index.html")).xpath("//@id"))
            assert anchor in ids[page], url
        assert all((pages.ROOT / snippet["source"]).is_file() for snippet in evidence["snippets"])


def test_its_sentences_are_plain_and_quote_the_records(data):
    [row] = [row for row in data["claims"] if row["id"] == "FOLK-09"]
    right = quoted("early-folk/sums", "+ 1 digit", "right")
    assert row["measured"].startswith(f"{right} of ")
    for row in data["claims"]:
        for field in ("claim", "why", "predicts", "measured"):
            assert not any(mark in (row[field] or "") for mark in ("[", "]", "<", "**", "`")), (
                f"{row['id']}: {row[field]}"
            )


def test_it_names_the_model_that_is_loaded(data):
    source = pages.read(pages.ROOT / "src/perspectives/model.py")
    assert data["model"] == MODEL and f'FILE = "{MODEL.split(",")[0]}.' in source


def test_a_work_is_named_by_what_it_is_known_by_elsewhere(project):
    project.edit("docs/claims.yml", "{snippets: [v/one]}", "{refs: [shannon1951]}")
    project.edit(
        "docs/references.bib",
        "year = {1951}",
        "year = {1951}, eprint = {1.2}, url = {https://example.org/}",
    )
    write_evidence(project.root, "https://us.example/")
    [row] = json.loads((project / "evidence.json").read_text())["claims"]
    known = {"doi": "10.1/x", "arxiv": "1.2", "address": "https://example.org/"}
    assert row["evidence"]["refs"] == [
        {"key": "shannon1951", "url": "https://us.example/references/#shannon1951", **known}
    ]


def test_the_totals_agree_with_the_claims(site):
    page = lxml.html.parse(str(site / "evidence/index.html")).getroot()
    signs = page.xpath("//details//th/i/@aria-label")
    *views, last = (
        [cell.text_content().strip() for cell in row.xpath("td")]
        for row in page.xpath("//details//tbody/tr")
    )
    assert [int(n) for n in last[1:]] == [
        sum(claim.verdict == sign for claim in lists.claims()) for sign in signs
    ] + [len(lists.claims())]
    assert [sum(int(row[n]) for row in views) for n in range(1, 8)] == [int(n) for n in last[1:]]
    nav, shown = (
        str(load_config(str(pages.ROOT / "mkdocs.yml")).nav),
        dict.fromkeys(claim.at.split("#")[0] for claim in lists.claims()),
    )
    assert list(shown) == sorted(shown, key=nav.index), "the rows are in the order of the site"
    bars = page.xpath("//figure[@class='totals']//*[local-name()='svg']/*[local-name()='g']")
    for bar, row in zip(bars, [*views, last], strict=True):
        widths = bar.xpath(".//*[local-name()='rect']/@width")
        assert len(widths) == sum(n != "0" for n in row[1:-1]) and sum(
            map(float, widths)
        ) == pytest.approx(166, abs=len(widths) / 2)  # each is rounded
