"""Whatever way it comes, no active content reaches a built page; heads are printed as plain text."""

import re

import lxml.html
import pytest
from mkdocs.exceptions import Abort

PAGE = "docs/views/v.md"


def head(project, page: str = "views/v") -> lxml.html.HtmlElement:
    return lxml.html.parse(str(project.build() / page / "index.html")).find("head")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (PAGE, "It printed", "<b onclick='alert(1)'>It</b> printed"),
        (
            PAGE,
            "It printed",
            "/// html | div\n    attrs: {onclick: alert(1)}\nIt\n///\n\nIt printed",
        ),
        (PAGE, "It printed", "[It][a] printed\n\n[a]: javascript:alert(1)\n\nIt printed"),
        ("docs/claims.yml", "It was seen.", '"It \\x3cimg src=x onerror=alert(1)\\x3e"'),
        ("docs/glossary.yml", "A unit of text.", "'*A*{style=x} unit.'"),
        ("docs/glossary.yml", "group: Text", "group: Text <script>alert(1)</script>"),
    ],
)
def test_a_page_with_active_content_is_not_built(project, caplog, name, old, new):
    project.edit(name, old, new)
    with pytest.raises(Abort):
        project.build()
    message = r"docs/.+\.md: .+ is active content: remove it from the page, or from"
    assert re.search(message, caplog.text)


def test_an_address_in_a_reference_cannot_leave_its_quotation_marks(project):
    url = 'https://example.org/"onclick="alert(1)'
    project.edit("docs/references.bib", "doi = {10.1/x}", f"url = {{{url}}}")
    page = lxml.html.parse(str(project.build() / "references/index.html"))
    assert not page.xpath("//article//@onclick")


def test_what_a_head_says_is_printed_as_text(project):
    words = """'Q & A &amp; "<b>1"'"""
    project.edit(PAGE, "# View", f'---\ntitle: {words}\ndescription: Q & A &amp; "1"\n---\n# View')
    project.edit(PAGE, "<b>", "")
    found = head(project)
    assert found.xpath("meta[@name='description']/@content") == ['Q & A & "1"']
    assert found.findtext("title").startswith('Q & A & "1" - ')
    text = (project / "site/views/v/index.html").read_text()
    assert "&amp;amp;" not in text and "Q & A" not in text


@pytest.mark.parametrize(
    "line",
    [
        "description: '\"><script>alert(41)</script>'",
        "author: Somebody",
        "description: ['<script>alert(41)</script>']",
    ],
)
def test_a_head_with_a_fault_is_not_built(project, caplog, line):
    project.edit(PAGE, "# View", f"---\n{line}\n---\n# View")
    with pytest.raises(Abort):
        project.build()
    assert f"{PAGE}:2: " in caplog.text


def test_a_heading_that_looks_like_markup_stays_text(project):
    project.edit(PAGE, "# View", "# View &lt;/title>&lt;script>alert(1)&lt;/script>")
    title = head(project).findtext("title")
    assert title.startswith("View </title><script>alert(1)</script> - ")


def test_the_name_of_the_site_is_text(project):
    project.edit("mkdocs.yml", "site_name: Seven", 'site_name: \'</title><b>"&" Seven')
    project.edit("mkdocs.yml", "Perspectives on LLMs\n", "Perspectives on LLMs'\n")
    found = head(project)
    assert found.findtext("title").endswith('</title><b>"&" Seven Perspectives on LLMs')
    assert found.xpath("meta[@name='description']")
