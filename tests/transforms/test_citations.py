"""Citations of a small project: what stands in headings and claims, and its authors, reach every file and head."""

import json

import bibtexparser
import lxml.html
import pytest
import rispy

AUTHORS = """authors:
  - name: Its makers
  - {family-names: Berg, given-names: Ada, name-particle: van den}
  - {family-names: Stein, given-names: Jo, name-suffix: Jr.}
"""


def read(project, name: str) -> str:
    return (project / f"site/{name}").read_text("utf-8-sig")


def test_signs_of_html_and_bibtex_in_headings_and_claims_are_kept_apart(project):
    project.edit("docs/views/v.md", "### One? {#one}", '### `{` & "B" `<x>`? {#one}')
    project.edit("docs/claims.yml", "claim: It is so.", "claim: It *is* so & [[token]]s are.")
    project.build()
    page = lxml.html.fromstring(read(project, "views/v/index.html"))
    [control] = page.xpath("//h3/a[@class='cite-this']")
    assert control.get("aria-label") == "Cite { & “B” <x>?"
    library = bibtexparser.parse_string(read(project, "cite/views/v.bib"))
    keys = [entry.key for entry in library.entries]
    assert keys == ["seven:views-v", "seven:NTP-01", "seven:views-v:one"]
    assert not library.failed_blocks
    assert library.entries[2].fields_dict["title"].value == r"{View:  \& “B” <x>?}"
    assert library.entries[1].fields_dict["abstract"].value == r"It is so \& tokens are."
    items = json.loads(read(project, "cite/views/v.json"))
    assert items[1]["abstract"] == "It is so & tokens are."


def test_every_author_reaches_every_format(project):
    project.edit("CITATION.cff", "authors:\n  - name: Its makers\n", AUTHORS)
    project.build()
    names = ["Its makers", "van den Berg, Ada", "Stein, Jo, Jr."]
    assert [author.get("family") for author in json.loads(read(project, "cite/index.json"))[0]["author"]] == [None, "Berg", "Stein"]  # fmt: skip
    [entry, *_] = bibtexparser.parse_string(read(project, "cite/index.bib")).entries
    assert entry.fields_dict["author"].value == "{Its makers} and van den Berg, Ada and Stein, Jr., Jo"  # fmt: skip
    assert rispy.loads(read(project, "cite/index.ris"))[0]["authors"] == names
    assert read(project, "cite/index.txt").startswith("Its makers, van den Berg, A., & Stein, J., Jr. (")  # fmt: skip
    page = lxml.html.fromstring(read(project, "views/v/index.html"))
    assert page.xpath("//meta[@name='citation_author']/@content") == names
    [script] = page.xpath("//script[@type='application/ld+json']/text()")
    article, claim = json.loads(script)["@graph"]
    assert [(author["@type"], author["name"]) for author in article["author"]] == [
        ("Organization", "Its makers"),
        ("Person", "Ada van den Berg"),
        ("Person", "Jo Stein Jr."),
    ]
    assert claim["review"]["author"] == article["author"]


@pytest.mark.parametrize(
    ("address", "citation"),
    [
        ("", "/views/v/#one"),
        ("https://example.org/seven", "https://example.org/seven/views/v/#one"),
        ("https://example.org/", "https://example.org/views/v/#one"),
    ],
)
def test_what_is_cited_stands_at_the_address_of_the_site(project, monkeypatch, address, citation):
    monkeypatch.setenv("SITE_URL", address)
    project.build()
    assert json.loads(read(project, "cite/views/v.json"))[-1]["URL"] == citation
