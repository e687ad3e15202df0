"""What was answered in the game is kept, also while it is played in two tabs."""

import pytest
from test_play import TABLE, choose, guess, is_at, passage

expect = pytest.importorskip("playwright.sync_api").expect


def test_a_game_goes_on_where_it_was_left(site, fresh):
    page, words = fresh(f"{site.url}play/"), passage(site, "mill")["words"]
    choose(page, "mill")
    guess(page, words[0]["word"])
    guess(page, "zebra")
    page.reload()
    is_at(page, "Plain prose", "word 3 of 34")
    expect(page.locator(".board .told")).to_have_text(
        [entry["word"].strip() for entry in words[:2]]
    )
    assert page.evaluate(TABLE)["you"][0] == 1
    page.go_back()
    expect(page.locator("[data-name=mill] + span")).to_have_text("34 words, 2 guessed")
    page.go_forward()
    is_at(page, "Plain prose", "word 3 of 34")
    page.get_by_role("button", name="Begin again").click()
    page.reload()
    is_at(page, "Plain prose", "word 1 of 34")


def test_two_tabs_keep_what_was_answered_in_either(site, fresh):
    one = fresh(f"{site.url}play/")
    two = one.context.new_page()
    two.goto(one.url)
    choose(two, "tyger")
    choose(one, "mill")
    for word in ("zebra", "lion"):
        guess(one, word)
    guess(two, "zebra")
    for page in (one, two):
        page.goto(f"{site.url}play/")
        expect(page.locator("[data-name=mill] + span")).to_have_text("34 words, 2 guessed")
        expect(page.locator("[data-name=tyger] + span")).to_have_text("30 words, 1 guessed")


def test_a_tab_goes_on_where_another_has_gone_on(site, fresh):
    one = fresh(f"{site.url}play/?passage=mill")
    two = one.context.new_page()
    two.goto(one.url)
    guess(one, "zebra")
    is_at(two, "Plain prose", "word 2 of 34")
    guess(two, "lion")
    is_at(one, "Plain prose", "word 3 of 34")
    expect(one.locator(".said")).to_be_empty()
    two.get_by_label("What comes next?").fill("half a wo")
    one.goto(f"{site.url}play/?passage=tyger")
    guess(one, "zebra")  # of another passage
    one.goto(f"{site.url}play/")
    expect(one.locator("[data-name=mill] + span")).to_have_text("34 words, 2 guessed")
    expect(two.get_by_label("What comes next?")).to_have_value("half a wo")
    two.get_by_role("button", name="Guess").click()
    expect(one.locator("[data-name=mill] + span")).to_have_text("34 words, 3 guessed")
