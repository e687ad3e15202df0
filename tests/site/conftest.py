"""The pages of the real site, parsed once for all tests that only read them."""

from pathlib import Path

import lxml.html
import pytest

from perspectives.written import addresses


@pytest.fixture(scope="session")
def trees(site) -> dict[str, lxml.html.HtmlElement]:
    """Every HTML file of the site by its path; whoever changes a tree copies it first."""
    paths = sorted(site.rglob("*.html"))
    return {path.relative_to(site).as_posix(): parsed(path) for path in paths}


@pytest.fixture(scope="session")
def pages(trees) -> dict[str, lxml.html.HtmlElement]:
    """The pages by name: 'views/next-token'."""
    return {name: trees[addresses.built(name)] for name in addresses.page_names()}


def parsed(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.parse(str(path)).getroot()
