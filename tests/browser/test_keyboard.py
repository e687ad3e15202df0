"""A page read by keyboard alone: every stop is reached, in order and in sight, and nothing holds
the reader.
"""

import contextlib
import difflib

import pytest
from built import SCREENS, SETTLED

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

# What Tab should stop at is there to be seen. A group of radio buttons is one stop. The marks of a
# strip are none: the front page would have 134 more, and the claims themselves are reached.
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")].filter(element =>
  (element.tabIndex >= 0 || element.matches("a, button, input, select, summary")) &&
  !element.matches(".md-toggle, .md-search__options *, .strip a") && !element.disabled &&
  element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true }) &&
  (element.type !== "radio" || element === document.querySelector(`[name="${element.name}"]`)))"""
NAME = """element => element.type === "radio" ? `radio buttons ${element.name}` : [
  element.localName, element.id || element.getAttribute("href") || element.name || "",
  (element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40)].join(" ")"""
# Where the focus is, and why a reader would not see it there: off the screen, under something,
# without a mark.
FOCUS = """() => {
  const element = document.activeElement;
  const drawn = element.matches(".md-option") ? element.nextElementSibling : element;  // the radio button is drawn by its label
  const isMarked = drawn.matches(".md-search__input") ? getComputedStyle(drawn.form).borderBottomWidth === "2px"
    : getComputedStyle(drawn).outlineStyle !== "none" && parseFloat(getComputedStyle(drawn).outlineWidth) >= 1;
  const isSeen = [...drawn.getClientRects()].some(({ x, y, width, height }) => {
    const top = document.elementFromPoint(x + Math.min(width / 2, innerWidth / 2), y + Math.min(height / 2, innerHeight / 2));
    return top && (drawn.contains(top) || top.contains(drawn) && top !== document.body && top !== document.documentElement);
  });
  return [element === document.body ? "" : (NAME)(element), isMarked ? "" : "without a mark", isSeen ? "" : "out of sight"];
}""".replace("NAME", NAME)


def walk(page, key: str = "Tab", most: int = 3000) -> tuple[list[str], list[str]]:
    """Press the key until the focus leaves the page: the stops, and what is wrong with them."""
    stops, faults = [], []
    while len(stops) < most:
        page.keyboard.press(key)
        name, *wrong = page.evaluate(FOCUS)
        if any(wrong):  # the search opens when it has the focus, and takes its time
            with contextlib.suppress(playwright.TimeoutError):
                page.wait_for_function(f"() => ({FOCUS})().slice(1).join('') === ''", timeout=1500)
            _, *wrong = page.evaluate(FOCUS)
        if not name:
            return stops, faults
        stops.append(name)
        faults += [f"{name}: {fault}" for fault in wrong if fault]
    return stops, faults


def missed(page) -> list[str]:
    """What is wrong on a walk through the page and back."""
    wanted = page.evaluate(f"() => ({STOPS})().map({NAME})")
    stops, faults = walk(page)
    faults += [f"{name}: not reached by Tab" for name in wanted if name not in stops]
    back, more = walk(page, "Shift+Tab", len(stops))
    faults += [
        f"Tab and the page differ: {line}"
        for line in difflib.unified_diff(wanted, stops, lineterm="", n=0)
    ]
    faults += [
        f"Tab and Shift+Tab differ: {line}"
        for line in difflib.unified_diff(stops, back[::-1], lineterm="", n=0)
    ]
    return faults + [f"going back, {fault}" for fault in more]


def stop_at(page, selector: str, key: str = "Tab"):
    """Press the key until the focus is on the element."""
    for _ in range(1000):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return page.locator(":focus")
    raise AssertionError(f"{selector} is not reached by {key}")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("path", ["views/next-token/", "evidence/?view=free-energy"])
def test_every_stop_is_reached_in_order_and_in_sight(site, fresh, path, screen):
    page = fresh(site.url + path, viewport=SCREENS[screen])
    page.keyboard.press("Tab")
    assert "Skip to content" in page.evaluate(FOCUS)[0], "the first stop leads past the navigation"
    page.reload()
    faults = missed(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("breaking", "fault"),
    [
        ("link.tabIndex = -1", "not reached by Tab"),
        ("link.tabIndex = 1", "Tab and the page differ"),
        ("link.style.setProperty('outline', 'none', 'important')", "without a mark"),
        ("link.style.position = 'relative'; link.style.left = '-200vw'", "out of sight"),
    ],
)
def test_a_page_that_fails_is_found(site, fresh, breaking, fault):
    page = fresh(site.url + "404.html")
    assert missed(page) == []
    page.evaluate(
        f"() => {{ const link = document.querySelector('article a[href]:not(.headerlink)'); {breaking} }}"
    )
    assert fault in "\n".join(missed(page))


def test_the_drawer_is_opened_entered_and_closed(site, fresh):
    page = fresh(site.url + "views/next-token/", viewport=SCREENS["phone"])
    stop_at(page, "label[for=__drawer]")
    lists = page.locator(".md-sidebar--primary")
    for close in ("Escape", "Shift+Tab"):
        page.keyboard.press("Enter")
        expect(lists.locator(":focus")).to_be_in_viewport()
        page.keyboard.press(close)
        expect(page.locator("#__drawer")).not_to_be_checked()
        expect(page.locator(".md-header label[for=__drawer]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(lists.locator(":focus")).to_contain_text("The views")
    page.keyboard.press("Enter")  # back to the list of all
    stop_at(page, "a[href$='evidence/'], label[for=__nav_7]")
    expect(lists.locator(":focus")).to_be_in_viewport()


def test_a_result_of_the_search_is_followed_and_the_search_closed(site, fresh):
    page = fresh(site.url)
    stop_at(page, ".md-search__input")
    page.keyboard.type("surprisal")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=15000)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.split("?")[0] != site.url)
    page.wait_for_function(SETTLED)
    stop_at(page, ".md-search__input")
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


def test_the_scheme_is_switched(site, fresh):
    page = fresh(site.url, color_scheme="light")
    stop_at(page, ".md-option")
    page.keyboard.press("ArrowRight")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_fold_is_opened_a_note_followed_a_claim_cited(site, fresh):
    page = fresh(site.url + "views/next-token/", viewport=SCREENS["phone"])
    stop_at(page, ".footnote-ref")
    page.keyboard.press("Enter")
    expect(page.locator("[id='fn:shannon']")).to_be_in_viewport()
    stop_at(page, ".footnote-backref")
    page.keyboard.press("Enter")
    expect(page.locator("[id='fnref:shannon']")).to_be_in_viewport()
    control = stop_at(page, ".cite-this").element_handle()
    page.keyboard.press("Enter")
    expect(page.locator("#cite-box")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("control => document.activeElement === control", control)
    fold = stop_at(page, "summary").element_handle()
    page.keyboard.press("Space")
    assert fold.evaluate("fold => fold.parentElement.open")
