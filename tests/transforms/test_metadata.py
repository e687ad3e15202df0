"""What scholars' tools find in the heads of a small project."""

import json

import lxml.html
import pytest

from perspectives.transforms import metadata

SITE, LICENCE = "https://us.example/", "https://creativecommons.org/licenses/by/4.0/"
MAKERS = [{"@type": "Organization", "name": "Its makers"}]
ARTICLE = {
    "@type": "ScholarlyArticle",
    "dateModified": "2026-01-02",
    "author": MAKERS,
    "version": "0.2.0",
    "inLanguage": "en-GB",
    "license": LICENCE,
}


@pytest.fixture
def head(project, commit, monkeypatch):
    """Builds the small project and reads the head of a page: its tags, and its graph."""

    def head(page: str) -> tuple[list[tuple[str, str]], list[dict]]:
        monkeypatch.setenv("SITE_URL", SITE)
        root = lxml.html.parse(str(project.build() / page)).getroot()
        found = [(tag.get("name"), tag.get("content")) for tag in root.xpath("//head/meta[@name]")]
        [script] = root.xpath("//script[@type='application/ld+json']/text()")
        data = json.loads(script)
        assert data.keys() == {"@context", "@graph"} and data["@context"] == "https://schema.org"
        return [pair for pair in found if pair[0].startswith("citation_")], data["@graph"]

    return head


def test_the_front_page_is_the_edition_with_its_articles_and_its_glossary(head):
    tags, graph = head("index.html")
    assert tags == [
        ("citation_title", "The Small Project"),
        ("citation_author", "Its makers"),
        ("citation_publication_date", "2026/01/02"),
        ("citation_public_url", SITE),
        ("citation_language", "en-GB"),
    ]
    parts = [{"@id": f"{SITE}views/v/"}, {"@id": f"{SITE}glossary/"}]
    own = {"@id": SITE, "url": SITE, "headline": "The Small Project", "hasPart": parts}
    term = {
        "@type": "DefinedTerm",
        "@id": f"{SITE}glossary/#token",
        "name": "Token",
        "description": "A unit of text.",
    }
    terms = {"@type": "DefinedTermSet", "@id": f"{SITE}glossary/", "name": "Glossary"}
    assert graph == [ARTICLE | own, terms | {"hasDefinedTerm": [term]}]


def test_a_view_is_a_part_with_its_claims_each_with_its_review(project, head):
    evidence = "{snippets: [v/one], refs: [shannon1951]}"
    project.edit("docs/claims.yml", "{snippets: [v/one]}", evidence)
    tags, graph = head("views/v/index.html")
    assert tags == [
        ("citation_title", "View"),
        ("citation_author", "Its makers"),
        ("citation_publication_date", "2026/01/02"),
        ("citation_inbook_title", "The Small Project"),
        ("citation_public_url", f"{SITE}views/v/"),
        ("citation_language", "en-GB"),
    ]
    address = f"{SITE}views/v/"
    own = {"@id": address, "url": address, "headline": "View", "isPartOf": {"@id": SITE}}
    claim = {
        "@type": "Claim",
        "@id": f"{address}#NTP-01",
        "identifier": "NTP-01",
        "text": "It is so.",
        "isBasedOn": [{"@type": "SoftwareSourceCode", "@id": f"{address}#one", "name": "v/one"}],
        "citation": [
            {
                "@type": "CreativeWork",
                "@id": f"{SITE}references/#shannon1951",
                "name": "Shannon, 1951",
            }
        ],
        "review": {
            "@type": "ClaimReview",
            "claimReviewed": "It is so.",
            "reviewRating": {"@type": "Rating", "alternateName": "holds"},
            "reviewBody": "It was seen.",
            "author": MAKERS,
        },
    }
    assert graph == [ARTICLE | own | {"hasPart": [{"@id": claim["@id"]}]}, claim]


def test_pages_are_based_on_the_essay_if_it_is_among_the_works(project, head):
    essay = "@misc{sevenperspectives,\n  title = {Seven {LLM} Views},\n  year = {2024},\n  url = {https://essay.example/}\n}\n"
    project.write("docs/references.bib", (project / "docs/references.bib").read_text() + essay)
    _, [article, _] = head("views/v/index.html")
    assert article["isBasedOn"] == {
        "@type": "CreativeWork",
        "name": "Seven LLM Views",
        "url": "https://essay.example/",
    }


def test_a_page_without_claims_has_no_such_head(project):
    root = lxml.html.parse(str(project.build() / "glossary/index.html")).getroot()
    assert not root.xpath("//meta[starts-with(@name, 'citation_')]")


def test_a_lab_that_tests_a_claim_is_code_too():
    """Without a build: a lab of the small project would have to be recorded."""
    row = {
        "url": "u", "id": "A-01", "claim": "So.", "verdict": "open", "why": "Because.",
        "evidence": {"snippets": [], "labs": [{"name": "l", "url": "labs/l/"}], "refs": []},
    }  # fmt: skip
    assert metadata._claim(row, MAKERS)["isBasedOn"] == [
        {"@type": "SoftwareSourceCode", "@id": "labs/l/", "name": "labs/l"}
    ]
