"""What changed on a page, from git and CHANGELOG.md, and the way on from what has moved."""

import lxml.html
import pytest
from mkdocs.exceptions import Abort

from perspectives.written import history


@pytest.fixture
def built(project, commit, monkeypatch):
    """Builds the small project, after a second commit, and opens its pages."""
    project.edit("recorded/v/one.txt", "1.25", "1.26")
    commit("Another number")

    def built(repository: str = ""):
        monkeypatch.setenv("REPOSITORY_URL", repository)
        project.build()
        return lambda page: lxml.html.parse(str(project / f"site/{page}")).getroot()

    return built


def test_a_page_lists_the_commits_that_touched_it_or_its_records(built):
    view, front = built()("views/v/index.html"), built()("index.html")
    items = [item.text_content() for item in view.xpath("//details[@class='changes']//li")]
    assert items[-2:] == ["2 January 2026: Another number", "2 January 2026: The first <text>"]
    assert [item.text_content() for item in front.xpath("//details[@class='changes']//li")] == [
        "2 January 2026: The first <text>"
    ]
    assert history.changed("views/v") == "2026-01-02"


def test_commits_are_linked_where_there_is_a_repository(built):
    [first, *_] = history.changes("views/v")
    assert built("https://example.org/us/seven")("views/v/index.html").xpath(
        f"//a[@href='https://example.org/us/seven/commit/{first.commit}']"
    )
    assert not built()("views/v/index.html").xpath(
        "//details[@class='changes']//a[contains(@href, 'commit')]"
    )


def test_a_correction_stands_on_its_page_and_on_the_list_of_corrections(project, built):
    point = "- [NTP-01](docs/views/v.md#NTP-01): said no,\n  says yes.\n"
    project.edit("CHANGELOG.md", "### Corrected\n", f"### Corrected\n\n{point}")
    project.write("docs/corrections.md", "# Corrections {#corrections}\n\n{{corrections}}\n")
    page = built()
    [item] = page("views/v/index.html").xpath(
        "//details[@class='changes']//li[contains(., 'NTP-01')]"
    )
    assert (
        item.text_content() == "Version 0.2.0, 2027-01-10, NTP-01: said no, says yes."
        and item.xpath("a/@href") == ["#NTP-01"]
    )
    [item] = page("corrections/index.html").xpath("//article//li[contains(., 'says yes')]")
    assert item.xpath("a/@href") == ["../views/v/#NTP-01"]
    assert not page("index.html").xpath("//li[contains(., 'says yes')]")


def test_a_correction_follows_its_place(project, built):
    project.edit(
        "CHANGELOG.md",
        "### Corrected\n",
        "### Corrected \n\n* [NTP-01](docs/views/before.md#NTP-01): said no, says yes.\n",
    )
    project.write("docs/corrections.md", "# Corrections {#corrections}\n\n{{corrections}}\n")
    project.write("docs/redirects.yml", "views/before.md: views/v.md\n")
    page = built()
    assert page("corrections/index.html").xpath("//article//li/a/@href")[0] == "../views/v/#NTP-01"
    assert "said no" in page("views/v/index.html").xpath("string(//details[@class='changes'])")


def test_a_changed_verdict_is_a_change_of_the_page_of_its_claim_and_of_the_tallies(project, commit):
    project.edit("docs/claims.yml", "verdict: holds", "verdict: open")
    commit("Another verdict", "2026-03-04")
    assert {page: history.changed(page) for page in ("views/v", "index", "evidence", "glossary")} == {
        "views/v": "2026-03-04", "index": "2026-03-04", "evidence": "2026-03-04", "glossary": "2026-01-02",
    }  # fmt: skip
    project.edit("docs/glossary.yml", "A unit", "One unit")
    commit("Another definition", "2026-03-05")
    assert (
        history.changed("glossary") == "2026-03-05" and history.changed("views/v") == "2026-03-04"
    )


def test_without_a_history_pages_are_as_old_as_their_build_which_says_so_once(
    project, monkeypatch, caplog
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    front = lxml.html.parse(str(project.build() / "index.html")).getroot()
    assert not front.xpath("//details[@class='changes']")
    assert history.changed("index") == "1970-01-02"
    [warning] = [text for text in caplog.messages if "history" in text]
    assert "every citation is dated today" in warning
    assert "git says fatal: not a git repository" in warning and "git clone" in warning


def test_a_whole_history_needs_no_word(built, caplog):
    built()
    assert not [text for text in caplog.messages if "history" in text]


def test_a_site_is_not_published_without_its_history(project, monkeypatch, caplog):
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    with pytest.raises(Abort):
        project.build()
    assert caplog.messages[-1].startswith("SITE_URL is set, but the history of the pages cannot")
    assert not (project / "site").exists()


def test_what_moved_leads_on(project, built):
    moves = [
        "views/v.md#old: glossary.md#token",
        "views/before.md: views/v.md",
        "views/before.md#x: index.md#front",
    ]
    project.write("docs/redirects.yml", "\n".join(moves))
    page = built()
    assert page("views/v/index.html").xpath("//ul[@class='moved']/li[@id='old']/a/@href") == [
        "../../glossary/#token"
    ]
    stub = page("views/before/index.html")
    assert stub.xpath("//p[@class='moved']/a/@href") == ["../../views/v/"]
    assert stub.xpath("//ul[@class='moved']/li[@id='x']/a/@href") == ["../../#front"]
    assert stub.xpath("//link[@rel='canonical']/@href") == ["http://127.0.0.1:8000/views/v/"]
    assert stub.xpath("//noscript/meta/@content") == ["0; url=../../views/v/"]
    assert (project / "site/views/before/../../js/moved.mjs").exists()
