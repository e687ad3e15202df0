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


FOREIGN = [
    "<script>alert(1)</script>",
    "<script defer>alert(1)</script>",
    '<SCRIPT type="module">alert(1)</SCRIPT>',
    '<script>__md_scope=new URL("",location);alert(1)</script>',
]


def test_an_inline_script_that_material_did_not_write_is_refused_wherever_it_stands(project):
    html = (project.build() / "index.html").read_text()
    for script in FOREIGN:
        for place in ("</head>", "<article", "</body>"):
            with pytest.raises(BuildError, match="an inline script that browsers would refuse"):
                theme.with_policy(html.replace(place, script + place, 1))


def test_a_script_of_material_s_that_has_changed_is_refused(project):
    html = (project.build() / "index.html").read_text()
    for old in ("var palette=", "var target=", "__md_hash=", 'new URL("'):
        with pytest.raises(BuildError, match="read it and put its digest"):
            theme.with_policy(html.replace(old, f"alert(1);{old}", 1))
    with pytest.raises(BuildError, match="browsers would refuse"):
        theme.with_policy(html.replace('new URL(".",', 'new URL("\\",location),alert(1),("', 1))


def test_a_build_with_such_a_script_ends(project, monkeypatch, caplog):
    monkeypatch.setattr(theme, "_SCRIPTS", ())
    with pytest.raises(Abort):
        project.build()
    assert "put it into a file in theme/js" in caplog.messages[-1]


def test_a_page_without_a_place_for_its_policy_is_refused(project):
    html = (project.build() / "index.html").read_text()
    with pytest.raises(BuildError, match=r"its policy would stand: adapt _CHARSET in src/"):
        theme.with_policy(html.replace('charset="utf-8"', "charset=utf-8"))


def test_a_policy_allows_what_material_writes_wherever_the_page_stands(project):
    html = (project.build() / "index.html").read_text()
    html = re.sub("<meta http-equiv.*?>", "", html)
    for base in ("../..", "/seven/", "https://example.org/a%20b/"):
        moved = re.sub(r'(?<=__md_scope=new URL\(")[^"]*', base, html)
        assert policy(theme.with_policy(moved))[0].count("sha256-") == 3


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


def test_what_a_page_needs_is_named_from_where_the_page_stands():
    assert theme.links("views/v", "plain") == ""
    assert theme.links("views/v", '<code class="arithmatex">') == (
        '<link rel="preload" href="../../fonts/seven-mono.woff2" as="font" type="font/woff2" crossorigin>\n'
        '<link rel="stylesheet" href="../../katex/katex.min.css">\n'
        '<script defer src="../../katex/katex.min.js"></script>'
    )
    assert theme.links("index", '<div class="game">') == (
        '<script type="module" src="live/play.mjs"></script>'
    )


def test_a_page_loads_what_it_needs_and_no_more(project):
    needs = {
        "fonts/seven-mono.woff2": "`code`",
        "fonts/verdicts.woff2": '<span class="v holds">holds</span>',
        "katex/katex.min.css": r"\(x^2\)",
        "katex/katex.min.js": r"\(x^2\)",
        "js/questionnaire.mjs": '<form class="questionnaire"></form>',
        "js/glossary.mjs": '<form class="find"></form>',
        "js/terms.mjs": '<a class="term" href="glossary/#token">token</a>',
        "js/guess.mjs": '<form class="ask"></form>',
        "live/play.mjs": '<div class="game"></div>',
        "js/evidence.mjs": '<form class="filter"></form>',
    }
    project.edit("docs/glossary.md", "{{glossary}}", "\n\n".join(["{{glossary}}", *needs.values()]))
    site = project.build()
    for file in needs:
        assert f"../{file}" in (site / "glossary/index.html").read_text(), file
        assert file not in (site / "references/index.html").read_text(), file
