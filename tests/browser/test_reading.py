"""A view can be read through: the answer stands close to its question, with a picture, and code is
not in the way.
"""

import pytest
from built import SETTLED, SITE, pages

WIDTH = 1100
# What a reader meets on a page, in CSS pixels; `answers` and `pictures` are of each demonstration.
MEASURES = """() => {
  const article = document.querySelector("article"), start = article.getBoundingClientRect().top;
  const visible = found => [...found].filter(element => element.checkVisibility());
  const box = element => element.getBoundingClientRect();
  const blocks = visible(article.querySelectorAll(".highlight")).filter(block => !block.matches(".output"));
  const figures = visible(article.querySelectorAll("figure"));
  const sections = [...article.querySelectorAll("section.evidence")];
  return {
    height: document.documentElement.scrollHeight,
    code: blocks.reduce((sum, block) => sum + box(block).height, 0) / box(article).height,
    figure: figures.length ? box(figures[0]).top - start : Infinity,
    answers: sections.map(section => box(section.querySelector(".answer, dd")).top - box(section.querySelector("h3")).top),
    pictures: sections.map(section => visible(section.querySelectorAll("figure, table:not(.highlighttable)")).length),
  };
}"""
# What breaks a limit.
LIMITS = {
    "over 14,000 px tall": lambda found: found["height"] > 14_000,
    "over a fifth is code": lambda found: found["code"] > 0.2,
    "no figure within 1,200 px": lambda found: found["figure"] > 1200,
    "over 500 px from a question to its answer": lambda found: max(found["answers"]) > 500,
    "no picture or table in a demonstration": lambda found: not all(found["pictures"]),
}
VIEWS = [page for page in pages(SITE) if page.startswith("views/")]


@pytest.fixture(scope="module")
def reader(browser):
    """A page as wide as a small laptop's window."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_keeps_to_the_limits(site, reader, view, record_property):
    reader.goto(site.url + view)
    reader.wait_for_function(SETTLED)
    found = reader.evaluate(MEASURES)
    record_property("measures", found)  # for a table: --junitxml
    broken = {limit for limit, is_broken in LIMITS.items() if is_broken(found)}
    assert not broken, found


def test_the_verdict_opens_with_the_readers_own(site, reader):
    reader.goto(f"{site.url}verdict/")
    reader.wait_for_function(SETTLED)
    assert reader.locator(".questionnaire").bounding_box()["y"] < 1000
