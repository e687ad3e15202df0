"""The content security policy in a browser: what was brought in is refused, and the site itself
does nothing that its policy refuses.
"""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from built import SCREENS, SETTLED, Server

expect = pytest.importorskip("playwright.sync_api").expect

META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
COLLECT = "window.refused = []; addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective))"
TAKE = "document.documentElement.dataset.taken = 1"
TAKEN = "document.documentElement.dataset.taken === '1'"


class Stranger:
    """Another host: it answers everything with a script, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript")
                self.end_headers()
                self.wfile.write(TAKE.encode())

            def log_message(self, *arguments) -> None:
                """Say nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)  # another port is another origin
        self.url = f"http://127.0.0.1:{self.http.server_port}/"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    host = Stranger()
    yield host
    host.http.shutdown()
    host.http.server_close()


@pytest.fixture
def opened(fresh) -> Callable:
    """Opens a page and collects what its policy refuses."""

    def opened(url: str):
        page = fresh(
            "about:blank",
            java_script_enabled=None,
            permissions=["clipboard-read", "clipboard-write"],
        )  # nothing to wait for yet
        page.add_init_script(COLLECT)
        page.goto(url)
        page.wait_for_function(SETTLED)
        return page

    return opened


@pytest.fixture
def changed(site, tmp_path) -> Iterator[Callable]:
    """The site with another text of 404.html, served."""
    servers = []

    def changed(change: Callable[[str], str]) -> str:
        folder = tmp_path / str(len(servers))
        folder.mkdir()
        for path in site.folder.iterdir():
            (folder / path.name).symlink_to(path)
        (folder / "404.html").unlink()
        (folder / "404.html").write_text(change((site.folder / "404.html").read_text()))
        servers.append(Server(folder))
        return servers[-1].url + "404.html"

    yield changed
    for server in servers:
        server.close()


@pytest.mark.parametrize(
    ("html", "directive"),
    [
        (f"<script>{TAKE}</script>", "script-src-elem"),
        (f"<details open ontoggle='{TAKE}'></details>", "script-src-attr"),
        ("<script src='STRANGER/script.js'></script>", "script-src-elem"),
        ("<script type=module src='STRANGER/script.js'></script>", "script-src-elem"),
        ("<img alt='' src='STRANGER/picture.png'>", "img-src"),
        ("<link rel=stylesheet href='STRANGER/style.css'>", "style-src-elem"),
        ("<iframe src='STRANGER/page.html'></iframe>", "frame-src"),
        ("<base href='STRANGER/'><img alt='' src='picture.png'>", "base-uri"),
        ("<p id=styled style='color: rgb(1, 2, 3)'></p>", "style-src-attr"),
    ],
)
def test_what_was_brought_in_is_refused(opened, changed, stranger, html, directive):
    html = html.replace("STRANGER/", stranger.url)
    taken = f"{TAKEN} || getComputedStyle(document.querySelector('#styled') ?? document.body).color === 'rgb(1, 2, 3)'"

    page = opened(changed(lambda text: text.replace("</body>", f"{html}</body>")))
    assert directive in page.evaluate("refused")
    assert not page.evaluate(taken) and not stranger.asked, "it was refused too late"

    page = opened(changed(lambda text: META.sub("", text).replace("</body>", f"{html}</body>")))
    assert page.evaluate(taken) or stranger.asked, (
        "the control: without its policy the page lets it in"
    )
    assert page.evaluate("refused") == []


def test_a_theme_s_script_that_was_changed_is_refused(opened, changed):
    page = opened(
        changed(
            lambda text: text.replace("<script>var palette=", f"<script>{TAKE};var palette=", 1)
        )
    )
    assert page.evaluate("refused") == ["script-src-elem"]
    assert not page.evaluate(TAKEN)


def search(page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("surprisal")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=15000)
    page.keyboard.press("ArrowDown")


def search_in_vain(page) -> None:
    """Enter sends a form where no script keeps it from being sent."""
    page.keyboard.press("/")
    page.keyboard.type("qqqqq")
    expect(page.locator(".md-search-result__meta")).to_have_text(
        "No matching documents", timeout=15000
    )
    page.keyboard.press("Enter")


def switch_the_scheme(page) -> None:
    for n in (1, 0):
        page.locator(f"label[for='__palette_{n}']").click()


def open_the_drawer(page) -> None:
    page.set_viewport_size(SCREENS["phone"])
    page.locator(".md-header label[for='__drawer']").click()
    expect(page.locator(".md-sidebar--primary .md-nav__link").first).to_be_in_viewport()


def cite(page) -> None:
    page.locator(".cite-this").first.dispatch_event("click")
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.locator("#cite-box").get_by_role("status")).to_have_text("BibTeX copied.")


def copy_code(page) -> None:
    page.locator(".md-code__button").first.click()
    expect(page.get_by_text("Copied to clipboard")).to_be_visible()


def hover(selector: str) -> Callable:
    def hover(page) -> None:
        page.set_viewport_size(SCREENS["phone"])  # on a wide screen a note stands beside its mark
        page.locator(f"{selector} >> visible=true").first.hover()
        expect(page.locator(".md-tooltip2--active")).to_be_visible()

    return hover


def unfold(page) -> None:
    page.locator("summary").first.click()
    expect(page.locator("details[open]").first).to_be_visible()


def answer(page) -> None:
    page.locator(".question input").first.check()
    page.get_by_role("button", name="Clear the answers").click()


def filter_claims(page) -> None:
    page.locator("select[name=verdict]").select_option("fails")
    page.get_by_role("button", name="Show all").click()


@pytest.mark.parametrize(
    ("path", "act"),
    [
        ("", search),
        ("", search_in_vain),
        ("", switch_the_scheme),
        ("", open_the_drawer),
        ("views/next-token/", cite),
        ("views/next-token/", copy_code),
        ("views/next-token/", hover("a.term")),
        ("views/next-token/", hover(".footnote-ref")),
        ("views/next-token/", unfold),
        ("verdict/", answer),
        ("evidence/", filter_claims),
    ],
)
def test_nothing_that_a_reader_does_is_refused(site, opened, path, act):
    page = opened(site.url + path)
    act(page)
    assert page.evaluate("refused") == []
