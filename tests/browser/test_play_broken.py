"""The game where something is missing, blocked, full or broken: it says so, and it can be played."""

import json

import pytest
from test_play import choose, guess, is_at, passage

expect = pytest.importorskip("playwright.sync_api").expect

BLOCKED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
SHARED = {"given": [["a", 1]], "own": ["", 0], "rest": 1}
NONSENSE = [
    ("type", kept)
    for kept in (
        "{",
        '"text"',
        "[1]",
        *(json.dumps({"mill/type": bad}) for bad in ([5, None], [""] * 99)),
    )
]
NONSENSE += [
    ("share", json.dumps({"mill/share": [bad]})) for bad in ({}, SHARED | {"given": [["a", "1"]]})
]
STORES = [(way, f"localStorage['seven-play'] ??= {json.dumps(kept)}") for way, kept in NONSENSE]
BROKEN = [
    None,
    {"words": []},
    {"text": None},
]  # in place of the file, or of a part of it, or of a part of its first word
BROKEN += [{"bits": ["a", "b", "c"]}, {"tokens": [5]}, {"shares": []}]


def changed(fresh, url: str, script: str = ""):
    """A page in a browser that a script has changed, and the errors of the game; Material, which
    may be hit as well, is not waited for.
    """
    page, errors = fresh("about:blank", java_script_enabled=None), []
    page.on(
        "pageerror", lambda error: errors.append(error.stack) if "/live/" in error.stack else None
    )
    page.add_init_script(script)
    page.goto(url)
    return page, errors


def test_a_text_of_ones_own_is_played_where_the_site_carries_the_model_and_lasts_no_longer_than_the_page(
    site, fresh
):
    page, has_model = fresh(f"{site.url}play/?passage=own"), (site.folder / "live/weights").exists()
    expect(page.locator(".own-text textarea")).to_be_visible(visible=has_model)
    told = "this one is gone. Paste it again" if has_model else "There is no passage “own”"
    expect(page.locator(".trouble")).to_contain_text(told)


@pytest.mark.parametrize(("way", "script"), [("type", BLOCKED), ("share", FULL), *STORES])
def test_where_nothing_is_kept_or_nonsense_one_plays_all_the_same(site, fresh, way, script):
    page, errors = changed(fresh, f"{site.url}play/", script)
    page.locator(f"[name=way][value={way}]").check()
    expect(page.locator("[data-name=mill] + span")).to_have_text("34 words")
    choose(page, "mill")
    is_at(page, "Plain prose", "word 1 of 34")
    page.locator(".guess button:visible").click()
    page.go_back()
    expect(page.locator(".board")).to_be_hidden()
    page.go_forward()
    is_at(page, "Plain prose", "word 2 of 34")
    if script not in (BLOCKED, FULL):
        page.reload()
        is_at(page, "Plain prose", "word 2 of 34")
    assert not errors


@pytest.mark.parametrize("fault", ["404", "cut", *BROKEN], ids=str)
def test_a_file_that_cannot_be_played_is_told_of(site, fresh, fault):
    page, errors = changed(fresh, f"{site.url}play/")
    data = whole = passage(site, "mill")
    if isinstance(fault, dict):
        first, *others = data["words"]
        data = (
            data | fault
            if fault.keys() <= data.keys()
            else data | {"words": [first | fault, *others]}
        )
    text = json.dumps(whole)[:500] if fault == "cut" else json.dumps(data if fault else None)
    page.route(
        "**/play/mill.json",
        lambda route: route.fulfill(body=text, status=404 if fault == "404" else 200),
    )
    choose(page, "mill")
    expect(page.locator(".trouble")).to_contain_text("This passage could not be loaded")
    expect(page.locator(".trouble")).to_be_focused()
    choose(page, "tyger")
    guess(page, "zebra")
    is_at(page, "A famous poem", "word 2 of 30")
    assert not errors
