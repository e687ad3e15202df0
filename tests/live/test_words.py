"""A text of the reader's own, played: each word costs what the Python record has, and the page plays it as any passage."""

import re

import pytest

pytest.importorskip("playwright.sync_api", reason="pages are opened in Chromium: nox -s live")

import scoring
import yaml
from playwright.sync_api import expect
from served import Reader

from perspectives.written import files, recorded

PASSAGES = {row["name"]: row["words"] for row in recorded.passages()}
MARKED = yaml.safe_load(files.read(files.SNIPPETS / "data/play.yml"))
TEXTS = {row["name"]: row["text"] for row in MARKED}
LEAD = "We walked along the river until the lamps were lit,"
GUESSED = " and then we went home. It rained."  # the end of a sentence, and another
TABLE = """() => Object.fromEntries([...document.querySelectorAll(".score [data-who]")].map(row =>
  [row.dataset.who, [...row.querySelectorAll("td")].map(cell => cell.textContent)]))"""


@pytest.fixture(scope="module")
def reader(browser, site):
    """A reader who has opened the game on the built site, and has loaded the model."""
    reader = Reader(browser, site, page="play/")
    expect(reader.page.locator(".own-text")).to_be_visible()
    assert isinstance(reader.load()[-1], dict)
    return reader


def written(words: list[dict]) -> str:
    return "".join(entry["word"] for entry in words)


def near(numbers):
    return pytest.approx(numbers, abs=0.01)


@pytest.mark.parametrize("name", PASSAGES)
def test_the_first_words_of_a_passage_cost_what_the_record_has(reader, name):
    lead, wanted = TEXTS[name].split("¦")[0], PASSAGES[name][:2]
    answer = reader.ask("words", text=lead, guessed=written(wanted))
    assert answer["parts"] == [{"done": count, "total": 2} for count in (1, 2)]
    for found, entry in zip(answer["result"]["words"], wanted, strict=True):
        assert found["word"] == entry["word"]
        assert [found["bits"], found["blind"]] == near([entry["bits"][0], entry["bits"][2]])
        assert [token for token, _ in found["tokens"]] == [token for token, _ in entry["tokens"]]
        assert [bits for _, bits in found["tokens"]] == near([bits for _, bits in entry["tokens"]])
        recorded_shares = {candidate: share for candidate, share, _ in entry["shares"]}
        assert [candidate for candidate, _ in found["shares"]] == sorted(
            candidate for candidate, _ in found["shares"]
        )
        assert len(found["shares"]) == 5
        for candidate, share in found["shares"]:
            assert share == pytest.approx(recorded_shares[candidate], abs=1e-3)


def test_what_shares_a_token_is_guessed_as_one_and_no_token_is_lost(reader):
    lead, guessed = (
        "'I have seen it in 日本.",
        "' Then (very slowly) 'Are you sure 本当?' he asked.",
    )
    words = reader.ask("words", text=lead, guessed=guessed)["result"]["words"]
    assert words[0]["word"] == ".'" and written(words) == f".{guessed}"
    assert {" 本当", "?'"} <= {entry["word"] for entry in words}
    tokens = [token for entry in words for token in entry["tokens"]]
    costs = reader.ask("costs", text=lead + guessed)["result"]
    assert [text for text, _ in tokens] == costs["tokens"][-len(tokens) :]
    assert [bits for _, bits in tokens] == near(costs["bits"][-len(tokens) :])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"text": "", "guessed": "a word"}, "no text to read"),
        ({"text": "a word", "guessed": "\n"}, "no word to guess"),
        ({"text": "a", "guessed": " word" * 507}, "508 tokens, and at most 507 fit"),
        ({"text": "a \x04", "guessed": " word"}, "control characters"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_a_sentence(reader, options, said):
    name, message = reader.ask("words", **options)["error"]
    assert name == "LiveError" and said in message and message.endswith(".")


def paste(page, text: str) -> None:
    """Give the game a text."""
    page.locator(".own-text").evaluate("fold => { fold.open = true; }")
    page.locator(".own-text textarea").fill(text)
    page.get_by_role("button", name="Play it").click()


def is_at(page, place: str) -> None:
    title = page.locator(".board-title")
    expect(title).to_have_text(f"A text of your own: {place}", timeout=60_000)


def cell(number: float | None, digits: int) -> str:
    return "–" if number is None else f"{number:.{digits}f}"


def has_scores(page, words: list[dict], answers: list, way: str) -> bool:
    return page.evaluate(TABLE) == {
        who: [cell(row["right"], 0), cell(row["bits"], 1), cell(row["rate"], 2)]
        for who, row in scoring.totals(words, answers, way).items()
    }


@pytest.fixture(scope="module")
def words(reader):
    """What the model says of the text, as the game has it."""
    found = reader.ask("words", text=LEAD, guessed=GUESSED)["result"]["words"]
    return [entry | {"bits": [entry["bits"], None, entry["blind"]]} for entry in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LEAD, "after 10 that are not"),
        (f"Too short,¦ {LEAD}", "there are 3"),
        (f"{LEAD}¦ and we", "At least 3 words"),
        (f"{LEAD}¦{GUESSED}¦", "2 marks ¦"),
        (f"{LEAD} " + GUESSED * 100, "at most 507 fit"),
    ],
)
def test_a_text_that_cannot_be_played_is_told_of(reader, text, said):
    paste(reader.page, text)
    trouble = reader.page.locator(".trouble")
    expect(trouble).to_contain_text(said)
    expect(trouble).to_be_focused()
    expect(reader.page.get_by_role("button", name="Play it")).to_be_visible()


def test_guessing_begins_at_the_cursor_if_asked_and_the_model_can_be_stopped(reader):
    page, area = reader.page, reader.page.locator(".own-text textarea")
    area.fill(f"{LEAD}{GUESSED * 40}¦")
    area.evaluate("(area, place) => area.setSelectionRange(place, place)", len(LEAD))
    page.get_by_role("button", name="Put ¦ at the cursor").click()
    expect(area).to_have_value(f"{LEAD}¦{GUESSED * 40}")
    page.get_by_role("button", name="Play it").click()
    expect(page.locator(".own-text .state")).to_have_text(
        "The model reads your text, word by word."
    )
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".own-text .state")).to_have_text("Stopped.")
    expect(page.get_by_role("button", name="Play it")).to_be_focused()


def test_a_text_of_ones_own_is_played_and_is_kept_nowhere(reader, words):
    page, answers = reader.page, []
    paste(page, f"{LEAD}¦{GUESSED}\n")
    is_at(page, "word 1 of 9")
    expect(page.get_by_label("What comes next?")).to_be_focused()
    for word in (" and", "zebra", "We"):
        page.get_by_label("What comes next?").fill(word)
        page.get_by_role("button", name="Guess").click()
        answers.append(word)
        assert has_scores(page, words, answers, "type")
    assert "n-gram" not in " ".join(page.locator(".said, .expected").all_inner_texts())
    page.get_by_role("link", name="All passages").click()
    page.locator("[name=way][value=share]").check()
    paste(page, f"{LEAD}¦{GUESSED}\n")
    is_at(page, "word 1 of 9")
    weights = [
        [candidate, float(place == 1)] for place, (candidate, _) in enumerate(words[0]["shares"])
    ]
    page.locator(".candidates input").nth(1).fill("1")
    page.get_by_role("button", name="Share out").click()
    assert has_scores(page, words, [{"given": weights, "own": ["", 0], "rest": 5}], "share")
    page.go_back()
    page.go_back()
    is_at(page, "word 4 of 9")
    for _ in words[3:]:
        page.get_by_role("button", name="Guess").click()
    is_at(page, "all 9 words")
    answers += [""] * len(words[3:])
    expect(page.locator(".meaning")).to_have_text(scoring.meaning(words, answers, "type"))
    result = page.get_by_label("Your result").text_content()
    assert result.startswith(
        "Guess the next word: a text of my own, 9 words\n■□■□□□□□□\nMe 2 right, the model "
    )
    assert "n-gram" not in result + page.locator(".meaning").inner_text()
    kept = page.evaluate(
        "JSON.stringify([localStorage, sessionStorage, history.state, location.href])"
    )
    assert "river" not in kept and "zebra" not in kept
    assert not [url for url in reader.requests if not url.startswith(reader.server.url)]
    page.reload()
    trouble = page.locator(".trouble")
    expect(trouble).to_have_text(re.compile("this one is gone. Paste it again"))
    expect(page.locator(".own-text textarea")).to_have_value("")
