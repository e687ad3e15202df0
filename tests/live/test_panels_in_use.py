"""What a reader can do to the panels of the built site, and what can go wrong meanwhile."""

import pytest

pytest.importorskip("playwright.sync_api", reason="pages are opened in Chromium: nox -s live")

from tab import Tab

from perspectives.written.live import TOYS

HARD = 'She said "yes" to\nJosé, 世界 🙂 and'


def test_a_download_can_be_stopped_and_taken_up_again(open_tab):
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


def test_a_link_opens_a_panel_as_it_was(loaded, open_tab, site):
    panel = loaded.panel("next-token")
    loaded.run(panel, HARD)
    panel.locator("input[name=temperature]").fill("0.5")
    address = "live/" + panel.locator(".link").get_attribute("href")
    bars = panel.locator(".bars").inner_text()
    site.asked.clear()
    tab = open_tab(address, context=loaded.page.context)  # the model is in the cache: it runs
    other = tab.page.locator("next-token")
    other.locator(".status").filter(has_text="Computed").wait_for()
    assert other.locator(".bars").inner_text() == bars
    assert other.locator("textarea").input_value() == HARD
    assert not [path for path in site.asked if "said" in path], "the server was told the text"
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


def test_a_picture_is_of_the_last_question_that_was_answered(loaded):
    """Not of one that gave way to another, which was stopped."""
    panel = loaded.panel("next-token")
    picture, box, status = (panel.locator(part) for part in (".picture", "textarea", ".status"))
    loaded.run(panel, "The sky is")
    panel.evaluate(
        """panel => {
          for (const prompt of ["The sea is", "The sun is"]) {
            panel.prompt.value = prompt;
            panel.form.requestSubmit();
          }
          panel.cancel.click();
        }"""
    )
    loaded.end(panel)
    assert status.inner_text() == "Stopped."
    box.fill("The sea is")
    assert status.inner_text().startswith("Not run yet")
    assert "stale" in picture.get_attribute("class")
    box.fill("The sky is")
    assert "stale" not in picture.get_attribute("class")


def test_a_record_that_does_not_come_leaves_the_picture_that_there_was(loaded):
    panel = loaded.panel("next-token")
    picture, box = panel.locator(".picture"), panel.locator("textarea")
    loaded.run(panel, "The sky is")
    panel.evaluate(
        """async panel => {
          panel.prompt.value = "The sea is";
          panel.form.requestSubmit();
          await panel.show("nonesuch");
        }"""
    )
    loaded.end(panel)
    said = "What was recorded could not be loaded: the server says 404. Reload the page."
    assert panel.locator(".status").inner_text() == said
    assert "stale" in picture.get_attribute("class")
    box.fill("The sky is")
    assert "stale" not in picture.get_attribute("class")


def test_what_was_written_of_an_answer_that_failed_gives_way_to_the_last_one(loaded):
    panel = loaded.panel("generate-text")
    before = panel.locator(".written").inner_text()
    panel.evaluate(
        """panel => {
          panel.prompt.value = "The sea is";
          panel.form.requestSubmit();
          panel.part({ text: " blue" });
          panel.prompt.value = "word ".repeat(2000);
          panel.form.requestSubmit();
        }"""
    )
    loaded.end(panel)
    assert "at most 512 fit" in panel.locator(".status").inner_text()
    assert panel.locator(".written").inner_text() == before


def test_blanks_of_any_kind_stand_between_the_names_of_records(loaded):
    names = loaded.panel("logit-lens").evaluate(
        """panel => {
          const other = document.createElement(panel.localName);
          other.setAttribute("record", " swan\\n  paris ");
          document.body.append(other);
          other.remove();
          return other.records;
        }"""
    )
    assert names == ["swan", "paris"]


def test_heads_can_be_written_where_no_record_came(open_tab, site):
    site.instead["/live/recorded/knock-out/swan.json"] = 404
    try:
        tab = open_tab()
        panel = tab.page.locator("knock-out")
        panel.scroll_into_view_if_needed()
        panel.locator(".status").filter(has_text="the server says 404").wait_for()
        tab.troubles.clear()
        panel.locator("[name=heads]").fill("28.2")
        panel.locator("[name=heads]").blur()
        assert not tab.troubles
    finally:
        del site.instead["/live/recorded/knock-out/swan.json"]


def test_the_focus_stays_on_a_button_while_every_head_is_tried(loaded):
    panel = loaded.panel("knock-out")
    loaded.run(panel, "The sea is")
    bars = panel.locator(".bars").inner_text()
    panel.locator("[name=heads]").fill("0.1")
    panel.get_by_role("button", name="Try every head alone").press("Enter")
    focused = "panel => document.activeElement.textContent"
    assert panel.evaluate(focused) == "Stop"
    loaded.end(panel)
    assert panel.evaluate(focused) == "Run"
    assert panel.evaluate("panel => panel.result.bits.length") == 30
    assert panel.locator(".bars").inner_text() == bars, "they are of what was asked before"


def test_a_program_that_does_not_come_is_told_of_and_asked_for_again(open_tab, site):
    tab = open_tab()
    panel = tab.panel("next-token")
    fold, code, status = (panel.locator(part) for part in (".python", ".python code", ".status"))

    def is_told(reason: str) -> None:
        fold.evaluate("fold => { fold.open = true; }")
        told = f"The program could not be loaded: {reason}. Reload the page."
        status.filter(has_text=told).wait_for()
        assert not code.inner_text()
        fold.evaluate("fold => { fold.open = false; }")

    site.instead["/live/python/next-token.py"] = 404
    try:
        is_told("the server says 404")
    finally:
        del site.instead["/live/python/next-token.py"]
    tab.page.context.set_offline(True)
    is_told("Failed to fetch")
    tab.page.context.set_offline(False)
    fold.evaluate("fold => { fold.open = true; }")
    code.filter(has_text="import").wait_for()


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


def test_a_damaged_chunk_is_named_and_the_record_stays(open_tab, site):
    site.instead["/live/weights/01.bin"] = bytes(19 * 2**20)
    try:
        tab = open_tab()
        panel = tab.panel("next-token")
        said = tab.run(panel)
        assert said == "01.bin arrived damaged twice. Load again later: the good chunks are kept."
        assert "·sw" in panel.locator(".bars").inner_text()
    finally:
        del site.instead["/live/weights/01.bin"]
    assert tab.run(panel) == "Computed on your computer."


def test_a_site_without_weights_says_so(browser, site):
    context = browser.new_context(reduced_motion="reduce")

    def plain(route):
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace(' megabytes="98"', ""))

    context.route("**/live/", plain)
    tab = Tab(context, f"{site.url}/live/")
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
