"""Whoever finds an error is one link from the form that reports it, which already knows the page
and the place.
"""

from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from perspectives.written import edition, pages

REPOSITORY = "https://example.org/us/seven"
PLACES = "//article//*[self::h2 or self::h3 or (self::p and contains(@class, 'claim'))][@id]"


def built(folder, monkeypatch, repository):
    monkeypatch.setenv("REPOSITORY_URL", repository)
    build(load_config(str(pages.ROOT / "mkdocs.yml"), site_dir=str(folder)))
    return {
        page: lxml.html.parse(str(folder / edition.built(page))).getroot()
        for page in edition.page_names()
    }


def test_every_section_and_claim_has_a_link_to_the_form_with_page_and_id_filled_in(
    tmp_path, monkeypatch
):
    fields = {
        field.get("id")
        for field in yaml.safe_load(pages.read(pages.ROOT / ".github/ISSUE_TEMPLATE/error.yml"))[
            "body"
        ]
    }
    count = 0
    for page, root in built(tmp_path, monkeypatch, REPOSITORY).items():
        for place in root.xpath(PLACES):
            [link] = place.xpath(".//a[@class='report']")
            address = urlsplit(link.get("href"))
            assert (
                f"{address.scheme}://{address.netloc}{address.path}" == f"{REPOSITORY}/issues/new"
            )
            filled = parse_qs(address.query)
            assert (
                filled == {"template": ["error.yml"], "page": [page], "id": [place.get("id")]}
                and filled.keys() - {"template"} <= fields
            )
            [cite] = place.xpath(".//a[@class='cite-this']")
            assert link.get("aria-label") == cite.get("aria-label").replace(
                "Cite", "Report an error in", 1
            )
            count += 1
        assert len(root.xpath("//a[@class='report']")) == len(root.xpath(PLACES)), (
            f"{page}: a link of another page's place"
        )
    assert count > 300


@pytest.mark.parametrize("repository", ["", REPOSITORY])
def test_there_is_no_link_without_a_repository(project, monkeypatch, repository):
    monkeypatch.setenv("REPOSITORY_URL", repository)
    found = lxml.html.parse(str(project.build() / "views/v/index.html")).xpath(
        "//a[@class='report']/@href"
    )
    assert [address.partition("page=")[2] for address in found] == (
        ["views/v&id=NTP-01", "views/v&id=one"] if repository else []
    )
