"""Every drawing in the built site says what it shows, and its numbers stand beside it as text."""

from pathlib import Path

import lxml.html
import pytest


def silent(page: lxml.html.HtmlElement) -> list[str]:
    """What is missing from the drawings of a page for those who cannot see them."""
    found = []
    for drawing in page.xpath(
        "//article//img | //article//*[local-name()='svg'] | //article//canvas"
    ):
        says = drawing.get("aria-label") or drawing.get("alt") or ""
        if len(says) <= 20:
            found.append(f"a drawing says {says!r}: say what it shows in its aria-label or alt")
        figures = drawing.xpath("ancestor::figure[.//figcaption[normalize-space()]]")
        if not figures:
            found.append(
                f"the drawing {says[:40]!r} is in no figure with a caption: put it into <figure> with a <figcaption>"
            )
        section = drawing.xpath("ancestor::*[contains(@class, 'evidence')]")
        near = (
            "preceding" if section and "cell" in section[0].get("class") else "descendant"
        )  # a lab prints in one cell and draws in the next
        if section and not section[0].xpath(f"{near}::div[contains(@class, 'output')]//pre"):
            found.append(
                f"the drawing {says[:40]!r} has no output beside it: show its record in the same section"
            )
    return found


def parse(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.parse(str(path)).getroot()


def test_every_drawing_says_what_it_shows(site):
    found = [
        f"{path.relative_to(site)}: {problem}"
        for path in site.rglob("*.html")
        for problem in silent(parse(path))
    ]
    assert not found, "\n".join(found)


def test_the_bars_on_the_evidence_page_stand_in_a_table_too(site):
    assert parse(site / "evidence/index.html").xpath(
        "//figure[@class='totals']/following::table[1]//td"
    )


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("//figure//*[local-name()='svg']/@aria-label", "a drawing says '': say what it shows"),
        ("//figcaption", "is in no figure with a caption"),
        ("//div[contains(@class, 'output')]", "has no output beside it"),
    ],
)
def test_a_drawing_without_it_is_named(site, what, message):
    page = parse(site / "views/superposition/index.html")
    for found in page.xpath(what):
        if isinstance(found, str):
            found.getparent().attrib.pop("aria-label")
        else:
            found.drop_tree()
    assert any(message in problem for problem in silent(page))


def test_an_image_without_words_is_named():
    [text, caption] = silent(
        lxml.html.document_fromstring("<article><img src='a.png' alt='A plot'></article>")
    )
    assert text.startswith("a drawing says 'A plot'") and caption.startswith(
        "the drawing 'A plot' is in no figure with a caption"
    )
