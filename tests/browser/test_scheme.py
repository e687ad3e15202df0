"""A reader's own choice of scheme counts from the first paint on, whatever the system's is."""

import pytest
from test_behaviour import BACKGROUND, DARK, LIGHT

pytest.importorskip("playwright.sync_api")

CHOICES = [
    ("light", "Switch to the dark scheme", DARK),
    ("dark", "Switch to the light scheme", LIGHT),
]


@pytest.mark.parametrize(("system", "switch", "ground"), CHOICES)
def test_the_chosen_scheme_stands_before_the_last_scripts_have_run(
    site, fresh, system, switch, ground
):
    page = fresh(site.url, color_scheme=system)
    page.get_by_title(switch).click()
    page.route("**/bundle.*.js", lambda route: route.abort())
    page.goto(f"{site.url}glossary/")
    assert page.locator("html.no-js").count() == 1
    assert page.evaluate(BACKGROUND) == ground


@pytest.mark.parametrize(("system", "ground"), [("light", LIGHT), ("dark", DARK)])
def test_on_a_first_visit_the_system_s_scheme_stands_from_the_start(fresh, site, system, ground):
    page = fresh("about:blank", java_script_enabled=None, color_scheme=system)
    page.route("**/bundle.*.js", lambda route: route.abort())
    page.goto(site.url)
    assert page.evaluate(BACKGROUND) == ground


def test_without_script_a_page_is_printed_in_the_light_scheme(site, fresh):
    page = fresh(site.url, java_script_enabled=False, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light"
