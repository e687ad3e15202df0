"""The page of a lab: its prose as on other pages, its code and outputs as recorded; and the
notebook to take away.
"""

import lxml.html
import nbformat
import pytest

from perspectives.transforms import labs as lab_pages
from perspectives.written import addresses, files, labs, pages

LAB = (
    "# %% [markdown]\n# # Lab of ours {#lab}\n#\n# Is it\n# so?\n# {.standfirst}\n#\n"
    "# A [[token]], says [@shannon1951], is [=labs/l:row:n]; see [one](../views/v.md#one).[^a]\n#\n# [^a]: A note.\n#\n"
    '# !!! predict "Before you look"\n#     Guess.\n#\n#     1. One.\n#\n# ## A part {#part}\n\n'
    '# %%\nprint("     n\\nrow  1.5 < 2")\n\n# %% tags=["figure"] caption="Does it rise to [=labs/l:row:n]?"\ndraw()\n\n# %% tags=["check"]\nassert 1 < 2\n\n'
    "# %% [markdown]\n# ## The end {#end}\n#\n# Words.\n"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" role="img" aria-label="A line that rises from one to two."><path d="M 0 0"/>\n<path d="M 1 1"/></svg>'


@pytest.fixture
def page(project):
    source = project.write("labs/l.py", LAB)
    ran = labs.cells(source)
    ran.cells = [cell for cell in ran.cells if cell.cell_type == "code"]
    ran.cells[0].outputs = [nbformat.v4.new_output("stream", text="     n\nrow  1.5\n<b>\n")]
    ran.cells[1].outputs = [nbformat.v4.new_output("display_data", data={"image/svg+xml": SVG})]
    project.write("docs/labs/l.ipynb", nbformat.writes(ran))
    project.build()
    return lxml.html.parse(str(project / "site/labs/l/index.html")).getroot()


def test_its_prose_is_as_on_other_pages(page):
    assert page.xpath("//h1/@id") == ["lab"] and page.xpath("//h2/@id") == ["part", "end"]
    assert page.xpath("//a[@class='term']/@href") == ["../../glossary/#token"]
    assert page.xpath("//a[@class='cite']/@href") == ["../../references/#shannon1951"]
    assert page.xpath("//p/span[@class='rec']/text()") == ["1.5"]
    assert page.xpath("//article//p/a[text()='one']/@href") == ["../../views/v/#one"]
    assert page.xpath("//li[@id='fn:a']") and page.xpath(
        "//meta[@name='description']/@content"
    ) == ["Is it so?"]
    contents = page.xpath("//nav[@aria-label='Table of contents']//a//text()")
    assert [text.strip() for text in contents if text.strip()][:2] == ["A part", "The end"]


def test_its_code_and_outputs_are_as_recorded(page):
    assert [
        code.text_content().strip()
        for code in page.xpath("//div[contains(@class, 'language-python')]//code")
    ] == [
        'print("     n\\nrow  1.5 < 2")',
        "draw()",
        "assert 1 < 2",
    ]
    assert (
        page.xpath("//div[contains(@class, 'output')]//code")[0].text_content()
        == "     n\nrow  1.5\n<b>\n"
    )
    [figure] = page.xpath("//figure[@class='plot']")
    assert figure.xpath("svg/@aria-label") == ["A line that rises from one to two."]
    assert figure.xpath("svg/path/@d") == ["M 0 0", "M 1 1"]
    assert figure.text_content().split() == ["Does", "it", "rise", "to", "1.5?"]
    assert page.xpath("//summary/text()")[:2] == [
        "How the figure is drawn",
        "What would prove this wrong",
    ]


def test_long_code_is_folded_and_says_how_long_it_is(project):
    rows = "\n".join(f"x = {n}" for n in range(16))
    source = project.write("labs/l.py", LAB.replace("draw()", f"draw()\n\n# %%\n{rows}"))
    ran = labs.cells(source)
    ran.cells = [cell for cell in ran.cells if cell.cell_type == "code"]
    project.write("docs/labs/l.ipynb", nbformat.writes(ran))
    text = lab_pages.markdown(source)
    assert "/// details | The code, 16 lines" in text
    assert "The code, 1 lines" not in text


def test_nothing_of_jupyterlab_is_left(page, project):
    text = (project / "site/labs/l/index.html").read_text()
    assert not [
        word
        for word in ("jp-", "mathjax", "require.js", "cdnjs", "mermaid", "<style", "clipboard-copy")
        if word in text.lower()
    ]


def test_it_is_cited_and_found_and_its_uses_are_listed(page, project):
    assert (project / "site/cite/labs/l.bib").exists()
    assert '"location":"labs/l/#part"' in (project / "site/search/search_index.json").read_text()
    assert "labs/l/#lab" in (project / "site/glossary/index.html").read_text()


def test_the_notebook_to_take_away_has_no_marks_of_ours(page, project):
    taken = nbformat.read(project / "site/labs/l/l.ipynb", 4)
    nbformat.validate(taken)
    assert [cell.cell_type for cell in taken.cells] == [
        "markdown",
        "code",
        "code",
        "code",
        "markdown",
    ]
    assert [cell.id for cell in taken.cells] == [f"cell-{number}" for number in range(1, 6)]
    assert taken.cells[0].source.startswith("# Lab of ours\n\nIs it\nso?\n")
    site = "http://127.0.0.1:8000/"
    assert (
        f"A token, says ([Shannon, 1951]({site}references/#shannon1951)), is 1.5; see [one]({site}views/v/#one)."
        in taken.cells[0].source
    )
    assert "**Before you look**\n\nGuess.\n\n1. One.\n\n## A part" in taken.cells[0].source
    assert taken.cells[1].outputs[0].text == "     n\nrow  1.5\n<b>\n"
    assert page.xpath("//p[@class='take']/a/@href") == ["l.ipynb"] * 2, "at the top and at the end"


def test_its_addresses_are_those_of_a_page(page):
    assert "labs/l" in addresses.page_names() and addresses.built("labs/l") == "labs/l/index.html"
    assert (
        addresses.link("labs/l.ipynb#part") == "labs/l/#part"
        and addresses.written("labs/l") == "labs/l.py"
    )
    assert pages.name(files.LABS / "l.py") == "labs/l.ipynb"
