"""The filter of the evidence table, and the table without script."""

import pytest
from built import SCREENS
from test_every_page import violations

expect = pytest.importorskip("playwright.sync_api").expect


def claims_shown(page) -> int:
    return page.locator(".ledger tbody tr:visible").count()


def address(page) -> str:
    """Without its fragment: Material adds the section that one has scrolled to."""
    return page.url.split("#")[0]


def test_filter_counts_what_it_shows_and_keeps_it_in_the_address(site, fresh):
    page = fresh(f"{site.url}introduction/")
    page.goto(f"{site.url}evidence/")
    whole = claims_shown(page)
    expect(page.get_by_role("status")).to_have_text(f"{whole} of {whole} claims")
    verdict, view, kind = (
        page.locator(f"select[name={name}]") for name in ("verdict", "view", "kind")
    )
    verdict.focus()
    page.keyboard.type("fails")  # by keyboard
    failing = page.locator(".ledger td.verdict .fails").count()
    expect(page.get_by_role("status")).to_have_text(f"{failing} of {whole} claims")
    assert 0 < claims_shown(page) == failing < whole and address(page).endswith(
        "evidence/?verdict=fails"
    )
    view.select_option("inside-a-transformer")
    kind.select_option("mechanism")
    assert claims_shown(page) == 2 and address(page).endswith(
        "?verdict=fails&view=inside-a-transformer&kind=mechanism"
    )
    page.reload()
    expect(page.get_by_role("status")).to_have_text(f"2 of {whole} claims")
    assert violations(page) == []
    page.go_back()
    assert address(page).endswith("introduction/"), "a visit to the table is one step"
    page.go_forward()
    expect(page.get_by_role("status")).to_have_text(f"2 of {whole} claims")
    for choice in (view, kind, verdict):
        choice.select_option("")
    assert claims_shown(page) == whole and address(page).endswith("evidence/")


def test_a_filter_that_leaves_nothing_says_so_and_is_taken_off_with_one_button(site, fresh):
    page = fresh(f"{site.url}evidence/?view=introduction&verdict=fails")
    expect(page.get_by_role("status")).to_have_text("No claim matches all of these")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".ledger tbody tr").first).to_be_visible()
    assert claims_shown(page) == page.locator(".ledger tbody tr").count() and address(
        page
    ).endswith("evidence/")
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()
    expect(page.locator(".filter select").first).to_be_focused()


def test_the_surprises_are_one_click_away(site, fresh):
    page = fresh(f"{site.url}evidence/")
    page.get_by_role("link", name="came otherwise").click()
    page.wait_for_url("**/evidence/?came=otherwise*")
    surprises = page.locator(".ledger .says .why .v.fails").count()
    expect(page.get_by_role("status")).to_contain_text(f"{surprises} of ")
    assert claims_shown(page) == surprises > 5


def test_filter_reads_its_address(site, fresh):
    page = fresh(f"{site.url}evidence/?view=next-token&verdict=nonsense")
    assert claims_shown(page) == page.locator(".ledger .cid[href*='/next-token/']").count() > 0
    assert page.locator("select[name=verdict]").input_value() == ""


@pytest.mark.parametrize("screen", SCREENS)
def test_filter_moves_nothing_when_it_appears(site, fresh, screen):
    page = fresh(f"{site.url}evidence/", viewport=SCREENS[screen])
    shift = """() => new Promise(resolve => {
      let sum = 0;
      new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; })).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve(sum), 500);
    })"""
    assert page.evaluate(shift) < 0.01


def test_evidence_is_whole_without_script(site, fresh):
    page = fresh(f"{site.url}evidence/?verdict=fails", java_script_enabled=False)
    assert claims_shown(page) == page.locator(".ledger tbody tr").count() > 100
    expect(page.locator(".filter")).to_be_hidden()
    expect(page.locator(".totals svg")).to_be_visible()
