"""Builds that must fail, and builds that come again: what `mkdocs serve` need not render a second time."""

import re

import lxml.html
import pytest
from mkdocs.exceptions import Abort
from mkdocs.structure.pages import Page
from pymdownx.snippets import SnippetMissingError


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("views/v.md#one", "views/v.md#none"),
        ("views/v.md#one", "views/w.md"),
        ("[[token]]", "[[tokenz]]"),
        ("{#front}", '{#front}\n\n--8<-- "no.txt"\n'),
    ],
)
def test_a_build_with_a_fault_fails(project, old, new):
    project.build()  # without the fault it does not
    project.edit("docs/index.md", old, new)
    with pytest.raises((Abort, SnippetMissingError), match=r"strict mode|no\.txt"):
        project.build()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "{snippets: [v/one]}",
            "{snippets: [v/one], refs: [nobody2020]}",
            "'nobody2020' is named in a list or on a page, but missing: .* names the file",
        ),
        ("{snippets: [v/one]}", "{snippets: [v/two]}", "v/two.* names the file"),
        ("at: views/v.md#NTP-01", "at: views/w.md#NTP-01", "views/w.* says where"),
    ],
)
def test_a_list_that_names_something_missing_ends_the_build_with_a_way_on(
    project, caplog, old, new, message
):
    project.edit("docs/claims.yml", old, new)
    with pytest.raises(Abort):
        project.build()
    assert re.search(message, caplog.messages[-1])


@pytest.mark.parametrize("rest", ["<p>It printed", "It printed"])
def test_a_page_whose_rest_would_be_lost_is_not_built(project, caplog, rest):
    project.edit("docs/views/v.md", "It printed", f"</div>\n\n{rest}")
    with pytest.raises(Abort):
        project.build()
    fault = "a closing tag, such as </div>, closes nothing"
    what = f"{fault}, and the rest of the page would be lost: remove it"
    assert f"docs/views/v.md: {what}" in caplog.messages[-1]


def test_a_page_that_is_left_out_of_the_contents_ends_the_build(project, caplog):
    nav = "[index.md, {Views: [views/v.md]}, evidence.md, introduction.md, references.md]"
    settings = (project / "mkdocs.yml").read_text()
    project.write("mkdocs.yml", f"{settings}\nnav: {nav}\n")
    with pytest.raises(Abort, match="strict mode"):
        project.build()
    [warning] = [text for text in caplog.messages if 'not included in the "nav"' in text]
    assert "glossary.md" in warning


@pytest.fixture
def rendered(project, monkeypatch):
    """Builds as `mkdocs serve` does, and says which pages were rendered."""
    render = Page.render

    def built() -> set[str]:
        names = set()

        def counted(page, config, files):
            names.add(page.file.src_uri)
            render(page, config, files)

        monkeypatch.setattr(Page, "render", counted)
        project.build()
        return names

    with project.served():
        assert len(built()) == 6
        yield built


def test_a_page_that_did_not_change_is_not_rendered_again(project, rendered):
    before = (project / "site/glossary/index.html").read_text()
    assert rendered() == set()
    assert (project / "site/glossary/index.html").read_text() == before
    project.edit("docs/index.md", "of the [page]", "of this [page]")
    assert rendered() == {"index.md"}
    assert "of this" in (project / "site/index.html").read_text()


def test_an_edited_page_changes_what_others_say_of_it(project, rendered):
    project.edit("docs/views/v.md", "# View {#view}", "# Another view {#view}")
    assert rendered() == {"views/v.md", "evidence.md"}  # whose totals name it
    used = lxml.html.parse(str(project / "site/references/index.html")).xpath("//*[@class='used']")
    assert "Front" in used[0].text_content()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("docs/glossary.yml", "A unit", "One unit"), ("recorded/v/one.txt", "1.25", "1.26")],
)
def test_a_list_or_a_record_that_changed_reaches_all_pages(project, rendered, name, old, new):
    project.edit(name, old, new)
    assert len(rendered()) == 6


def test_a_link_to_an_anchor_that_was_removed_is_found(project, rendered, caplog):
    project.edit("docs/views/v.md", "{#one}", "{#two}")
    with pytest.raises(Abort, match="strict mode"):
        rendered()
    assert any("does not contain an anchor '#one'" in text for text in caplog.messages)
