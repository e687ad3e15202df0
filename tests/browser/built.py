"""The built site: where it is, which pages it has, a server for it, and a browser to read it."""

import functools
import os
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
SITE = Path(os.environ.get("SITE") or ROOT / "site").resolve()
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SCREENS = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
SCHEMES = ("light", "dark")

# Material has started and wrapped the tables it found, and every font is there. (Formulas are drawn
# before the page counts as loaded.)
SETTLED = """() => document.documentElement.classList.contains("js")
  && document.fonts.status === "loaded"
  && [...document.querySelectorAll(".md-content table:not([class])")].every(e => e.closest(".md-typeset__scrollwrap"))"""


def missing(reason: str):
    """Skip; in CI, where everything has to be there, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def chromium() -> str:
    """The browser to read with: what CHROMIUM names, or else the system's Chromium."""
    named = os.environ.get("CHROMIUM")
    program = next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)
    if not program:
        install = "install one (Debian and Ubuntu: `apt install chromium`)"
        missing(f"no Chromium: {install}, or name the program in CHROMIUM")
    return program


def pages(site: Path) -> list[str]:
    """Addresses of all pages of a built site, relative to it: '' for the front page, 'evidence/',
    '404.html'.
    """
    found = sorted(path.relative_to(site).parent for path in site.glob("**/index.html"))
    addresses = ["" if folder == Path() else f"{folder.as_posix()}/" for folder in found]
    return [*addresses, "404.html"] if (site / "404.html").exists() else addresses


class Server:
    """Serves one folder on 127.0.0.1, below the path that it is published under: 404.html names its
    files from the root.
    """

    def __init__(
        self, folder: Path, host: type[SimpleHTTPRequestHandler] = SimpleHTTPRequestHandler
    ) -> None:
        self.folder, prefix = folder, published_path(folder)

        class Handler(host):
            def translate_path(self, path: str) -> str:
                return super().translate_path("/" + path.removeprefix(prefix))

            def log_message(self, *arguments) -> None:
                """Say nothing: what goes wrong is seen by the browser."""

        self.http = ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
        )
        self.url = f"http://127.0.0.1:{self.http.server_port}{prefix}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


def published_path(folder: Path) -> str:
    """'/seven/' for a site whose sitemap says https://example.org/seven/…; '/' where it names no
    address.
    """
    sitemap = folder / "sitemap.xml"
    if not sitemap.exists():
        return "/"
    addresses = [
        element.text or ""
        for element in ElementTree.parse(sitemap).iter()
        if element.tag.endswith("}loc")
    ]
    return urlsplit(min(addresses, key=len)).path or "/" if addresses else "/"
