"""What a printed page has, and what it leaves out."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect


def test_print_opens_folds(sink, fresh):
    page = fresh(sink.url)
    folded = page.locator(".check > p").first
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(page.locator(".md-header")).to_be_hidden()


def test_print_keeps_solutions_closed_and_fills_the_paper(site, fresh):
    page = fresh(f"{site.url}views/next-token/", viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    expect(page.locator(".exercise > summary").first).to_be_visible()
    expect(page.locator(".solution pre, .evidence > .printed")).not_to_have_count(0)
    assert page.locator(".solution pre:visible, .evidence > .printed:visible").count() == 0
    assert page.locator("article p").first.bounding_box()["width"] > 0.85 * 794


def test_print_has_every_reply_of_the_questionnaire_and_marks_those_chosen(site, fresh):
    page = fresh(f"{site.url}verdict/")
    count = page.locator(".question dd").count()
    page.emulate_media(media="print")
    assert page.locator(".question dd:visible").count() == count > 10
    assert page.locator(".question dt:visible").count() == count
    expect(page.locator(".question label:visible, form button:visible")).to_have_count(0)
    expect(page.locator(".answers")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("radio", name="Disagree").first.check()
    page.emulate_media(media="print")
    assert page.locator(".question dd:visible").count() == count
    expect(page.locator(".question label:visible")).to_have_text(" Disagree")
    expect(page.locator(".answers")).to_contain_text("1 of ")


def test_print_says_what_a_filter_has_left_out(site, fresh):
    page = fresh(f"{site.url}evidence/")
    page.emulate_media(media="print")
    expect(page.locator(".filter")).to_be_hidden()
    page.emulate_media(media="screen")
    page.locator("select[name=verdict]").select_option("fails")
    page.emulate_media(media="print")
    expect(page.locator(".filter [role=status]")).to_contain_text("claims")
    expect(page.locator(".filter label:visible")).to_have_count(1)
    expect(page.locator("select[name=verdict]")).to_be_visible()
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()

    page = fresh(f"{site.url}glossary/")
    page.emulate_media(media="print")
    expect(page.locator(".find")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("searchbox", name="Find a term").fill("softmax")
    page.emulate_media(media="print")
    expect(page.locator(".find [role=status]")).to_be_visible()
