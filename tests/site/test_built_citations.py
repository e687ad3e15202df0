"""What is offered for citing, read back with other programs than it was written with, and compared with its source."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from csl_reference import Reference

from perspectives.transforms.formats import inverted
from perspectives.written import addresses, edition, history, lists

ADDRESS = "http://127.0.0.1:8000/"
PLACES = "//article//*[self::h2 or self::h3 or (self::p and contains(@class, 'claim'))]"


def read(site, page: str, kind: str) -> str:
    return (site / f"cite/{page}.{kind}").read_text("utf-8-sig")


@pytest.fixture(scope="module")
def everything(site) -> dict[str, dict]:
    """All items of the edition, by key."""
    found = [
        item for page in addresses.page_names() for item in json.loads(read(site, page, "json"))
    ]
    keys = [item["id"] for item in found]
    again = sorted({key for key in keys if keys.count(key) > 1})
    assert not again, f"a key is given twice: {again}"
    return {item["id"]: item for item in found}


def test_every_section_and_every_claim_has_a_control_that_leads_to_its_own_citation(
    site, pages, everything
):
    text = cache(Path.read_text)
    for name, root in pages.items():
        own = ADDRESS + addresses.link(f"{name}.md")
        for place in root.xpath(PLACES):
            [control] = place.xpath(".//a[@class='cite-this']")
            key = control.get("data-key")
            assert everything[key]["URL"] == f"{own}#{place.get('id')}"
            file = (site / addresses.built(name)).parent / control.get("href")
            assert f"{{{key},\n" in text(file.resolve())
            assert control.get("aria-label").startswith("Cite ")
        assert len(root.xpath("//p[@class='cite-page']/a")) == 6, f"{name}: no line to cite it"


def test_each_row_of_the_evidence_table_cites_its_claim(pages):
    controls = pages["evidence"].xpath("//table//a[@class='cite-this']")
    assert [control.get("data-key") for control in controls] == [
        f"seven:{claim.id}" for claim in lists.claims()
    ]


@pytest.mark.parametrize("page", addresses.page_names())
def test_four_formats_say_the_same(site, page):
    items = json.loads(read(site, page, "json"))
    entries = read(site, page, "bib")
    library = bibtexparser.parse_string(entries)
    plain = [LatexDecodingMiddleware()]
    texts_of = bibtexparser.parse_string(entries, append_middleware=plain).entries_dict
    records = rispy.loads(read(site, page, "ris"))
    texts = read(site, page, "txt").strip().split("\n\n")
    assert not library.failed_blocks
    for item, entry, record, text in zip(items, library.entries, records, texts, strict=True):
        issued, accessed = (date(*item[when]["date-parts"][0]) for when in ("issued", "accessed"))
        authors = [inverted(name) for name in item["author"]]
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        assert (entry.key, fields["url"]) == (item["id"], item["URL"])
        plain_fields = {
            name: field.value for name, field in texts_of[entry.key].fields_dict.items()
        }
        assert plain_fields["title"] == item["title"]
        assert plain_fields.get("abstract") == item.get("abstract")
        assert fields["author"] == " and ".join(f"{{{author}}}" for author in authors)
        assert (fields["year"], fields["urldate"]) == (str(issued.year), str(accessed))
        version = f"version {item['version']}, as of {issued.day} {issued:%B %Y}"
        assert version in fields["note"].replace("Version", "version")
        assert (record["id"], record["title"], record["urls"], record["authors"]) == (
            item["id"],
            item["title"],
            [item["URL"]],
            authors,
        )
        assert (record["date"], record["access_date"], record["edition"]) == (
            f"{issued:%Y/%m/%d}",
            f"{accessed:%Y/%m/%d}",
            item["version"],
        )
        assert record.get("abstract") == item.get("abstract")
        assert record.get("secondary_title") == item.get("container-title")
        assert text.startswith(f"{authors[0]}. ({issued:%Y, %B} {issued.day}). {item['title']}")
        assert text.split("\n")[0].endswith(item["URL"])


def test_the_plain_text_says_how_it_is_encoded(site):
    assert (site / "cite/index.txt").read_bytes().startswith("\ufeff".encode())


def test_items_obey_the_schema_of_csl(everything):
    known = {field.alias or name for name, field in Reference.model_fields.items()}
    for key, item in everything.items():
        assert item.keys() <= known, key
        assert Reference.model_validate(item).type == "webpage"


def test_an_item_says_what_its_source_says(everything):
    item, about = everything["seven:NTP-05"], edition.about()
    assert item["title"] == "The next-token predictor, claim NTP-05"
    assert item["URL"] == f"{ADDRESS}views/next-token/#NTP-05"
    assert item["abstract"] == next(claim.claim for claim in lists.claims() if claim.id == "NTP-05")
    assert item["author"] == edition.authors() and item["container-title"] == about["title"]
    changed = [int(part) for part in history.changed("views/next-token").split("-")]
    assert item["version"] == about["version"] and item["issued"]["date-parts"][0] == changed
    assert "genre" not in item
    output = everything["seven:views-next-token:loop"]["genre"]
    assert output == "With the output of next-token/loop.py on SmolLM2-135M-Instruct, a 4-bit copy"
    calculated = everything["seven:views-superposition:toy"]["genre"]
    assert calculated == "With the output of superposition/toy.py", "which runs no model"
    front = everything["seven:index"]
    assert front["title"] == about["title"] and "container-title" not in front
