"""The built site on a host that compresses, and one report of Lighthouse for each kind of page,
shown as a table at the end.

nox -s validate        (it builds the site, fetches the judges and names the site's folder in SITE)
"""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from built import ROOT, SITE, Server, chromium, missing
from judges import BUDGET, CATEGORIES, Host, fetched, lighthouse

TABLE = pytest.StashKey[dict[str, dict]]()


def pytest_generate_tests(metafunc) -> None:
    """A test that asks for `kind` runs once for each kind of page."""
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", BUDGET)


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site."""
    if not (SITE / "index.html").exists():
        missing(f"no built site in {SITE}: `nox -s validate` builds one")
    return SITE


@pytest.fixture(scope="session")
def judged() -> Callable:
    """Lighthouse's report of a page in a folder, or of a host that stands already."""
    browser = chromium()

    def report(folder: Path, page: str) -> dict:
        server = Server(folder, Host)
        try:
            return lighthouse(server.url + page, browser)
        finally:
            server.close()

    return report


@pytest.fixture(scope="session")
def report(site, judged, request) -> Iterator[Callable]:
    """The report of a kind of page: made once, and put into the table.

    Two are made at a time: the performance shown, which is no gate, is lower for it.
    """
    kinds = dict.fromkeys(
        test.callspec.params["kind"]
        for test in request.session.items
        if "kind" in test.fixturenames
    )
    table = request.config.stash.setdefault(TABLE, {})
    with ThreadPoolExecutor(2) as pool:
        reports = {kind: pool.submit(judged, site, BUDGET[kind]["page"]) for kind in kinds}

        def of(kind: str) -> dict:
            table[kind] = reports[kind].result()
            return table[kind]

        yield of


@pytest.fixture(scope="session")
def plain(tmp_path_factory, judged, request) -> Iterator[dict]:
    """The report of a view's Markdown as Material builds it by itself, put into the table too.

    Its fonts are the system's: Google's are another host's.
    """
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    page = BUDGET["view with figures"]["page"]
    docs, target = tmp_path_factory.mktemp("docs"), tmp_path_factory.mktemp("site")
    shutil.copy(ROOT / f"docs/{page.rstrip('/')}.md", docs / "index.md")
    ours = yaml.load((ROOT / "mkdocs.yml").read_text("utf8"), yaml.BaseLoader)[
        "markdown_extensions"
    ]
    stock = {
        "theme": {"name": "material", "font": False},
        "markdown_extensions": [x for x in ours if x != "perspectives.render.extension"],
        "plugins": ["search"],
    }
    nothing = {
        "hooks": [],
        "watch": [],
        "nav": None,
        "extra_css": [],
        "extra_javascript": [],
        "strict": False,
        "extra": {},
    }
    build(
        load_config(
            str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(target), **stock, **nothing
        )
    )
    request.config.stash.setdefault(TABLE, {})["plain Material"] = judged(target, "")
    return request.config.stash[TABLE]["plain Material"]


def pytest_terminal_summary(terminalreporter, config) -> None:
    rows = config.stash.get(TABLE, {})
    if rows:
        terminalreporter.section("Lighthouse, on a phone; bytes and requests of a first visit")
        terminalreporter.write_line(
            f"{'':18}" + "".join(f"{name:>15}" for name in [*CATEGORIES, "kB", "requests"])
        )
    for kind, report in rows.items():
        files = fetched(report)
        scores = [
            f"{100 * (report['categories'][category]['score'] or 0):.0f}" for category in CATEGORIES
        ]
        figures = [*scores, f"{sum(files.values()) / 1000:.1f}", len(files)]
        terminalreporter.write_line(f"{kind:18}" + "".join(f"{figure:>15}" for figure in figures))
