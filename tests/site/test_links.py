"""Every page is in the contents, every address leads to a place, and nothing that a page loads
comes from another host.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import lxml.html
import pytest

ADDRESS = "http://127.0.0.1:8000/"
LOADED = "//@src | //@srcset | //@poster | //object/@data | //link[not(@rel='canonical')]/@href | //form/@action | //*[local-name()='use']/@href"
CSS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


def texts(site: Path) -> Iterator[tuple[Path, str]]:
    kinds = (".html", ".css", ".xml", ".json", ".bib", ".ris", ".txt")
    return (
        (path, path.read_text("utf8")) for path in sorted(site.rglob("*")) if path.suffix in kinds
    )


def named(path: Path, text: str) -> list[str]:
    """The addresses in a file: whatever it links to or loads, and those of this site that it says
    in words.
    """
    found = re.findall(rf'{ADDRESS}[^\s"<>{{}}\\]*', text)
    if path.suffix == ".html":
        found += [
            *lxml.html.document_fromstring(text).xpath(f"//@href | {LOADED}"),
            *re.findall(r"url\((#[^)]+)\)", text),
        ]
    if path.suffix == ".css":
        found += ["".join(pair) for pair in CSS.findall(text)]
    if path.name == "search_index.json":
        found += [ADDRESS + entry["location"] for entry in json.loads(text)["docs"]]
    return found


def lost(site: Path) -> list[str]:
    """The addresses of this site that lead nowhere, as `file: no address`."""
    found, files = dict[str, None](), list(texts(site))
    ids = {
        path: set(lxml.html.document_fromstring(text).xpath("//@id"))
        for path, text in files
        if path.suffix == ".html"
    }
    for path, text in files:
        for address in named(path, text):
            url, anchor = urldefrag(urljoin(ADDRESS + path.relative_to(site).as_posix(), address))
            target = site / unquote(
                url.partition("?")[0].removeprefix(ADDRESS)
            )  # a script reads the rest
            target = target / "index.html" if target.is_dir() else target
            if url.startswith(ADDRESS) and not (
                target.is_file() and (not anchor or unquote(anchor) in ids.get(target, ()))
            ):
                found[f"{path.relative_to(site)}: no {address}"] = None
    return list(found)


def foreign(site: Path) -> list[str]:
    """What a page would load from another host, as `file: loads address`."""
    found = []
    for path, text in texts(site):
        page = lxml.html.document_fromstring(text) if path.suffix == ".html" else None
        loaded = [] if page is None else page.xpath(LOADED)
        loaded += (
            ["".join(pair) for pair in CSS.findall(text)]
            if path.suffix in (".html", ".css")
            else []
        )
        found += [
            f"{path.relative_to(site)}: loads {address}"
            for address in loaded
            if re.match(r"\s*(\w+:)?//", address)
        ]
    return found


def test_every_address_of_the_site_leads_somewhere(site):
    found = lost(site)
    assert not found, "\n".join([*found, "fix the address, or put its place back"])


def test_nothing_is_loaded_from_elsewhere(site):
    found = foreign(site)
    assert not found, "\n".join([*found, "put it into theme/, with its licence, and name it there"])


FILES = {
    "index.html": '<link rel="stylesheet" href="css/a.css"><h1 id="front">Front</h1><a href="view/#one">one</a> <a href="#front">up</a>'
    '<script type="application/ld+json">{"@id":"http://127.0.0.1:8000/view/#one"}</script><a href="https://example.org/x">elsewhere</a>',
    "404.html": '<a href="/view/">view</a>',
    "view/index.html": '<h1 id="one">One</h1><img src="../a%20b.png"><svg><clipPath id="clip"/><rect clip-path="url(#clip)"/></svg>',
    "css/a.css": 'a { src: url("../a.woff2"); }',
    "sitemap.xml": "<loc>http://127.0.0.1:8000/view/</loc>",
    "search/search_index.json": '{"docs": [{"location": "view/#one"}]}',
    "cite/index.json": '[{"URL": "http://127.0.0.1:8000/view/#one"}]',
    "a.woff2": "",
    "a b.png": "",
}


@pytest.fixture
def small(tmp_path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert lost(tmp_path) == foreign(tmp_path) == []
    return tmp_path


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("index.html", 'href="view/#one"', 'href="view/#two"', "index.html: no view/#two"),
        ("index.html", "#front", "#back", "index.html: no #back"),
        ("index.html", "css/a.css", "css/b.css", "index.html: no css/b.css"),
        (
            "index.html",
            "8000/view/#one",
            "8000/view/#two",
            "index.html: no http://127.0.0.1:8000/view/#two",
        ),
        ("404.html", "/view/", "/views/", "404.html: no /views/"),
        ("view/index.html", "a%20b", "ab", "view/index.html: no ../ab.png"),
        ("view/index.html", "url(#clip)", "url(#clap)", "view/index.html: no #clap"),
        ("css/a.css", "../a.", "a.", "css/a.css: no a.woff2"),
        ("sitemap.xml", "view", "views", "sitemap.xml: no http://127.0.0.1:8000/views/"),
        (
            "search/search_index.json",
            "one",
            "two",
            "search/search_index.json: no http://127.0.0.1:8000/view/#two",
        ),
        ("cite/index.json", "one", "two", "cite/index.json: no http://127.0.0.1:8000/view/#two"),
    ],
)
def test_an_address_that_leads_nowhere_is_named(small, name, old, new, message):
    (small / name).write_text(FILES[name].replace(f'id="{old[1:]}"', "").replace(old, new))
    assert lost(small) == [message]


@pytest.mark.parametrize(
    ("name", "loader"),
    [
        ("index.html", '<script src="https://example.org/x"></script>'),
        ("index.html", '<img src="//example.org/x">'),
        ("index.html", '<link rel="preload" href="https://example.org/x">'),
        ("index.html", "<style>@import 'https://example.org/x';</style>"),
        ("index.html", '<form action="https://example.org/x"></form>'),
        ("css/a.css", "b { background: url( https://example.org/x ); }"),
    ],
)
def test_what_would_be_loaded_from_elsewhere_is_named(small, name, loader):
    (small / name).write_text(FILES[name] + loader)
    [problem] = foreign(small)
    assert problem.startswith(f"{name}: loads ") and "example.org/x" in problem
