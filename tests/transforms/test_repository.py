"""Where the code has a public home, readers are one link from its forms and from the files that they may edit."""

from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
import yaml

from perspectives.written import files

REPOSITORY = "https://example.org/us/seven"
FORM = files.ROOT / ".github/ISSUE_TEMPLATE/error.yml"


@pytest.fixture
def page(project, monkeypatch):
    def page(repository: str, name: str = "views/v"):
        monkeypatch.setenv("REPOSITORY_URL", repository)
        return lxml.html.parse(str(project.build() / name / "index.html")).getroot()

    return page


def test_each_section_and_claim_has_a_link_to_the_form_with_page_and_id_filled_in(page):
    fields = {field.get("id") for field in yaml.safe_load(FORM.read_text())["body"]}
    links = page(REPOSITORY).xpath("//a[@class='report']")
    for link, anchor in zip(links, ["NTP-01", "one"], strict=True):
        address = urlsplit(link.get("href"))
        assert address._replace(query="").geturl() == f"{REPOSITORY}/issues/new"
        filled = parse_qs(address.query)
        assert filled == {"template": ["error.yml"], "page": ["views/v"], "id": [anchor]}
        assert filled.keys() - {"template"} <= fields
        label = link.getprevious().get("aria-label").removeprefix("Cite ")
        assert link.get("aria-label") == f"Report an error in {label}"


def test_the_evidence_table_links_to_no_form_for_it_is_the_view_that_is_reported(page):
    assert not page(REPOSITORY, "evidence").xpath("//table//a[@class='report']")


@pytest.mark.parametrize("ending", ["/", ".git", ".git/"])
def test_a_snippet_and_its_page_can_be_edited(page, ending):
    root = page(f"{REPOSITORY}{ending}")
    assert root.xpath("//a[contains(@href, '/edit/main/')]/@href") == [
        f"{REPOSITORY}/edit/main/snippets/v/one.py",
        f"{REPOSITORY}/edit/main/snippets/v/one.py",
        f"{REPOSITORY}/edit/main/docs/views/v.md",
    ]
    titles = root.xpath("//span[@class='filename']")
    assert [title.text_content() for title in titles] == ["v/one.py", "v/one.py, check"]


def test_there_is_no_link_without_a_repository(page):
    root = page("")
    assert root.xpath("//span[@class='filename']")
    assert not root.xpath("//a[@class='report' or contains(@href, '/edit/')]")
