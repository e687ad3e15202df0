"""A browser for each file of tests, and two servers: of the modules alone, and of the built site."""

import pytest
from built import SITE, chromium, missing
from served import FLAGS, Server, lay_out
from tab import Tab


@pytest.fixture(scope="module")
def browser():
    """The system's Chromium, to which `INSECURE` is this machine's name."""
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The live modules and the weights on an empty page."""
    server = Server(lay_out(tmp_path_factory.mktemp("site")))
    yield server
    server.close()


@pytest.fixture(scope="module")
def site():
    """The built site, which carries the weights."""
    if not (SITE / "live/weights").is_dir():
        missing(f"no weights in {SITE}: run `nox -s site -- live`, or name such a site in SITE")
    server = Server(SITE)
    yield server
    server.close()


@pytest.fixture
def open_tab(browser, site):
    contexts = []

    def open_tab(path="live/", context=None, **options) -> Tab:
        if not context:
            context = browser.new_context(reduced_motion="reduce", **options)
            contexts.append(context)
        return Tab(context, f"{site.url}/{path}")

    yield open_tab
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def loaded(browser, site):
    """A tab in which the model has been fetched."""
    context = browser.new_context(reduced_motion="reduce")
    tab = Tab(context, f"{site.url}/live/")
    assert tab.run(tab.panel("next-token"), "Once upon a") == "Computed on your computer."
    yield tab
    context.close()
