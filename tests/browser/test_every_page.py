"""Every page, on a wide screen and a phone, light and dark: no error, no stranger, no barrier, no
sideways scrolling.
"""

from urllib.parse import urlsplit

import pytest
from built import SCHEMES, SCREENS, SETTLED, Server

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

FIRST, *_ = SCREENS_AND_SCHEMES = [(screen, scheme) for screen in SCREENS for scheme in SCHEMES]
UNFOLD = "document.querySelectorAll('details').forEach(fold => fold.open = true)"
UNDRAWN = ".arithmatex:not(:has(.katex))"
# One element for each look that text has here: colour, size and weight, on its grounds. What stands
# in a box that is out of the flow has looks of its own, for the box may lie on anything; all other
# text lies on the grounds of what it stands in.
LOOKS = """() => {
  const grounds = new Map(), looks = new Map(), numbers = new Map();
  const number = text => numbers.get(text) ?? (numbers.set(text, numbers.size), numbers.size - 1);
  for (const element of document.querySelectorAll("*")) {
    const style = getComputedStyle(element), isInFlow = ["static", "relative"].includes(style.position) && style.float === "none";
    grounds.set(element, number([grounds.get(element.parentElement), style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
      style.mixBlendMode, isInFlow || grounds.size].join()));
    const holdsText = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!holdsText && !element.matches("button, input, select, textarea")) continue;
    const look = [grounds.get(element), holdsText, style.color, style.fontSize, style.fontWeight, style.textShadow,
      element.checkVisibility({ visibilityProperty: true })].join();
    const size = element.getElementsByTagName("*").length;  // axe reads what it is given with all that it holds
    if (!(looks.get(look)?.size <= size)) looks.set(look, { element, size });
  }
  return [...looks.values()].map(({ element }) => element);
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Fonts are named after their files: "Seven Serif", italic, is seven-serif-italic.woff2.
UNUSED_FONTS = """() => {
  const used = [...document.fonts].filter(font => font.status === "loaded")
    .map(font => font.family.replaceAll('"', "").toLowerCase().replace(" ", "-") + (font.style === "italic" ? "-italic" : ""));
  return [...document.querySelectorAll("link[rel=preload]")].map(link => link.href.match(/([^/]+).woff2$/)[1]).filter(name => !used.includes(name));
}"""
# What sticks out of the window and is in no box that scrolls.
CULPRITS = """() => {
  const isBoxed = element => element.matches(".md-content") ? false
    : getComputedStyle(element).overflowX !== "visible" || isBoxed(element.parentElement);
  return [...document.querySelectorAll(".md-content *")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1 && !isBoxed(element))
    .slice(0, 5).map(element => element.outerHTML.slice(0, 120));
}"""


def listen(page) -> list[str]:
    """A list that fills with whatever the page complains of, asks of another host, or does not get."""
    faults: list[str] = []
    page.on(
        "console",
        lambda message: (
            faults.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on(
        "request",
        lambda request: (
            faults.append(f"another host: {request.url}") if is_foreign(request.url) else None
        ),
    )
    page.on(
        "response",
        lambda response: (
            faults.append(f"{response.status}: {response.url}") if response.status >= 400 else None
        ),
    )
    return faults


def is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1"


def violations(page, each_text: bool = True) -> list[str]:
    """What axe-core objects to, one line for each element.

    The contrast of each text takes nine tenths of its time; or else one text of each look.
    """
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": each_text}}}
    found = axe.Axe().run(page, options=options).response["violations"]
    if not each_text:
        found += page.evaluate(
            f"axe.run({{ include: ({LOOKS})() }}, {{ resultTypes: ['violations'], runOnly: ['color-contrast'] }})"
        )["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def inspect(page, form: tuple[str, str] = FIRST) -> list[str]:
    """Formulas not drawn, fonts fetched for nothing, barriers and sideways scrolling, with the
    folds open: what is hidden has no colour or width.

    On one form of a page axe reads it with its folds closed, too; on one it measures the contrast
    of each text, on the others that of each look.
    """
    faults = [f"not drawn: {formula}" for formula in page.locator(UNDRAWN).all_text_contents()]
    faults += [
        f"src/perspectives/transforms/theme.py preloads a font that this page does not use: {name}"
        for name in page.evaluate(UNUSED_FONTS)
    ]
    if form == ("phone", "light") and page.locator("details").count():
        faults += [f"axe, folds closed, {fault}" for fault in violations(page, each_text=False)]
    page.evaluate(UNFOLD)
    faults += [f"axe, {fault}" for fault in violations(page, each_text=form == FIRST)]
    if overflow := page.evaluate(OVERFLOW):
        faults.append(f"wider than the window by {overflow} px: {page.evaluate(CULPRITS)}")
    return faults


@pytest.mark.parametrize(("screen", "scheme"), SCREENS_AND_SCHEMES)
def test_page(site, contexts, address, screen, scheme):
    page = contexts(screen, scheme).new_page()
    try:
        heard = listen(page)
        page.goto(site.url + address)
        page.wait_for_function(SETTLED)
        faults = inspect(page, (screen, scheme)) + heard
    finally:
        page.close()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("screen", "scheme"), SCREENS_AND_SCHEMES)
def test_kitchen_sink(sink, contexts, screen, scheme):
    page = contexts(screen, scheme).new_page()
    try:
        heard = listen(page)
        page.goto(sink.url)
        page.wait_for_function(SETTLED)
        drawn = page.locator(".arithmatex .katex").count()
        faults = inspect(page, (screen, scheme)) + heard
    finally:
        page.close()
    assert drawn >= 5, "the formulas of the kitchen sink are not drawn"
    assert not faults, "\n".join(faults)


def test_a_font_that_is_fetched_for_nothing_is_found(site, fresh):
    page = fresh(f"{site.url}glossary/")
    assert page.evaluate(UNUSED_FONTS) == []
    page.evaluate(
        "document.head.insertAdjacentHTML('beforeend', '<link rel=preload as=font crossorigin href=../fonts/verdicts.woff2>')"
    )
    assert page.evaluate(UNUSED_FONTS) == ["verdicts"]


def test_three_pale_texts_among_thousands_are_found(site, contexts):
    """On a ground of its own, in a box that lies on something dark, and in a fold."""
    page = contexts("phone", "dark").new_page()
    page.goto(site.url + "views/next-token/")
    page.wait_for_function(SETTLED)
    page.evaluate(UNFOLD)
    page.evaluate("""() => {
      document.querySelector("article").insertAdjacentHTML("beforeend", `
        <p><span>Hardly to be read.</span></p>
        <div class="dark"><span>Hardly to be read.</span></div>
        <details open><summary>A fold</summary><p><span>Hardly to be read.</span></p></details>`);
      const [own, over, folded] = [...document.querySelectorAll("article span")].slice(-3);
      for (const pale of [own, over, folded]) pale.style.color = "#777";
      own.style.background = folded.parentElement.style.background = "#999";
      over.parentElement.style = "position: relative; height: 4em; background: #888";
      over.style.position = "absolute";
    }""")
    found = [
        fault
        for fault in violations(page, each_text=False)
        if fault.startswith("color-contrast: ") and "Hardly to be read." in fault
    ]
    page.close()
    assert len(found) == 3, found


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p>A page without a fault.</p>", None),
        ("<p class=pale>Too pale to read.</p>", "color-contrast"),
        ("<img src=picture.svg>", "image-alt"),
        ("<details><summary>A fold</summary><img src=picture.svg></details>", "image-alt"),
        ("<script>console.error('It broke.')</script>", "console: It broke."),
        ("<script>missing()</script>", "script: missing is not defined"),
        (
            "<img alt='' src='http://stranger.invalid/x.png'>",
            "another host: http://stranger.invalid/x.png",
        ),
        ("<img alt='' src=missing.png>", "404: "),
        ("<p class=wide>Wide</p>", "wider than the window"),
        (
            "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><script>f()</script>",
            "Content Security Policy",
        ),
    ],
)
def test_a_page_with_a_fault_is_found(tmp_path, fresh, html, fault):
    (tmp_path / "picture.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )
    (tmp_path / "favicon.ico").touch()
    style = "<style>.pale { color: #ccc; background: #fff } .wide { width: 3000px }</style>"
    (tmp_path / "index.html").write_text(
        f"<!doctype html><html lang=en><title>A page</title>{style}<main><h1>A page</h1>{html}</main>"
    )
    server = Server(tmp_path)
    page = fresh("about:blank", java_script_enabled=None)  # nothing of Material to wait for
    heard = listen(page)
    page.goto(server.url)
    faults = inspect(page) + heard
    server.close()
    assert fault in "\n".join(faults) if fault else not faults
