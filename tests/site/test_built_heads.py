"""What scholars' tools find in the heads of the pages, read back by an HTML parser and a JSON-LD processor, offline."""

import json
from datetime import date

import pytest
from pyld import jsonld

from perspectives.written import addresses, edition, history, lists
from perspectives.written.demonstrations import demonstrations

ADDRESS = "http://127.0.0.1:8000/"
SCHEMA = "https://schema.org/"
PAGES = addresses.page_names()
CLAIMING = [name for name in PAGES if any(claim.page == f"{name}.md" for claim in lists.claims())]
LABS = [name for name in PAGES if name.startswith("labs/")]
ARTICLES = ["index", *CLAIMING, *LABS]


def highwire(root) -> dict[str, str]:
    tags = root.xpath("//meta[starts-with(@name, 'citation_')]")
    return {tag.get("name"): tag.get("content") for tag in tags}


def nodes(root) -> dict[str, dict]:
    """The JSON-LD of a page, flattened: identifier -> node. Nothing is fetched: schema.org's context stands here in its gist."""

    def load(url: str, options: dict) -> dict:
        assert url == "https://schema.org"
        context = {"@context": {"@vocab": SCHEMA}}
        return {"contextUrl": None, "documentUrl": url, "document": context}

    [script] = root.xpath("//script[@type='application/ld+json']/text()")
    flat = jsonld.flatten(json.loads(script), None, {"documentLoader": load})
    return {node["@id"]: node for node in flat}


def value(node: dict, name: str):
    [found] = node[SCHEMA + name]
    return found.get("@value") or found["@id"]


def ids(node: dict, name: str) -> list[str]:
    return [found["@id"] for found in node.get(SCHEMA + name, [])]


def own(page: str) -> str:
    return ADDRESS + addresses.link(f"{page}.md")


@pytest.mark.parametrize("page", ARTICLES)
def test_highwire_tags_say_what_the_source_says(pages, page):
    found, about = highwire(pages[page]), edition.about()
    assert found["citation_author"] == about["authors"][0]["name"]
    assert found["citation_language"] == "en-GB"
    changed = date.fromisoformat(history.changed(page))
    assert found["citation_publication_date"] == f"{changed:%Y/%m/%d}"
    assert found["citation_public_url"] == own(page)
    if page == "index":
        assert found["citation_title"] == about["title"] and "citation_inbook_title" not in found
    else:
        assert found["citation_inbook_title"] == about["title"]
        assert found["citation_title"] in pages[page].xpath("//h1")[0].text_content()


@pytest.mark.parametrize("page", ARTICLES)
def test_json_ld_is_an_article_of_the_edition(pages, page):
    found = nodes(pages[page])
    article = found[own(page)]
    assert article["@type"] == [f"{SCHEMA}ScholarlyArticle"]
    assert value(article, "version") == edition.about()["version"]
    assert value(article, "license") == "https://creativecommons.org/licenses/by/4.0/"
    assert value(article, "dateModified") == history.changed(page)
    essay = lists.works().entries["sevenperspectives"].fields["url"]
    assert value(found[value(article, "isBasedOn")], "url") == essay
    if page != "index":
        assert value(article, "isPartOf") == ADDRESS


def test_the_views_the_verdict_and_the_labs_are_articles():
    named = [name for name in PAGES if name.startswith(("views/", "labs/")) or name == "verdict"]
    assert set(named) <= set(ARTICLES) and LABS


def test_every_claim_is_there_with_its_verdict_and_evidence(pages):
    labs = 0
    for page in CLAIMING:
        found = nodes(pages[page])
        for claim in (claim for claim in lists.claims() if claim.page == f"{page}.md"):
            node = found[f"{ADDRESS}{page}/#{claim.id}"]
            assert node["@type"] == [f"{SCHEMA}Claim"] and value(node, "identifier") == claim.id
            assert value(node, "text") == claim.claim
            review = found[value(node, "review")]
            assert value(found[value(review, "reviewRating")], "alternateName") == claim.verdict
            assert value(review, "reviewBody")
            tested, evidence = ids(node, "isBasedOn"), claim.evidence
            in_labs = [f"{ADDRESS}labs/{lab}/" for lab in evidence.get("labs", [])]
            names = evidence.get("snippets", [])
            places = {shown.place for shown in demonstrations() if shown.name in names}
            assert len(tested) == len(places) + len(in_labs)
            assert set(in_labs) <= set(tested)
            labs += len(in_labs)
            cited = [f"{ADDRESS}references/#{key}" for key in evidence.get("refs", [])]
            assert ids(node, "citation") == cited
    assert labs, "no claim rests on a lab"


def test_the_front_page_defines_the_terms_and_names_the_articles(pages):
    found = nodes(pages["index"])
    terms = ids(found[f"{ADDRESS}glossary/"], "hasDefinedTerm")
    assert set(terms) == {f"{ADDRESS}glossary/#{name}" for name in lists.glossary()}
    logit = found[f"{ADDRESS}glossary/#logit"]
    assert value(logit, "name") == "Logit" and value(logit, "description")
    parts = {f"{ADDRESS}{page}/" for page in [*ARTICLES[1:], "glossary"]}
    assert parts == set(ids(found[ADDRESS], "hasPart"))


def test_lists_say_nothing_of_the_kind(pages):
    for name in pages.keys() - set(ARTICLES):
        assert not highwire(pages[name]), name
        assert not pages[name].xpath("//script[@type='application/ld+json']"), name


def test_every_page_has_its_own_description_and_canonical_address_and_is_in_the_sitemap(
    site, pages
):
    sitemap = (site / "sitemap.xml").read_text()
    descriptions = {}
    for name, page in pages.items():
        assert page.xpath("//link[@rel='canonical']/@href") == [own(name)]
        assert f"<loc>{own(name)}</loc>" in sitemap
        [description] = page.xpath("//meta[@name='description']/@content")
        assert 40 < len(description) < 320, f"{name}: {description}"
        assert descriptions.setdefault(description, name) == name
