"""What scholars' tools find in the heads of the pages, read back by an HTML parser and a JSON-LD
processor, offline.
"""

import json
from datetime import date

import lxml.html
import pytest
from pyld import jsonld

from perspectives.written import edition, lists

ADDRESS = "http://127.0.0.1:8000/"
SCHEMA = "https://schema.org/"
ARTICLES = ["index", *(page for page in edition.page_names() if page.startswith("views/"))]


def head(site, page: str):
    return lxml.html.parse(str(site / edition.built(page))).getroot()


def highwire(root) -> dict[str, str]:
    return {
        tag.get("name"): tag.get("content")
        for tag in root.xpath("//meta[starts-with(@name, 'citation_')]")
    }


def nodes(root) -> dict[str, dict]:
    """The JSON-LD of a page, flattened: identifier -> node.

    Nothing is fetched: schema.org's context stands here in its gist.
    """

    def load(url: str, options: dict) -> dict:
        assert url == "https://schema.org"
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": {"@context": {"@vocab": SCHEMA}},
        }

    [script] = root.xpath("//script[@type='application/ld+json']/text()")
    return {
        node["@id"]: node
        for node in jsonld.flatten(json.loads(script), None, {"documentLoader": load})
    }


def value(node: dict, name: str):
    [found] = node[SCHEMA + name]
    return found.get("@value") or found["@id"]


@pytest.mark.parametrize("page", ARTICLES)
def test_highwire_tags_say_what_the_source_says(site, page):
    found, about = highwire(head(site, page)), edition.about()
    assert (
        found["citation_author"] == about["authors"][0]["name"]
        and found["citation_language"] == "en-GB"
    )
    assert found["citation_publication_date"] == date.fromisoformat(edition.changed(page)).strftime(
        "%Y/%m/%d"
    )
    assert found["citation_public_url"] == ADDRESS + edition.built(page).removesuffix("index.html")
    if page == "index":
        assert found["citation_title"] == about["title"] and "citation_inbook_title" not in found
    else:
        assert found["citation_inbook_title"] == about["title"]
        assert found["citation_title"] in head(site, page).xpath("//h1")[0].text_content()


@pytest.mark.parametrize("page", ARTICLES)
def test_json_ld_is_an_article_of_the_edition(site, page):
    found, own = nodes(head(site, page)), ADDRESS + edition.built(page).removesuffix("index.html")
    article = found[own]
    assert (
        article["@type"] == [f"{SCHEMA}ScholarlyArticle"]
        and value(article, "version") == edition.about()["version"]
    )
    assert value(article, "license") == "https://creativecommons.org/licenses/by/4.0/"
    assert value(article, "dateModified") == edition.changed(page)
    assert (
        value(found[article[f"{SCHEMA}isBasedOn"][0]["@id"]], "url")
        == lists.works().entries["sevenperspectives"].fields["url"]
    )
    if page != "index":
        assert value(article, "isPartOf") == ADDRESS


def test_every_claim_of_a_view_is_there_with_its_verdict_and_evidence(site):
    for page in ARTICLES[1:]:
        found = nodes(head(site, page))
        for claim in (claim for claim in lists.claims() if claim.at.startswith(page)):
            node = found[f"{ADDRESS}{page}/#{claim.id}"]
            assert (
                node["@type"] == [f"{SCHEMA}Claim"]
                and value(node, "identifier") == claim.id
                and value(node, "text") == claim.claim
            )
            review = found[value(node, "review")]
            assert value(found[value(review, "reviewRating")], "alternateName") == claim.verdict
            assert value(review, "reviewBody")
            assert len(node.get(f"{SCHEMA}isBasedOn", [])) == len(
                claim.evidence.get("snippets", [])
            )
            assert [work["@id"] for work in node.get(f"{SCHEMA}citation", [])] == [
                f"{ADDRESS}references/#{key}" for key in claim.evidence.get("refs", [])
            ]


def test_the_front_page_defines_the_terms_and_names_the_views(site):
    found = nodes(head(site, "index"))
    terms = {term["@id"] for term in found[f"{ADDRESS}glossary/"][f"{SCHEMA}hasDefinedTerm"]}
    assert terms == {f"{ADDRESS}glossary/#{name}" for name in lists.glossary()}
    assert value(found[f"{ADDRESS}glossary/#logit"], "name") == "Logit" and value(
        found[f"{ADDRESS}glossary/#logit"], "description"
    )
    assert {f"{ADDRESS}{page}/" for page in ARTICLES[1:]} <= {
        part["@id"] for part in found[ADDRESS][f"{SCHEMA}hasPart"]
    }


def test_no_word_ends_the_script_or_the_tag_that_it_stands_in(project):
    title = 'A & "B" </script><b>'
    project.edit("CITATION.cff", "The Small Project", f"'{title}'")
    root = head(project.build(), "index")
    assert (
        highwire(root)["citation_title"] == title
        and value(nodes(root)[ADDRESS], "headline") == title
    )
    assert not root.xpath("//b")


def test_lists_say_nothing_of_the_kind(site):
    for page in edition.page_names():
        if page not in ARTICLES:
            assert not highwire(head(site, page)) and not head(site, page).xpath(
                "//script[@type='application/ld+json']"
            ), page


def test_every_page_has_its_own_description_and_canonical_address_and_is_in_the_sitemap(site):
    sitemap = (site / "sitemap.xml").read_text()
    descriptions = {}
    for page in edition.page_names():
        own = ADDRESS + edition.built(page).removesuffix("index.html")
        assert (
            head(site, page).xpath("//link[@rel='canonical']/@href") == [own]
            and f"<loc>{own}</loc>" in sitemap
        )
        [description] = head(site, page).xpath("//meta[@name='description']/@content")
        assert 40 < len(description) < 320, f"{page}: {description}"
        assert descriptions.setdefault(description, page) == page
