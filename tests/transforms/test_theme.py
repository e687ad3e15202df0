"""What is added to Material's HTML: patches that must find what they correct, policies, and the files that a page needs."""

import re

import lxml.html
import pytest
from mkdocs.exceptions import Abort, BuildError

from perspectives.transforms import theme

POLICY = '<meta http-equiv="Content-Security-Policy"'


def test_a_patch_that_finds_nothing_is_named(project):
    html = (project.build() / "index.html").read_text()
    assert 'role="dialog" aria-label="Search"' in html and 'tabindex=""' not in html
    with pytest.raises(BuildError, match="Material no longer writes"):
        theme.patched(html)  # for it has been patched


def test_a_page_that_material_writes_otherwise_ends_the_build(project, monkeypatch, caplog):
    monkeypatch.setattr(theme, "PATCHES", [("<door>", "<door open>")])
    with pytest.raises(Abort):
        project.build()
    assert "Material no longer writes '<door>': adapt" in caplog.messages[-1]


def test_a_script_that_an_author_wrote_is_not_allowed(project):
    project.edit(
        "docs/index.md",
        "{#front}",
        "{#front}\n\n<script>alert(1)</script>\n\n</article><script>alert(2)</script>\n",
    )
    html = (project.build() / "index.html").read_text()
    assert "alert(1)</script>" in html and "alert(2)</script>" in html
    without = theme.with_policy(re.sub(r"<script>alert.*?</script>|<meta http-equiv.*?>", "", html))
    assert policy(html) == policy(without)


def policy(html: str) -> list[str]:
    found = lxml.html.fromstring(html).xpath("//meta[@http-equiv]/@content")
    assert len(found) == 1
    return found


def test_a_page_that_has_moved_and_the_page_for_a_missing_address_have_a_policy_too(project):
    project.write("docs/redirects.yml", "old.md: views/v.md\n")
    site = project.build()
    assert "script-src 'self';" in (site / "old/index.html").read_text()
    missing = (site / "404.html").read_text()
    assert POLICY in missing and "There is no such page" in missing


def test_what_mkdocs_serve_shows_has_none_for_it_adds_a_script_of_its_own(project):
    with project.served():
        for _ in range(2):  # also when it builds again
            assert POLICY not in (project.build() / "index.html").read_text()
    assert POLICY in (project.build() / "index.html").read_text()


def test_a_page_loads_what_it_needs_and_no_more(project):
    needs = {
        "fonts/seven-mono.woff2": "`code`",
        "fonts/verdicts.woff2": '<span class="v holds">holds</span>',
        "katex/katex.min.css": r"\(x^2\)",
        "katex/katex.min.js": r"\(x^2\)",
        "js/questionnaire.mjs": '<form class="questionnaire"></form>',
        "js/guess.mjs": '<form class="ask"></form>',
        "live/play.mjs": '<div class="game"></div>',
        "js/evidence.mjs": '<form class="filter"></form>',
    }
    project.edit("docs/glossary.md", "{{glossary}}", "\n\n".join(["{{glossary}}", *needs.values()]))
    site = project.build()
    for file in needs:
        assert f"../{file}" in (site / "glossary/index.html").read_text(), file
        assert file not in (site / "references/index.html").read_text(), file
