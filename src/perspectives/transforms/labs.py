"""The labs: each as the Markdown of its page, and as a notebook to take away."""

import posixpath
import re
import textwrap
from pathlib import Path
from typing import Any

import nbformat

from perspectives.render.derived import TEMPLATES
from perspectives.transforms.site import Site
from perspectives.written import addresses, files, labs, lists, marks, pages, recorded

_STANDFIRST = re.compile(r"((?:^.+\n)+)\{\.standfirst\}", re.M)
_ATTRIBUTES = re.compile(r"(?: |^)\{[#.][^}]*\}", re.M)
_LINK = re.compile(r"\]\(([^):]+\.(?:md|ipynb)[^)]*)\)")
_BOX = re.compile(r'^!!! \w+ "(.+)"\n((?: {4}.*(?:\n|$)|\n)+)', re.M)
_FOLDS = {"check": "What would prove this wrong", "figure": "How the figure is drawn"}
_SHOWN = 15  # lines of code that a reader meets unfolded


def description(markdown: str) -> str:
    """A lab's standfirst."""
    found = _STANDFIRST.search(markdown)
    return " ".join(found[1].split()) if found else ""


def markdown(source: Path) -> str:
    """Prose as it is written; code, and what it printed and drew, as the blocks of evidence of
    other pages.
    """
    outputs = iter(_outputs(source))
    name = f"{source.stem}.ipynb"
    take = f'<p class="take"><a href="{name}" download>The notebook</a>, to take away.</p>'
    parts = [
        cell.source if cell.cell_type == "markdown" else _evidence(cell, next(outputs, []))
        for cell in labs.cells(source).cells
    ]
    return _STANDFIRST.sub(rf"\g<0>\n\n{take}", "\n\n".join(parts), count=1)


def _outputs(source: Path) -> list[list[dict[str, Any]]]:
    """What each code cell printed and drew."""
    notebook = files.read_notebook(labs.notebook(source))
    return [cell["outputs"] for cell in notebook["cells"]]


def _evidence(cell: nbformat.NotebookNode, outputs: list[dict[str, Any]]) -> str:
    tags = cell.metadata.get("tags", [])
    lines = cell.source.count("\n") + 1
    code = f"The code, {lines} lines" if lines > _SHOWN else None
    return TEMPLATES.get_template("cell.jinja").render(
        code=cell.source,
        fold=next((title for tag, title in _FOLDS.items() if tag in tags), code),
        printed=["".join(output["text"]) for output in outputs if "text" in output],
        drawn=["".join(output["data"]["image/svg+xml"]) for output in outputs if "data" in output],
        caption=cell.metadata.get("caption"),
    )


def add_notebooks(site: Site) -> None:
    """Put beside each lab's page its notebook, whose prose needs none of the edition's marks."""
    for source in labs.lab_files():
        lab, outputs = labs.cells(source), iter(_outputs(source))
        for cell in lab.cells:
            if cell.cell_type == "code":
                cell.outputs = [nbformat.from_dict(output) for output in next(outputs, [])]
            else:
                cell.source = _without_marks(cell.source, site.address)
        name = pages.name(source)
        site.files[addresses.link(name) + Path(name).name] = nbformat.writes(lab) + "\n"


def _without_marks(prose: str, address: str) -> str:
    """Terms bare, citations and links to the site, numbers in place of their quotations, boxes as
    paragraphs.
    """

    def cite(mark: re.Match) -> str:
        cited = [
            f"[{lists.works().format(key)[0]}]({address}references/#{key}){locator}"
            for key, locator in marks.keys(mark[1])
        ]
        return f"({'; '.join(cited)})"

    def link(mark: re.Match) -> str:
        return f"]({address}{addresses.link(posixpath.normpath(f'labs/{mark[1]}'))})"

    def bare(text: str) -> str:
        text = recorded.with_numbers(_ATTRIBUTES.sub("", text))
        return _LINK.sub(link, marks.CITATION.sub(cite, marks.TERM.sub(r"\1", text)))

    prose = _BOX.sub(lambda box: f"**{box[1]}**\n\n{textwrap.dedent(box[2])}", prose)
    return marks.outside_code(bare, prose)
