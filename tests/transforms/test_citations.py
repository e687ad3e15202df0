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


def test_a_page_its_sections_and_its_claims_are_items_of_csl(project, commit, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://us.example/")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767528000")
    project.edit("docs/views/v.md", "It printed", "## Two {#two}\n\nIt printed")
    project.build()
    page = {
        "id": "seven:views-v",
        "type": "webpage",
        "title": "View",
        "author": [{"literal": "Its makers"}],
        "issued": {"date-parts": [[2026, 1, 2]]},
        "version": "0.2.0",
        "URL": "https://us.example/views/v/",
        "accessed": {"date-parts": [[2026, 1, 4]]},
        "language": "en-GB",
        "container-title": "The Small Project",
    }
    claim = {"id": "seven:NTP-01", "title": "View, claim NTP-01", "abstract": "It is so."}
    one = {"title": "View: One?", "genre": "With the output of v/one.py"}
    places = [("NTP-01", claim), ("one", one), ("two", {"title": "View: Two"})]
    assert json.loads(read(project, "cite/views/v.json")) == [
        page,
        *(
            page | {"id": f"seven:views-v:{anchor}", "URL": f"{page['URL']}#{anchor}"} | own
            for anchor, own in places
        ),
    ]
    front = json.loads(read(project, "cite/index.json"))[0]
    assert front == {name: page[name] for name in page if name != "container-title"} | {
        "id": "seven:index",
        "title": "The Small Project",
        "URL": "https://us.example/",
    }


def test_what_ran_on_the_model_says_on_which(project):
    project.edit("snippets/v/one.py", "x = 1.25", "import perspectives.model\n\nx = 1.25")
    project.build()
    genre = json.loads(read(project, "cite/views/v.json"))[2]["genre"]
    assert genre == "With the output of v/one.py on SmolLM2-135M-Instruct, a 4-bit copy"


def test_a_control_beside_each_heading_and_claim_leads_to_its_citation(project):
    project.build()
    page = lxml.html.fromstring(read(project, "views/v/index.html"))
    controls = page.xpath("//article//*[@id][self::p or self::h3]/a[@class='cite-this']")
    assert [dict(control.attrib) for control in controls] == [
        {
            "class": "cite-this",
            "href": "../../cite/views/v.txt",
            "data-key": key,
            "aria-label": f"Cite {label}",
        }
        for key, label in [("seven:NTP-01", "claim NTP-01"), ("seven:views-v:one", "One?")]
    ]
    table = lxml.html.fromstring(read(project, "evidence/index.html"))
    [control] = table.xpath("//td/a[@class='cite-this']")
    assert control.get("data-key") == "seven:NTP-01" and control.text == "cite"
    assert control.get("href") == "../cite/views/v.txt"


@pytest.mark.parametrize(
    ("address", "citation"),
    [
        ("", "/views/v/#one"),
        ("https://example.org/seven", "https://example.org/seven/views/v/#one"),
        ("https://example.org/", "https://example.org/views/v/#one"),
    ],
)
def test_what_is_cited_stands_at_the_address_of_the_site(
    project, commit, monkeypatch, address, citation
):
    monkeypatch.setenv("SITE_URL", address)
    project.build()
    assert json.loads(read(project, "cite/views/v.json"))[-1]["URL"] == citation
