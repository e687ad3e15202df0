"""What changed on a page, from git and CHANGELOG.md, and the way on from what has moved."""

import subprocess

import lxml.html
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from perspectives import edition


@pytest.fixture
def built(project, monkeypatch):
    """Builds the small project, from the repository that it is."""
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")

    def commit(subject: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, "commit", "-qam", subject, "--date", "2026-01-02T12:00:00"], check=True, env={"GIT_COMMITTER_DATE": "2026-01-02T12:00:00"})

    def built(repository: str = ""):
        monkeypatch.setenv("REPOSITORY_URL", repository)
        build(load_config(str(project / "mkdocs.yml"), site_dir=str(project / "site")))
        return lambda page: lxml.html.parse(str(project / f"site/{page}")).getroot()

    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "docs", "snippets", "recorded"], check=True)
    commit("The first <text>")
    project.edit("recorded/v/one.txt", "1.25", "1.26")
    commit("Another number")
    return built


def test_a_page_lists_the_commits_that_touched_it_or_its_records(built):
    view, front = built()("views/v/index.html"), built()("index.html")
    items = [item.text_content() for item in view.xpath("//details[@class='changes']//li")]
    assert items[-2:] == ["2 January 2026: Another number", "2 January 2026: The first <text>"]
    assert [item.text_content() for item in front.xpath("//details[@class='changes']//li")] == ["2 January 2026: The first <text>"]
    assert edition.changed("views/v") == "2026-01-02"


def test_commits_are_linked_where_there_is_a_repository(built):
    [first, *_] = edition.changes("views/v")
    assert built("https://example.org/us/seven")("views/v/index.html").xpath(f"//a[@href='https://example.org/us/seven/commit/{first.commit}']")
    assert not built()("views/v/index.html").xpath("//details[@class='changes']//a[contains(@href, 'commit')]")


def test_a_correction_stands_on_its_page_and_on_the_list_of_corrections(project, built):
    point = "- [NTP-01](docs/views/v.md#NTP-01): said no,\n  says yes.\n"
    project.edit("CHANGELOG.md", "### Corrected\n", f"### Corrected\n\n{point}")
    project.write("docs/corrections.md", "# Corrections {#corrections}\n\n{{corrections}}\n")
    page = built()
    [item] = page("views/v/index.html").xpath("//details[@class='changes']//li[contains(., 'NTP-01')]")
    assert item.text_content() == "Version 0.2.0, 2027-01-10, NTP-01: said no, says yes." and item.xpath("a/@href") == ["#NTP-01"]
    [item] = page("corrections/index.html").xpath("//article//li[contains(., 'says yes')]")
    assert item.xpath("a/@href") == ["../views/v/#NTP-01"]
    assert not page("index.html").xpath("//li[contains(., 'says yes')]")


def test_without_git_a_page_is_as_old_as_its_build(project, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    monkeypatch.setenv("PATH", "")
    assert edition.changes("index") == [] and edition.changed("index") == "1970-01-02"


def test_what_moved_leads_on(project, built):
    project.write("docs/redirects.yml", "views/v.md#old: glossary.md#token\nviews/before.md: views/v.md\n")
    page = built()
    assert page("views/v/index.html").xpath("//ul[@class='moved']/li[@id='old']/a/@href") == ["../../glossary/#token"]
    stub = page("views/before/index.html")
    assert stub.xpath("//p[@class='moved']/a/@href") == ["../../views/v/"]
    assert stub.xpath("//noscript/meta/@content") == ["0; url=../../views/v/"]
    assert (project / "site/views/before/../../js/moved.mjs").exists()
