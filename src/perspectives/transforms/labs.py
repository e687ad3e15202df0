"""The pages of the labs: mkdocs-jupyter renders code and outputs, the edition's own Markdown extensions the prose."""

import posixpath
import re
import textwrap
from base64 import b64decode
from pathlib import Path

import lxml.html
import nbformat
from mkdocs.structure.pages import Page

from perspectives.render import templates
from perspectives.written import edition, labs, lists, marks, pages, recorded

_STANDFIRST = re.compile(r"((?:^.+\n)+)\{\.standfirst\}", re.M)
_HERE = '<div class="cell"></div>'
_ATTRIBUTES = re.compile(r"(?: |^)\{[#.][^}]*\}", re.M)
_LINK = re.compile(r"\]\(([^):]+\.(?:md|ipynb)[^)]*)\)")
_BOX = re.compile(r'^!!! \w+ "(.+)"\n((?: {4}.*(?:\n|$)|\n)+)', re.M)
_SVG = re.compile(r'<img[^>]* src="data:image/svg\+xml;base64,([^"]+)"[^>]*>')


def show(html: str, page: Page, config, files) -> str:
    """What MkDocs puts on the page of a lab in place of mkdocs-jupyter's `html`: headings, links, search and the table of contents see one page of Markdown.

    Of `html` the code cells are kept, without the style sheets and scripts of JupyterLab.
    """
    source = pages.source(page.file.src_uri)
    captions = (
        cell.metadata.get("caption", "")
        for cell in labs.cells(source).cells
        if cell.cell_type == "code"
    )
    ran = map(
        _cell,
        lxml.html.fromstring(html).xpath(
            "//div[contains(concat(' ', @class, ' '), ' jp-CodeCell ') and @id]"
        ),
        captions,
    )
    page.markdown = "\n\n".join(
        cell.source if cell.cell_type == "markdown" else _HERE for cell in labs.cells(source).cells
    )
    page.meta = {"description": " ".join(_STANDFIRST.search(page.markdown)[1].split())}  # type: ignore[index]  # sources.py asks for it
    Page.render(page, config, files)  # mkdocs-jupyter has put its own in the way
    return re.sub(_HERE, lambda m: next(ran, ""), str(page.content))


def _cell(cell, caption: str) -> str:
    """One cell as the blocks of evidence of other pages; what checks or draws is folded."""
    [code] = cell.xpath(".//div[contains(@class, 'highlight-ipynb')]/pre")
    outputs = [
        _SVG.sub(lambda m: b64decode(m[1]).decode(), _inside(output))
        for output in cell.xpath(".//div[@data-mime-type]/*")
    ]
    return templates.render(
        "cell.html",
        code=_inside(code),
        outputs=outputs,
        tags=cell.get("class").split(),
        caption=caption,
    )


def _inside(element) -> str:
    return re.sub(
        r"^<pre[^>]*>|</pre>$",
        "",
        lxml.html.tostring(element, encoding="unicode", with_tail=False).strip(),
    )


def write_notebooks(site: Path, address: str) -> None:
    """Beside each lab's page its notebook to download, whose prose needs none of the edition's marks; `address` is where the site will stand."""
    for source in labs.sources():
        lab, name = labs.cells(source), pages.name(source)
        ran = iter(nbformat.read(labs.notebook(source), 4).cells)
        for cell in lab.cells:
            cell.update(
                {"outputs": next(ran, cell).outputs}
                if cell.cell_type == "code"
                else {"source": _without_marks(cell.source, address)}
            )
        nbformat.write(lab, site / edition.link(name) / Path(name).name)


def _without_marks(prose: str, address: str) -> str:
    """Terms bare, citations and links to the site, numbers in place of their quotations, boxes as paragraphs."""
    prose = _BOX.sub(lambda m: f"**{m[1]}**\n\n{textwrap.dedent(m[2])}", prose)
    prose = recorded.QUOTE.sub(
        lambda m: recorded.quoted(m[1], m[2], m[3]), _ATTRIBUTES.sub("", prose)
    )
    prose = marks.CITATION.sub(
        lambda m: f"({'; '.join(_cited(key, more, address) for key, more in marks.keys(m[1]))})",
        marks.TERM.sub(r"\1", prose),
    )
    return _LINK.sub(
        lambda m: f"]({address}{edition.link(posixpath.normpath(f'labs/{m[1]}'))})", prose
    )


def _cited(key: str, locator: str, address: str) -> str:
    return f"[{lists.works().format(key)[0]}]({address}references/#{key}){locator}"
