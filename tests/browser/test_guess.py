"""Guesses: made by hand or by keyboard, kept in the browser, and shown beside the answer."""

import pytest
from test_every_page import listen

expect = pytest.importorskip("playwright.sync_api").expect
PAGE = "views/next-token/"


def block(page, anchor):
    return page.locator(".evidence", has=page.locator(f"#{anchor}"))


def test_a_number_is_guessed_by_keyboard_and_kept(site, fresh):
    page = fresh(site.url + PAGE)
    heard = listen(page)
    rules = block(page, "rules")
    slider = rules.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(rules.locator(".number")).to_have_text("5 of 32")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    answer = rules.locator(".ask").get_attribute("data-answer")
    expect(rules.get_by_role("status")).to_have_text(f"You guessed 5 of 32; it was {answer}.")
    expect(rules.locator(".answer")).to_contain_text(f"{answer} of 32")
    expect(rules.locator(".answer .yours")).to_have_text(" You guessed 5 of 32.")
    page.reload()
    expect(rules.locator(".answer .yours")).to_have_text(" You guessed 5 of 32.")
    expect(rules.locator(".number")).to_have_text("5 of 32")
    assert heard == []


def test_a_choice_is_tapped_and_changed(site, fresh):
    page = fresh(site.url + PAGE)
    grams = block(page, "n-grams")
    grams.get_by_role("button", name="better").click()
    grams.get_by_role("button", name="much worse").click()
    expect(grams.locator(".yours")).to_have_text(" You guessed much worse.")
    pressed = grams.locator("[aria-pressed=true]")
    expect(pressed).to_have_text("much worse")


def test_on_the_introduction_a_guess_opens_its_answer(site, fresh):
    page = fresh(f"{site.url}introduction/")
    expect(page.locator(".ask")).to_have_count(10)
    item = page.locator(".predict", has_text="The early folk view")
    expect(item.locator(".answer")).to_be_hidden()
    item.get_by_role("button", name="Guess").click()
    expect(item.locator(".answer")).to_contain_text("You guessed 12 of 24.")


@pytest.mark.parametrize(
    "store",
    [
        "localStorage.setItem('seven-guesses', '[')",
        "localStorage.setItem('seven-guesses', '7')",
        "localStorage.setItem('seven-guesses', JSON.stringify({'next-token/rules:1:exact': {}}))",
        "Storage.prototype.setItem = () => { throw new Error('full'); }",
    ],
)
def test_a_guess_can_be_made_whatever_the_browser_keeps(site, fresh, store):
    page = fresh(f"{site.url}404.html")
    page.add_init_script(store)
    heard = listen(page)
    page.goto(site.url + PAGE)
    rules = block(page, "rules")
    expect(rules.locator(".yours")).to_have_count(0)
    rules.get_by_role("button", name="Guess").click()
    expect(rules.locator(".yours")).to_have_text(" You guessed 16 of 32.")
    assert heard == []


def test_without_script_a_guess_is_a_sentence(site, fresh):
    page = fresh(site.url + PAGE, java_script_enabled=False)
    expect(block(page, "rules").get_by_text("how many will it get right after")).to_be_visible()
    expect(page.locator(".ask:visible")).to_have_count(0)
