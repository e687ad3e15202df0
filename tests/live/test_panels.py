"""The panels of the built site: what they open with, that the model's own answers are those that were recorded, and what a reader can do to them."""

import contextlib
import io
import os
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
pytest.importorskip("torch", reason="the programs that panels show are run")

from served import Server

from perspectives.written import files
from perspectives.written.live import MODEL, TOYS

SITE = Path(os.environ.get("SITE", files.ROOT / "site"))
NEAR = 1e-3  # of a probability and of a bit
HARD = 'She said "no\\yes" to\nJosé, 世界 🙂 and'
IDLE = "panel => panel.picture.ariaBusy === 'false'"


@pytest.fixture(scope="module")
def server():
    if not (SITE / "live/weights").is_dir():
        end = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        end(f"{SITE} does not carry the model: `nox -s live` builds one that does")
    server = Server(SITE)
    yield server
    server.close()


class Tab:
    """A page of the site in a browser of its own, and what went wrong there."""

    def __init__(self, context, address: str) -> None:
        self.page = context.new_page()
        self.troubles: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on(
            "console",
            lambda said: self.troubles.append(said.text) if said.type == "error" else None,
        )
        self.page.goto(address)

    def panel(self, tag: str):
        """The first panel of a kind, with its first record."""
        panel = self.page.locator(tag).first
        panel.scroll_into_view_if_needed()
        handle = panel.element_handle()
        self.page.wait_for_function("panel => panel.recorded", arg=handle)
        panel.evaluate("panel => panel.show(panel.records[0])")
        return panel

    def run(self, panel, prompt: str | None = None) -> str:
        """Press Run, wait for the end, and read what the panel says then."""
        if prompt is not None:
            panel.locator("textarea").fill(prompt)
        panel.get_by_role("button", name="Run").first.click()
        self.end(panel)
        return panel.locator(".status").inner_text()

    def end(self, panel) -> None:
        handle = panel.element_handle()
        self.page.wait_for_function(IDLE, arg=handle, timeout=120_000)


@pytest.fixture
def open_tab(browser, server):
    contexts = []

    def open_tab(path="live/", context=None, **options) -> Tab:
        if not context:
            context = browser.new_context(reduced_motion="reduce", **options)
            contexts.append(context)
        return Tab(context, f"{server.url}/{path}")

    yield open_tab
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def loaded(browser, server):
    """A tab in which the model has been fetched."""
    context = browser.new_context(reduced_motion="reduce")
    tab = Tab(context, f"{server.url}/live/")
    assert tab.run(tab.panel("next-token"), "Once upon a") == "Computed on your computer."
    yield tab
    context.close()


def test_panels_open_with_what_was_recorded_and_fetch_no_weights(open_tab, server):
    tab = open_tab()
    for tag in MODEL:
        panel = tab.panel(tag)
        assert panel.locator(".picture").inner_text().strip(), tag
        assert "Run (98 MB, once)" in panel.inner_text(), tag
    assert not tab.troubles
    assert all(url.startswith(server.url) for url in tab.asked)
    assert not [url for url in tab.asked if "weights" in url or "wasm" in url]


def distance(one, other) -> float:
    """The largest difference of two answers of one shape; of texts, none or all."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other)
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=True)
        return max((distance(*pair) for pair in pairs), default=0)
    return 0 if one == other else float("inf")


@pytest.mark.parametrize(
    ("tag", "parts", "near"),
    [
        ("next-token", ["tokens", "top", "sums"], NEAR),
        ("surprise-text", ["tokens", "bits"], NEAR),
        ("knock-out", ["tokens", "before", "after"], NEAR),
        ("attention-map", ["tokens"], NEAR),
        ("logit-lens", ["tokens", "layers"], 2 * NEAR),  # of shares with three decimals
        ("generate-text", ["text"], 0),
    ],
)
def test_the_model_in_the_page_answers_as_the_recorded_programs_did(loaded, tag, parts, near):
    panel = loaded.panel(tag)
    assert loaded.run(panel) == "Computed on your computer."
    now, then = panel.evaluate("panel => [panel.result, panel.recorded]")
    for part in parts:
        assert distance(now[part], then[part]) <= near, part


def test_the_attention_in_the_page_is_the_recorded_one(loaded):
    panel = loaded.panel("attention-map")
    loaded.run(panel)
    most = panel.evaluate(
        """({ result, recorded }) => {
          const then = Uint8Array.from(atob(recorded.weights), sign => sign.charCodeAt(0));
          return Math.max(...Array.from(result.weights, (share, i) => Math.abs(share - then[i] / 100)));
        }"""
    )
    assert most < 0.005 + NEAR  # the record has two decimals


@pytest.mark.parametrize(
    "tag", ["next-token", "surprise-text", "logit-lens", "attention-map", "knock-out"]
)
def test_the_program_that_a_panel_shows_prints_its_numbers(loaded, tag):
    panel = loaded.panel(tag)
    assert loaded.run(panel, HARD) == "Computed on your computer."
    panel.get_by_text("Show me the Python").click()
    code = panel.locator(".python code")
    code.filter(has_text="José").wait_for()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code.inner_text(), tag, "exec"), {})
    numbers = {word for word in printed.getvalue().split() if word[0].isdigit() and "." in word}
    result = panel.evaluate("({ result: { weights, ...rest } }) => rest")
    kept = set(rounded(result))
    assert len(numbers) > 1
    if tag != "attention-map":  # whose numbers are compared above
        assert len(numbers - kept) <= 1, "one may be rounded to the other side"


def rounded(value):
    """All numbers of an answer, with two and with three decimals."""
    if isinstance(value, float):
        yield from (f"{value:.2f}", f"{value:.3f}")
    for each in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from rounded(each)


def test_a_download_can_be_stopped_and_taken_up_again(open_tab, server):
    tab = open_tab()
    panel = tab.panel("next-token")
    panel.get_by_role("button", name="Run").click()
    panel.locator("progress").wait_for()
    panel.get_by_role("button", name="Stop").click()
    tab.end(panel)
    assert panel.locator(".status").inner_text() == "Stopped."
    assert tab.run(panel) == "Computed on your computer."
    assert not tab.troubles


def test_two_panels_can_run_at_once(loaded):
    one, other = loaded.panel("next-token"), loaded.panel("surprise-text")
    for panel in (one, other):
        panel.get_by_role("button", name="Run").first.click()
    for panel in (one, other):
        loaded.end(panel)
        assert panel.locator(".status").inner_text() == "Computed on your computer."


def test_a_second_tab_fetches_no_weights_and_says_so(loaded, open_tab):
    tab = open_tab(context=loaded.page.context)
    panel = tab.panel("surprise-text")
    panel.locator("textarea").focus()
    panel.get_by_role("button", name="Run", exact=True).first.wait_for()
    assert tab.run(panel, "A sentence of one's own.") == "Computed on your computer."
    assert not [url for url in tab.asked if url.endswith(".bin")]
    tab.page.close()


def test_back_and_forward_leave_a_panel_that_works(loaded, open_tab):
    tab = open_tab(context=loaded.page.context)
    panel = tab.panel("next-token")
    tab.run(panel, "The capital of Norway is")
    tab.page.goto(tab.page.url.replace("live/", "play/"))
    tab.page.go_back()
    panel = tab.page.locator("next-token")
    panel.locator(".bars").wait_for()
    assert tab.run(panel, "The capital of Spain is") == "Computed on your computer."
    assert "Madrid" in panel.inner_text()
    tab.page.close()


def test_a_link_opens_a_panel_as_it_was(loaded, open_tab, server):
    panel = loaded.panel("next-token")
    loaded.run(panel, HARD)
    panel.locator("input[name=temperature]").fill("0.5")
    address = "live/" + panel.locator(".link").get_attribute("href")
    bars = panel.locator(".bars").inner_text()
    server.asked.clear()
    tab = open_tab(address, context=loaded.page.context)  # the model is in the cache: it runs
    other = tab.page.locator("next-token")
    other.locator(".status").filter(has_text="Computed").wait_for()
    assert other.locator(".bars").inner_text() == bars
    assert other.locator("textarea").input_value() == HARD
    assert not [path for path in server.asked if "said" in path], "the server was told the text"
    tab.page.close()


def test_a_picture_of_another_text_than_the_one_in_the_box_is_marked(loaded):
    panel = loaded.panel("next-token")
    picture, box = panel.locator(".picture"), panel.locator("textarea")
    text = box.input_value()
    box.fill("The sky is")
    assert panel.locator(".status").inner_text().startswith("Not run yet")
    panel.locator("input[name=temperature]").fill("0.5")
    assert "stale" in picture.get_attribute("class")
    box.fill(text)
    assert "stale" not in picture.get_attribute("class")


def test_enter_in_the_box_does_not_begin_a_download(open_tab):
    tab = open_tab()
    panel = tab.panel("next-token")
    panel.locator("textarea").press("Enter")
    assert panel.evaluate("panel => document.activeElement.textContent") == "Run (98 MB, once)"
    panel.locator("textarea").press("Shift+Enter")
    assert not [url for url in tab.asked if "weights/" in url]


@pytest.mark.parametrize(
    ("tag", "prompt", "message"),
    [
        ("next-token", "", "The text is empty. Write something first."),
        (
            "next-token",
            "word " * 2000,
            "The text has 2001 tokens, and at most 512 fit. Shorten it.",
        ),
        ("logit-lens", "word " * 200, "The text has 201 tokens, and at most 128 fit. Shorten it."),
        ("next-token", "x" * 20_000, "The text has 20000 characters, and at most 10000 are read."),
    ],
)
def test_a_prompt_that_cannot_be_read_is_answered_by_a_sentence(loaded, tag, prompt, message):
    panel = loaded.panel(tag)
    assert loaded.run(panel, prompt).startswith(message)
    assert loaded.run(panel, "And now?") == "Computed on your computer."


def test_a_damaged_chunk_is_named_and_the_record_stays(open_tab, server):
    server.instead["/live/weights/01.bin"] = bytes(19 * 2**20)
    try:
        tab = open_tab()
        panel = tab.panel("next-token")
        said = tab.run(panel)
        assert said == "01.bin arrived damaged twice. Load again later: the good chunks are kept."
        assert "·sw" in panel.locator(".bars").inner_text()
    finally:
        del server.instead["/live/weights/01.bin"]
    assert tab.run(panel) == "Computed on your computer."


def test_a_site_without_weights_says_so(browser, server):
    context = browser.new_context(reduced_motion="reduce")

    def plain(route):
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace(' megabytes="98"', ""))

    context.route("**/live/", plain)
    tab = Tab(context, f"{server.url}/live/")
    panel = tab.panel("next-token")
    assert "does not carry the model" in panel.inner_text()
    assert panel.get_by_role("button", name="Run").count() == 0
    panel.locator("input[name=temperature]").fill("2")
    assert "65.4" not in panel.locator(".bars").inner_text(), "the slider needs no model"
    context.close()


@pytest.mark.parametrize("tag", TOYS)
def test_a_toy_needs_no_model(open_tab, tag):
    page = {"toy-pentagon": "superposition", "two-valleys": "free-energy"}[tag]
    tab = open_tab(f"views/{page}/")
    tab.page.locator("details.try > summary").click()
    toy = tab.page.locator(tag)
    toy.locator("svg").first.wait_for()
    toy.locator("input[type=range]").first.press("End")
    toy.locator("table").first.wait_for(state="attached")
    assert not tab.troubles
