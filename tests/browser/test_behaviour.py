"""What a reader does with a page: look up a word, follow a note, cite, switch the scheme,
answer.
"""

from datetime import datetime
from itertools import pairwise

import pytest
from built import ROOT, SCREENS, Server
from test_every_page import violations

expect = pytest.importorskip("playwright.sync_api").expect

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(251, 251, 249)", "rgb(21, 23, 27)"


def test_term_explains_itself_on_hover(sink, fresh):
    page = fresh(sink.url)
    page.locator("a.term").first.hover()
    expect(page.locator(".md-tooltip2--active")).to_contain_text("a word with a definition")


def test_term_explains_itself_on_keyboard_focus(sink, fresh):
    page = fresh(sink.url)
    page.locator("a.term").first.focus()
    page.keyboard.press("Shift+Tab")  # only a key makes a focus visible
    page.keyboard.press("Tab")
    expect(page.locator("a.term").first).to_be_focused()
    expect(page.locator(".md-tooltip2--active")).to_contain_text("a word with a definition")


def test_notes_stand_beside_their_marks_on_a_wide_screen(sink, fresh):
    page = fresh(sink.url)
    text, mark = (
        page.locator(".md-content__inner h1").bounding_box(),
        page.locator("sup[id='fnref:first']").bounding_box(),
    )
    boxes = [
        page.locator(f"[id='fn:{name}']").bounding_box() for name in ("first", "second", "third")
    ]
    assert all(box["x"] > text["x"] + text["width"] for box in boxes), "a note is not in the margin"
    assert abs(boxes[0]["y"] - mark["y"]) < 40, "the first note is not beside its mark"
    for above, below in pairwise(boxes):
        assert below["y"] >= above["y"] + above["height"], "two notes overlap"


def test_note_is_reached_from_its_mark_and_back_on_a_phone(sink, fresh):
    page = fresh(sink.url, viewport=SCREENS["phone"])
    page.locator("sup[id='fnref:second'] a").click()
    expect(page.locator("[id='fn:second']")).to_be_in_viewport()
    page.locator("[id='fn:second'] .footnote-backref").click()
    expect(page.locator("sup[id='fnref:second']")).to_be_in_viewport()


@pytest.mark.parametrize(
    "box", [".md-typeset__scrollwrap", "div.arithmatex", "span.arithmatex.long", "pre > code"]
)
def test_wide_content_scrolls_by_keyboard(sink, fresh, box):
    page = fresh(sink.url, viewport=SCREENS["phone"])
    scroller = page.locator(f"{box}[tabindex='0']").first
    scroller.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 0", arg=scroller.element_handle())


def test_tabs_show_one_at_a_time(sink, fresh):
    page = fresh(sink.url)
    page.get_by_text("A tab with a long name").click()
    expect(page.get_by_text("The second tab.")).to_be_visible()
    expect(page.get_by_text("A tab is a choice between equals.")).to_be_hidden()


CLIPBOARD = "navigator.clipboard.readText()"


def test_a_claim_is_cited_with_one_key_and_it_is_said_aloud(site, fresh):
    page = fresh(site.url + "views/next-token/", permissions=["clipboard-read", "clipboard-write"])
    control = page.locator("#NTP-05 .cite-this")
    control.focus()
    page.keyboard.press("Enter")
    box = page.locator("dialog#cite-box")
    expect(box).to_be_visible()
    expect(box.get_by_role("heading")).to_have_text("Cite claim NTP-05")
    for key, name, start in (
        ("b", "BibTeX", "@misc{seven:NTP-05,"),
        ("t", "Text", "The Seven Perspectives contributors. ("),
    ):
        page.keyboard.press(key)
        expect(box.get_by_role("status")).to_have_text(f"{name} copied.")
        copied = page.evaluate(CLIPBOARD)
        assert copied.startswith(start) and "/views/next-token/#NTP-05" in copied
        now = datetime.now()
        assert (
            f'"{now:%Y-%m-%d}"' in copied or f"Retrieved {now:%B} {now.day}, {now.year}," in copied
        ), "the day of access is today"
    assert not violations(page)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(control).to_be_focused()


def test_every_place_of_a_page_can_be_cited(site, fresh):
    page = fresh(site.url + "views/next-token/")
    for control in page.locator(".cite-this").all():
        control.dispatch_event("click")
        box = page.locator("dialog#cite-box")
        expect(box).to_be_visible()
        expect(box.get_by_role("heading")).to_have_text(control.get_attribute("aria-label"))
        assert f"{{{control.get_attribute('data-key')}," in box.locator("pre").last.inner_text()
        box.get_by_role("button", name="Close").click()


def test_a_double_click_opens_one_box(site, fresh):
    page = fresh(site.url + "views/next-token/")
    page.locator("#NTP-05 .cite-this").dblclick()
    expect(page.locator("dialog#cite-box")).to_be_visible()
    page.wait_for_timeout(300)
    assert "/views/next-token/" in page.url and "/cite/" not in page.url


def test_without_script_a_citation_is_in_a_file(site, fresh):
    page = fresh(site.url + "views/next-token/", java_script_enabled=False)
    page.locator("#NTP-05 .cite-this").click()
    assert page.url.endswith("cite/views/next-token.txt")
    assert "claim NTP-05. In Seven Perspectives on LLMs" in page.locator("body").inner_text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("old/", "new/"),
        ("old/#here", "new/#here"),
        ("old/#gone", "view/#here"),
        ("view/#gone", "new/#there"),
        ("view/#here", "view/#here"),
    ],
    ids=[
        "page",
        "id on a page that moved",
        "id that went elsewhere than its page",
        "id that moved",
        "id that stayed",
    ],
)
def test_what_moved_is_found_at_its_old_address(tmp_path, fresh, old, new):
    follow = f"<script type=module>{(ROOT / 'theme/js/moved.mjs').read_text()}</script>"
    pages = {
        "old": f'<p class="moved"><a href="../new/">To its new place</a></p><ul class="moved"><li id="gone"><a href="../view/#here">here</a></li></ul>{follow}',
        "view": f'<h2 id="here">Here</h2><ul class="moved"><li id="gone"><a href="../new/#there">there</a></li></ul>{follow}',
        "new": '<h2 id="there">There</h2>',
    }
    for name, body in pages.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(
            f"<!doctype html><title>{name}</title><body>{body}"
        )
    server = Server(tmp_path)
    page = fresh(server.url + old, java_script_enabled=None)  # nothing of Material to wait for
    page.wait_for_url(server.url + new)
    server.close()


def test_scheme_is_switched_and_kept(site, fresh):
    page = fresh(site.url, color_scheme="light")
    assert page.evaluate(BACKGROUND) == LIGHT
    page.get_by_title("Switch to the dark scheme").click()
    assert page.evaluate(BACKGROUND) == DARK
    page.reload()
    assert page.evaluate(BACKGROUND) == DARK


@pytest.mark.parametrize(("scheme", "ground"), [("light", LIGHT), ("dark", DARK)])
def test_page_without_script(sink, fresh, scheme, ground):
    """The text is there, formulas as they were written; the scheme is the system's; nothing makes
    the page wide.
    """
    page = fresh(
        sink.url, java_script_enabled=False, color_scheme=scheme, viewport=SCREENS["phone"]
    )
    assert page.evaluate(BACKGROUND) == ground
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".arithmatex").first).to_contain_text(r"\operatorname{softmax}")
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_a_term_is_explained_in_place_where_a_screen_is_touched(site, fresh):
    page = fresh(f"{site.url}views/next-token/", has_touch=True, is_mobile=True)
    term, slip = page.locator("a.term").first, page.locator(".slip")
    meaning = term.get_attribute("title")
    term.tap()
    expect(slip).to_contain_text(meaning)
    assert page.url.endswith("views/next-token/"), "the page stays"
    page.keyboard.press("Escape")
    expect(slip).to_be_hidden()
    term.tap()
    page.get_by_role("link", name="In the glossary").tap()
    page.wait_for_url("**/glossary/#token")


def test_the_glossary_is_filtered_as_one_types(site, fresh):
    page = fresh(f"{site.url}glossary/")
    status, terms = page.get_by_role("status"), page.locator(".term-entry:visible")
    count = page.locator(".term-entry").count()
    expect(status).to_have_text(f"{count} of {count} terms")
    page.get_by_role("searchbox", name="Find a term").fill("softmax temperature")
    assert 0 < terms.count() < count / 4
    assert page.locator("h2:visible").count() < page.locator("article h2").count()
    page.get_by_role("searchbox", name="Find a term").fill("nonesuch")
    expect(status).to_have_text("No term has all of these words")
    page.evaluate("location.hash = 'token'")
    expect(status).to_have_text(f"{count} of {count} terms")


def test_the_front_page_shows_what_follows_the_chosen_beginning(site, fresh):
    page = fresh(site.url)
    first = page.locator("next-token tbody tr").first
    expect(first).to_contain_text("Paris")
    page.get_by_role("button", name="To be, or not to").click()
    expect(first).to_contain_text("·be")


def test_the_front_page_does_so_without_script(site, fresh):
    page = fresh(site.url, java_script_enabled=False)
    bars = page.locator(".dist svg:visible")
    expect(bars).to_have_count(1)
    page.get_by_role("radio", name="To be, or not to").check()
    expect(bars).to_have_count(1)
    assert "be 0." in bars.get_attribute("aria-label")


def test_questionnaire_is_answered_by_keyboard_and_says_what_speaks_against(site, fresh):
    page = fresh(f"{site.url}verdict/")
    expect(page.locator(".answers")).to_have_text("No answer yet.")
    assert page.locator(".question dd:visible").count() == 0
    page.locator(".question input").first.focus()
    page.keyboard.press("Space")
    replies = page.locator(".question").first.locator("dl[aria-live]")
    expect(replies).to_contain_text("You are with the early folk view")
    expect(page.locator(".answers")).to_contain_text("the early folk view, 1 of 1 possible")
    assert violations(page) == []
    page.keyboard.press("ArrowRight")
    expect(page.locator(".answers")).not_to_contain_text("early folk view")
    page.keyboard.press("ArrowRight")  # cannot say
    expect(page.locator(".answers")).to_have_text("No answer yet.")
    assert page.locator(".question").first.get_by_role("group").count() == 1, (
        "a question is a group of radio buttons with a name"
    )
    page.get_by_role("radio", name="Disagree").nth(1).check()
    page.get_by_role("button", name="Clear the answers").click()
    expect(page.locator(".answers")).to_have_text("No answer yet.")
    assert (
        page.evaluate(
            "[localStorage, sessionStorage].flatMap(Object.keys).filter(key => /answer|question/.test(key))"
        )
        == []
    )


def test_questionnaire_is_a_list_without_script(site, fresh):
    page = fresh(f"{site.url}verdict/", java_script_enabled=False)
    questions = page.locator(".question").count()
    assert questions >= 8 and page.locator(".question dd:visible").count() == 2 * questions
    expect(page.locator(".answers")).to_contain_text("you can count for yourself")
