"""The game: its scores, whole games by keyboard, what it is without script."""

import gzip
import json
import random
from itertools import product

import pytest
import scoring
from built import SCHEMES, SCREENS
from test_every_page import CULPRITS, OVERFLOW, listen, violations
from test_keyboard import stop_at

from perspectives.written import recorded

expect = pytest.importorskip("playwright.sync_api").expect

SCORE = "async ([url, games]) => { const { totals } = await import(url); return games.map(game => totals(...game)); }"
TABLE = """() => Object.fromEntries([...document.querySelectorAll(".score [data-who]")].map(row =>
  [row.dataset.who, [...row.querySelectorAll("td")].map(({ textContent }) => textContent === "–" ? null : Number(textContent))]))"""


def passage(site, name: str) -> dict:
    return json.loads((site.folder / f"play/{name}.json").read_text("utf8"))


def guesses(word: str) -> list[str]:
    """Nothing, something else, and the word in all the ways that count as the same."""
    return [
        "",
        "zebra",
        word,
        word.strip(),
        f" {word.strip().upper()} ",
        word.translate({ord("’"): "'", ord("'"): "’"}),
    ]


def share_outs(entry: dict, chance: random.Random) -> list[dict]:
    candidates = [row[0] for row in entry["shares"]]
    owns = [
        ["", 0],
        *([word, 3] for word in [*guesses(entry["word"])[1:], chance.choice(candidates).strip()]),
    ]
    weights = [[0] * len(candidates), [chance.choice([0, 0, 1, 4, 10]) for _ in candidates]]
    return [
        {"given": list(map(list, zip(candidates, given, strict=True))), "own": own, "rest": rest}
        for own, given, rest in product(owns, weights, (0, 5))
    ]


def without_counts(words: list[dict]) -> list[dict]:
    """The words as they would be in a text of the reader's own, in which the n-gram model has no part."""
    return [
        entry
        | {
            "bits": [entry["bits"][0], None, entry["bits"][2]],
            "shares": [row[:2] for row in entry["shares"]],
        }
        for entry in words
    ]


def in_words(word: str) -> str:
    """A word as the game says it, in a passage where a line begins with no blank."""
    lines = word.count("\n")
    return word.strip() + (f" after {['', 'a new line', 'an empty line'][lines]}" if lines else "")


def choose(page, name: str) -> None:
    page.locator(f"a[data-name={name}]").click()


def guess(page, word: str) -> None:
    page.get_by_label("What comes next?").fill(word)
    page.get_by_role("button", name="Guess").click()


def is_at(page, kind: str, place: str) -> None:
    expect(page.locator(".board-title")).to_have_text(f"{kind}: {place}")


def test_the_passages_are_those_of_the_record_and_small(site):
    files, found = list((site.folder / "play").glob("*.json")), recorded.passages()
    assert (
        len(files) >= 10 and max(len(gzip.compress(path.read_bytes())) for path in files) <= 60_000
    )
    assert {path.stem: json.loads(path.read_text("utf8")) for path in files} == {
        row["name"]: row for row in found[1:]
    }
    for name, words in ((row["name"], row["words"]) for row in found):
        totals = scoring.totals(words, [""] * len(words), "type")
        printed = [float(recorded.quoted("play/words", name, who)) for who in scoring.OPPONENTS]
        assert printed == [
            pytest.approx(totals[who]["rate"], abs=0.0051) for who in scoring.OPPONENTS
        ], name


@pytest.mark.parametrize("way", ["type", "share"])
def test_the_script_scores_as_the_page_says(site, fresh, way):
    chance, games = random.Random(7), []
    passages = [row["words"] for row in recorded.passages()]
    for words in (*passages, without_counts(passages[1])):
        answers = [
            guesses(entry["word"]) if way == "type" else share_outs(entry, chance)
            for entry in words
        ]
        games += [
            [[entry], [answer], way]
            for entry, each in zip(words, answers, strict=True)
            for answer in each
        ]
        games += [
            [words, [chance.choice(each) for each in answers[:end]], way]
            for end in (0, 5, len(words))
        ]
    found = fresh(f"{site.url}play/").evaluate(SCORE, [f"{site.url}live/score.mjs", games])
    wanted = [
        {who: pytest.approx(row, abs=1e-9) for who, row in scoring.totals(*game).items()}
        for game in games
    ]
    wrong = [
        game for game, scores, right in zip(games, found, wanted, strict=True) if scores != right
    ]
    assert not wrong, f"{len(wrong)} of {len(games)} games, as {wrong[0]}"


@pytest.mark.parametrize("way", ["type", "share"])
def test_a_whole_passage_is_played_by_keyboard(site, fresh, way):
    page, data, chance, answers = (
        fresh("about:blank", java_script_enabled=None),
        passage(site, "verse"),
        random.Random(8),
        [],
    )
    heard, kind, words, said, title = (
        listen(page),
        data["kind"],
        data["words"],
        page.locator(".said"),
        page.locator(".board-title"),
    )
    press = lambda *keys: [page.keyboard.press(key) for key in keys]  # noqa: E731
    page.goto(f"{site.url}play/")
    stop_at(page, "[name=way]")
    press(*["ArrowDown"] * (way == "share"))
    stop_at(page, "[data-name=verse]")
    press("Enter")
    is_at(page, kind, f"word 1 of {len(words)}")
    # What is not there before it speaks may not be heard; what speaks besides would drown it.
    assert page.locator(".board").get_by_role("status").evaluate_all(
        "all => all.map(element => element.className)"
    ) == ["said"]
    for entry in words:
        if way == "type":
            expect(page.get_by_label("What comes next?")).to_be_focused()
            answers.append(chance.choice(guesses(entry["word"])))
            page.keyboard.type(answers[-1])
            press("Enter")
        else:
            expect(page.locator(".candidates input").first).to_be_focused()
            given = [[candidate, chance.choice([0, 0, 1, 2])] for candidate, *_ in entry["shares"]]
            own = [chance.choice(["zebra", entry["word"].strip().upper()]), chance.choice([0, 1])]
            answers.append({"given": given, "own": own, "rest": 4})
            for _, weight in given:
                press(*["ArrowRight"] * weight, "ArrowDown")
            press("ArrowLeft", "Tab")  # any other word
            page.keyboard.type(own[0])
            press("Tab", *["ArrowRight"] * own[1], "Tab", "Enter")
            expect(said).to_contain_text(f"You pay {scoring.price(answers[-1], entry):.1f} bits,")
        expect(said).to_contain_text(f"It was {in_words(entry['word'])}.")
    expect(title).to_be_focused()
    is_at(page, kind, f"all {len(words)} words")
    totals = scoring.totals(words, answers, way)
    limits = {"right": 0, "bits": 0.051, "rate": 0.0051}
    assert page.evaluate(TABLE) == {
        who: [pytest.approx(row[column], abs=limits[column]) for column in limits]
        for who, row in totals.items()
    }
    squares = (
        [
            "".join(
                "□■"[scoring.is_right(answer, entry["word"])]
                for answer, entry in zip(answers, words, strict=True)
            )
        ]
        if way == "type"
        else []
    )
    expect(page.locator(".meaning")).to_have_text(scoring.meaning(words, answers, way))
    score = "{right} right" if way == "type" else "{rate:.2f} bits per character"
    you, model, counted = (score.format(**totals[who]) for who in ("you", "model", "n-gram"))
    assert page.get_by_label("Your result").text_content().splitlines() == [
        f"Guess the next word: {kind}, {len(words)} words",
        *squares,
        f"Me {you}, the model {model}, an n-gram model {counted}",
        f"{site.url}play/",
    ]
    assert not heard


def test_the_address_names_the_passage_and_a_link_within_the_page_ends_no_guess(site, fresh):
    page = fresh(f"{site.url}play/?passage=zebra")
    expect(page.locator(".chooser").get_by_role("status")).to_have_text(
        "There is no passage “zebra”. Choose one of these."
    )
    page.goto(f"{site.url}play/?passage=tyger&way=share")
    expect(page.get_by_role("button", name="Share out")).to_be_visible()
    page.goto(f"{site.url}play/?passage=tyger")
    guess(page, "zebra")
    page.get_by_label("What comes next?").fill("half a wo")
    page.get_by_role("link", name="People, in two studies").click()
    page.wait_for_url("**#people")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_label("What comes next?")).to_have_value("half a wo")
    expect(page.locator(".said")).to_contain_text("You said zebra")


def test_without_script_a_game_is_shown_played(site, fresh):
    page, words = (
        fresh(f"{site.url}play/", java_script_enabled=False),
        recorded.passages()[0]["words"],
    )
    expect(page.locator(".game")).to_be_hidden()
    expect(page.locator("noscript p", has_text="The game needs a script")).to_be_visible()
    rows = [row.locator("th, td").all_text_contents() for row in page.locator(".played tr").all()]
    firsts = [scoring.first_guess(entry, "model") for entry in words]
    assert rows[1:-1] == [
        [
            entry["word"].strip(),
            "the same" if first == entry["word"] else first.strip(),
            *(f"{bits:.1f}" for bits in entry["bits"]),
        ]
        for entry, first in zip(words, firsts, strict=True)
    ]
    totals = scoring.totals(words, firsts, "type")
    assert [float(cell) for cell in rows[-1][2:]] == [
        pytest.approx(totals[who]["bits"], abs=0.51) for who in scoring.OPPONENTS
    ]


@pytest.mark.parametrize(("screen", "scheme"), list(zip(SCREENS, SCHEMES, strict=True)))
def test_no_state_of_the_game_is_a_barrier(site, fresh, screen, scheme):
    page, faults, words = (
        fresh(f"{site.url}play/?passage=zebra", viewport=SCREENS[screen], color_scheme=scheme),
        [],
        passage(site, "lot")["words"],
    )

    def look(state: str) -> None:
        faults.extend(f"{state}: {fault}" for fault in violations(page, each_text=False))
        faults.extend(
            f"{state}: wider than the window: {culprit}"
            for culprit in page.evaluate(CULPRITS)
            if page.evaluate(OVERFLOW)
        )

    page.locator(".own-text").evaluate("fold => { fold.hidden = false; fold.open = true; }")
    look("list")
    choose(page, "mill")
    guess(page, "climbed")
    look("typing")
    page.goto(f"{site.url}play/?passage=code&way=share")
    page.get_by_role("button", name="Share out").click()
    look("sharing")
    page.evaluate(
        "kept => localStorage.setItem('seven-play', kept)",
        json.dumps({"lot/type": [entry["word"] for entry in words[1:]]}),
    )
    page.goto(f"{site.url}play/?passage=lot")
    guess(page, "zebra")
    expect(page.get_by_label("Your result")).to_be_visible()
    look("finished")
    assert not faults, "\n".join(faults)
