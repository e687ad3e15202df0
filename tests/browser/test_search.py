"""The search: it leads to the place, and costs nothing before a reader turns to it."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect


def test_search_finds_a_page(site, fresh):
    page = fresh(site.url)
    page.keyboard.press("/")
    page.keyboard.type("evidence")  # Material listens for keys
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_the_search_index_comes_when_the_reader_turns_to_the_search(site, fresh):
    page = fresh(site.url)
    assert not page.evaluate(
        "performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('search_index.json')).length"
    )
    with page.expect_response("**/search_index.json"):
        page.locator(".md-search__input").focus()


def test_other_requests_are_as_they_were(site, fresh):
    """Also one by an object for its address, and one that waits for its answer and throws."""
    asked = "(address => { const it = new XMLHttpRequest(); it.open('GET', new URL(address, location), false); it.send(); return it.status; })"
    page = fresh(site.url)
    assert page.evaluate(f"{asked}('404.html')") == 200
    assert (
        page.evaluate(
            f"() => {{ try {{ {asked}('http://127.0.0.1:1/'); }} catch (error) {{ return error.name; }} }}"
        )
        == "NetworkError"
    )


def test_words_that_were_searched_for_are_marked_on_the_page(site, fresh):
    page = fresh(f"{site.url}verdict/?h=verdict")
    expect(page.locator("mark").first).to_be_visible()


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("NTP-03", "views/next-token/#NTP-03"),
        ("induction head", "glossary/#induction"),
        ("logit", "glossary/#logit"),
        ("RLHF", "glossary/#rlhf"),
        ("SAEs", "glossary/#sparse-autoencoder"),
        ("real log canonical threshold", "glossary/#learning-coefficient"),
        ("Shannon", "references/#shannon1951prediction"),
        ("loop.py", "views/next-token/#loop"),
        ("next-token/loop", "views/next-token/#loop"),
        ("n_grams", "views/next-token/#n-grams"),
    ],
)
def test_search_leads_to_the_place(site, fresh, query, place):
    page = fresh(site.url)
    page.keyboard.press("/")
    page.keyboard.type(query)
    path, _, anchor = place.partition("#")
    found = page.locator(
        f".md-search-result__item:first-child > a[href*='{path}'][href$='#{anchor}']"
    )
    expect(found).to_be_visible(timeout=15000)
    page.wait_for_timeout(300)  # of results to an unfinished word none is left
    page.keyboard.press("Enter")  # opens the best result
    page.wait_for_url(lambda url: url.split("?")[0].endswith(path) and url.endswith(f"#{anchor}"))
