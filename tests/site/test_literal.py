"""No built page shows Markdown as it was written."""

import copy
import re

import pytest

# What Markdown reads, if a page shows it: within a line, and where a text or a line begins.
SIGNS = re.compile(
    r"\]\(|\]\[(?!=)|\{[#.:][\w-]|\[\^|\*\*|(?<=\w)\*(?=\s|$)|(?<![\w*])\*(?=\w)|~~|`|<!--"
    r"|(?m:^\s*(?:[-+*] |\d+[.)] |\||#{1,6} |/{3,}|!!!|\?\?\?|:\s|\[[ x]\] |={3,}$|-{3,}$|>\s))"
)
# Code, formulas, labels of drawings and of links, and what readers type or have typed.
SILENT = "code|pre|script|style|svg|textarea|button|option"
BLOCKS = {
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "div",
    "h1",
    "h2",
    "h3",
    "figcaption",
    "summary",
    "section",
}
FORMULA = "contains(@class, 'arithmatex') or contains(@class, 'headerlink')"


def shown(page) -> list[str]:
    """The signs of Markdown in the visible texts of a page."""
    silent = " or ".join(f"ancestor::{tag}" for tag in SILENT.split("|"))
    found = []
    for text in page.xpath(f"//article//text()[not({silent} or ancestor::*[{FORMULA}])]"):
        begins = text.is_text and text.getparent().tag in BLOCKS
        signs = SIGNS.finditer(text if begins else f"x{text}")
        found += [f"{sign[0].strip()} in {text.strip()[:60]!r}" for sign in signs]
    return found


def test_no_page_shows_markdown(trees):
    found = [f"{path}: {sign}" for path, page in trees.items() for sign in shown(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "A list:\n- a\n- b",
        "A list:\n1. a",
        "See [this](that.md",
        "See [this][that].",
        "A paragraph {.answer}",
        "A heading {#id}",
        "Note[^one].",
        "This is **bold, and stays so.",
        "This is *bold, and stays so.",
        "A table\n| a | b |",
        "/// details | More",
        '!!! note "More',
        "## A heading",
        "A `name.",
        "A ~~word~~.",
        "Term\n: its meaning",
    ],
)
def test_markdown_that_is_shown_is_found(pages, text):
    page = copy.deepcopy(pages["verdict"])
    page.xpath("//article//p")[0].text = text
    assert shown(page)
