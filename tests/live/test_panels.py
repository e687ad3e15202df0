"""What the panels of the built site show: what was recorded at first, and then the same from the model in the page."""

import contextlib
import io

import pytest

pytest.importorskip("playwright.sync_api", reason="pages are opened in Chromium: nox -s live")
pytest.importorskip("torch", reason="the programs that panels show are run")

from perspectives import measure
from perspectives.written.live import MODEL

NEAR = 1e-3  # of a probability and of a bit
HARD = 'She said "no\\yes" to\nJosé, 世界 🙂 and'


def test_panels_open_with_what_was_recorded_and_fetch_no_weights(open_tab, site):
    tab = open_tab()
    for tag in MODEL:
        panel = tab.panel(tag)
        assert panel.locator(".picture").inner_text().strip(), tag
        assert "Run (98 MB, once)" in panel.inner_text(), tag
    assert not tab.troubles
    assert all(url.startswith(site.url) for url in tab.asked)
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


@pytest.mark.parametrize("record", ["bread", "gold"])
def test_the_whole_document_is_what_the_model_reads_and_what_it_wrote(loaded, record):
    panel = loaded.panel("generate-text")
    panel.evaluate("(panel, record) => panel.show(record)", record)
    shown, kept = panel.evaluate("panel => [panel.whole.textContent, panel.recorded]")
    assert shown == measure.chat(kept["prompt"], kept["system"]) + kept["text"]


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
