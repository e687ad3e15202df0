"""What the game shows after a guess and at the end, on a phone and by keyboard."""

import random

import pytest
import scoring
from built import SCHEMES, SCREENS
from test_keyboard import FOCUS
from test_play import guess, is_at, without_counts

from perspectives.written import recorded

expect = pytest.importorskip("playwright.sync_api").expect

MEANING = "async ([url, name, games]) => { const { [name]: meaning } = await import(url); return games.map(game => meaning(...game)); }"
BLANKS = "async ([url, words]) => { const { markAndBlanks } = await import(url); return words.map(markAndBlanks); }"
NAMES = {"type": "typedMeaning", "share": "sharedMeaning"}


@pytest.mark.parametrize("way", ["type", "share"])
def test_the_end_says_in_a_sentence_what_the_score_means(site, fresh, way):
    chance, games = random.Random(9), []
    passages = [row["words"] for row in recorded.passages()]
    for words in (*passages, without_counts(passages[1])):
        for skill in (0, 0.2, 0.4, 0.6, 1):  # how often the word is foreseen
            foreseen = [chance.random() < skill for _ in words]
            answers = [
                entry["word"] if is_foreseen else "zebra"
                for entry, is_foreseen in zip(words, foreseen, strict=True)
            ]
            if way == "share":
                answers = [{"given": [], "own": [word, 8], "rest": 2} for word in answers]
            games.append([words, answers])
    page = fresh(f"{site.url}play/")
    said = page.evaluate(MEANING, [f"{site.url}live/score.mjs", NAMES[way], games])
    assert said == [scoring.meaning(*game, way) for game in games]
    verdicts = {
        scoring.compared(*game, way, who) for game in games[:-5] for who in ("model", "n-gram")
    }
    assert verdicts == {-1, 0, 1}


def test_blanks_are_said_in_words(site, fresh):
    said = {
        " and": ["and", ""],
        ".": [".", ""],
        "and": ["and", ""],
        "\nthe": ["the", "a new line"],
        "\n\nI": ["I", "an empty line"],
        "\n\n\n    I": ["I", "2 empty lines and 4 blanks"],
        "  #": ["#", "2 blanks"],
        " ": ["", "a blank"],
        "\n ": ["", "a new line and a blank"],
    }
    found = fresh(f"{site.url}play/").evaluate(BLANKS, [f"{site.url}live/score.mjs", list(said)])
    assert found == list(said.values())


def test_the_bars_and_everything_else_are_together_one(site, fresh):
    page = fresh(f"{site.url}play/?passage=verse")
    guess(page, "zebra")
    rows = page.locator(".expected tr")
    expect(rows.last).to_contain_text("everything else")
    wide = page.locator(".expected i").evaluate_all(
        "bars => bars.map(bar => parseFloat(bar.style.width))"
    )
    assert sum(wide) == pytest.approx(100, abs=0.1) and min(wide) >= 0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_on_a_phone_the_feedback_stands_above_the_input_and_both_above_the_keyboard(
    site, fresh, scheme
):
    above_keyboard = {"width": 390, "height": 400}
    page = fresh(
        f"{site.url}play/?passage=mill",
        viewport=above_keyboard,
        color_scheme=scheme,
        has_touch=True,
    )
    for word in ("climbed", "zebra", "lion"):
        guess(page, word)
        header, said, field = (
            page.locator(selector).bounding_box() for selector in (".md-header", ".said", "#word")
        )
        assert header["y"] + header["height"] <= said["y"]
        assert said["y"] + said["height"] <= field["y"]
        assert field["y"] + field["height"] <= above_keyboard["height"]


@pytest.mark.parametrize("screen", SCREENS)
def test_a_word_is_shared_out_with_four_stops_of_the_keyboard_all_in_sight(site, fresh, screen):
    page = fresh(f"{site.url}play/?passage=code&way=share", viewport=SCREENS[screen])
    page.locator(".candidates input").first.focus()
    stops, (_, *faults) = [], page.evaluate(FOCUS)
    while not page.evaluate("document.activeElement.matches('.guess button')"):
        page.keyboard.press("Tab")
        name, *wrong = page.evaluate(FOCUS)
        stops.append(name)
        faults += wrong
    assert len(stops) + 1 <= 4 and not any(faults), (stops, faults)
    page.keyboard.press("Enter")
    candidates = page.locator(".candidates input")
    expect(candidates.first).to_be_focused()
    for _ in range(candidates.count()):
        page.keyboard.press("ArrowDown")
        assert not any(page.evaluate(FOCUS)[1:])
    expect(page.locator(".rest")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".rest")).to_be_focused()
    expect(page.locator(".rest")).to_have_value("5")
    page.keyboard.press("Enter")
    is_at(page, "A program", "word 3 of 31")
