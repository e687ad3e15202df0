"""What evidence.json and the heads say of a small project."""

import json

import lxml.html

from perspectives.transforms.evidence import evidence


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
