"""What evidence.json and the heads say of a small project."""

import json

import lxml.html

from perspectives.transforms.evidence import evidence
from perspectives.written import lists

SITE = "https://us.example/"


def test_all_claims_and_what_they_rest_on_are_data(project):
    project.edit("docs/claims.yml", "{snippets: [v/one]}", "{snippets: [v/one], labs: [l]}")
    project.edit("docs/claims.yml", "note: null", "note: 7")
    project.edit(
        "docs/claims.yml",
        "predicts: null",
        "predicts: '*Much* of a [[token]].'\n  measured: It was [=v/one:row:n].\n"
        "  no_test: A toy.\n  tests: ['[=v/one:row:n >1 <2]', '[=v/one:row:n >2]']",
    )
    project.edit("docs/introduction.md", "mixed</span>\n:   So.", "mixed</span>\n:   *Half* so.")
    found = evidence(SITE)
    meanings = found.pop("verdicts")
    assert [row["verdict"] for row in meanings] == list(lists.VERDICTS)
    assert {row["verdict"]: row["meaning"] for row in meanings} == {
        verdict: "Half so." if verdict == "mixed" else "So." for verdict in lists.VERDICTS
    }
    assert found == {
        "$schema": "evidence.schema.json",
        "edition": {
            "title": "The Small Project",
            "version": "0.2.0",
            "address": SITE,
            "licence": ["Apache-2.0"],
        },
        "model": "SmolLM2-135M-Instruct, a copy that keeps most of its weights in four bits each, dequantised",
        "second_model": "Gemma 3 270M",
        "kinds": [{"kind": kind, "meaning": text} for kind, text in lists.KINDS.items()],
        "claims": [CLAIM],
    }


CLAIM = {
    "id": "NTP-01",
    "kind": "thesis",
    "note": 7,
    "verdict": "holds",
    "outcome": "in part",
    "claim": "It is so.",
    "why": "It was seen.",
    "predicts": "Much of a token.",
    "measured": "It was 1.25.",
    "no_test": "A toy.",
    "second_model": None,
    "tests": [
        {"record": "v/one", "number": "row: n", "bound": ">1 <2", "found": "1.25", "kept": True},
        {"record": "v/one", "number": "row: n", "bound": ">2", "found": "1.25", "kept": False},
    ],
    "view": "views/v",
    "url": f"{SITE}views/v/#NTP-01",
    "evidence": {
        "snippets": [
            {"name": "v/one", "url": f"{SITE}views/v/#one", "source": "snippets/v/one.py"}
        ],
        "labs": [{"name": "l", "url": f"{SITE}labs/l/", "source": "labs/l.py"}],
        "refs": [],
    },
}


def test_what_a_claim_does_not_say_is_null(project):
    [row] = evidence(SITE)["claims"]
    assert [row[name] for name in ("note", "outcome", "predicts", "measured")] == [None] * 4


def test_a_work_is_named_by_what_it_is_known_by_elsewhere(project):
    project.edit("docs/claims.yml", "{snippets: [v/one]}", "{refs: [shannon1951]}")
    project.edit(
        "docs/references.bib",
        "year = {1951}",
        "year = {1951}, eprint = {1.2}, url = {https://example.org/}",
    )
    [row] = evidence("https://us.example/")["claims"]
    known = {"doi": "10.1/x", "arxiv": "1.2", "address": "https://example.org/"}
    assert row["evidence"]["refs"] == [
        {"key": "shannon1951", "url": "https://us.example/references/#shannon1951", **known}
    ]


def test_no_word_ends_the_script_or_the_tag_that_it_stands_in(project):
    title = 'A & "B" </script><b>'
    project.edit("CITATION.cff", "The Small Project", f"'{title}'")
    root = lxml.html.parse(str(project.build() / "index.html")).getroot()
    assert root.xpath("//meta[@name='citation_title']/@content") == [title]
    [script] = root.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(script)["@graph"][0]["headline"] == title
    assert not root.xpath("//b")
