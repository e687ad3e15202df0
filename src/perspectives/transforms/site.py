"""The site between Markdown and theme: every page parsed once, and the files that are written
beside the pages.
"""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

# HTML's parser writes all names in lower case; SVG's own spelling of those that the site uses.
SVG_NAMES = {name.lower(): name for name in ("viewBox", "textLength", "clipPath")}


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
        self.title = "" if heading is None else words(heading)

    @classmethod
    def parsed(cls, name: str, html: str) -> "Page":
        return cls(name, etree.HTML(f"<div>{html}</div>").find("body/div"))

    def html(self) -> str:
        """The text as HTML again, with the names of SVG as SVG spells them."""
        for drawing in self.tree.iter("svg"):
            for lower, name in SVG_NAMES.items():
                for owner in drawing.xpath(f"descendant-or-self::*[@{lower}]"):
                    owner.set(name, owner.attrib.pop(lower))
                for owner in drawing.iter(lower):
                    owner.tag = name
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


def words(element: Element) -> str:
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
