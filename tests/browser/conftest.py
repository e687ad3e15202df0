"""A built site on a local server, and the system's Chromium to read it with.

    SITE=/path/to/site pytest tests/browser        (without SITE: this repository's `site`)

CHROMIUM names the browser, or else it is looked for on the PATH. Where there is none, or no site,
the tests are skipped; where CI is "true" that is a failure.
"""

import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from built import ROOT, SCREENS, SETTLED, SITE, Server, chromium, missing, pages


def pytest_generate_tests(metafunc) -> None:
    """A test that asks for `address` runs once for each page of the site."""
    if "address" in metafunc.fixturenames:
        metafunc.parametrize("address", pages(SITE) or [""], ids=lambda address: address or "front")


@pytest.fixture(scope="session")
def site() -> Iterator[Server]:
    """The built site, served."""
    if not (SITE / "index.html").exists():
        missing(f"no built site in {SITE}: run `mkdocs build`, or name its folder in SITE")
    server = Server(SITE)
    yield server
    server.close()


@pytest.fixture(scope="session")
def sink(tmp_path_factory) -> Iterator[Server]:
    """The kitchen sink, built with the project's own theme and extensions, served."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    docs, target = tmp_path_factory.mktemp("docs"), tmp_path_factory.mktemp("site")
    shutil.copy(Path(__file__).with_name("sink.markdown"), docs / "index.md")
    changes = {
        "docs_dir": str(docs),
        "site_dir": str(target),
        "site_url": "",
        "nav": [{"All": [{"Kitchen sink": "index.md"}]}],  # a section, as our navigation has
        "hooks": [str(Path(__file__).with_name("sink.py"))],
        "watch": [],
    }
    build(
        load_config(
            str(ROOT / "mkdocs.yml"),
            extra={"generator": False},
            **changes,
        )
    )
    server = Server(target)
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests."""
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(browser) -> Callable:
    """One context for each screen and scheme.

    A page must not change them: Material keeps the chosen scheme in localStorage.
    """

    @functools.cache
    def context(screen: str, scheme: str):
        # Without motion there is no half-way state for a check to meet.
        return browser.new_context(
            viewport=SCREENS[screen], color_scheme=scheme, reduced_motion="reduce"
        )

    return context


@pytest.fixture
def fresh(browser) -> Iterator[Callable]:
    """Opens a page in a context of its own, for tests that change something; options are those of
    Playwright's `new_context`.
    """
    opened = []

    def page(url: str, **options):
        context = browser.new_context(
            **{"viewport": SCREENS["wide"], "reduced_motion": "reduce", **options}
        )
        opened.append(context)
        page = context.new_page()
        page.goto(url)
        if options.get("java_script_enabled", True):
            page.wait_for_function(SETTLED)
        return page

    yield page
    for context in opened:
        context.close()
