"""The site between Markdown and theme: every page parsed once, and the files that are written
beside the pages.
"""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element
from mkdocs.exceptions import BuildError

from perspectives.written import addresses


@dataclass
class Page:
    """A page: `name` as 'views/next-token', `tree` its text in a <div>, `item` its CSL-JSON; the
    theme prints `head` and `foot`.
    """

    name: str
    tree: Element
    title: str = ""
    item: dict[str, Any] = field(default_factory=dict)
    head: str = ""
    foot: str = ""

    def __post_init__(self) -> None:
        heading = self.tree.find(".//h1")
        self.title = "" if heading is None else heading_text(heading)

    @classmethod
    def parsed(cls, name: str, html: str) -> "Page":
        """A page of this name. Raises BuildError if a closing tag ends its <div> too early."""
        tree = etree.HTML(f"<div>{html}</div>").find("body/div")
        if tree.getnext() is not None or (tree.tail or "").strip():
            fault = "a closing tag, such as </div>, closes nothing"
            what = f"{fault}, and the rest of the page would be lost: remove it"
            raise BuildError(f"{addresses.written(name)}: {what}")
        return cls(name, tree)

    def html(self) -> str:
        """The text as HTML again."""
        return inner_html(self.tree)


@dataclass
class Site:
    """All pages by name, where they will stand (`address` ends with a slash), and the files to
    write: relative path -> content. `megabytes` is the size of the weights that it carries, or 0.
    """

    address: str
    repository: str = ""
    megabytes: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[str, str | bytes] = field(default_factory=dict)


def heading_text(element: Element) -> str:
    """The text of a heading, without the link that it has to itself and what is added in small
    type.
    """
    texts = element.xpath(".//text()[not(ancestor::small or parent::a[@class='headerlink'])]")
    return " ".join("".join(texts).split())


def element(tag: str, text: str, attributes: dict[str, str]) -> Element:
    made = etree.Element(tag, attributes)
    made.text = text
    return made


def inner_html(tree: Element) -> str:
    """What a <div> holds."""
    html = etree.tostring(tree, encoding="unicode", method="html", with_tail=False)
    return html.removeprefix("<div>").removesuffix("</div>")
