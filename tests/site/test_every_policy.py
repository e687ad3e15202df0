"""The content security policy of every built page: what it allows, and that it allows no script but Material's own."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import lxml.html
import material
import pytest

MATERIAL = "".join(
    path.read_text() for path in (Path(material.__path__[0]) / "templates").rglob("*.html")
)
# The one thing in these scripts that differs between pages.
ADDRESS = re.compile(r'(?<=__md_scope=new URL\(")[^"]*')


def policies(page: lxml.html.HtmlElement) -> list[dict[str, set[str]]]:
    """Each policy of a page: directive -> its sources."""
    texts = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return [
        {name: set(sources) for name, *sources in map(str.split, text.split(";"))} for text in texts
    ]


def inline(page: lxml.html.HtmlElement) -> list[str]:
    return page.xpath("//script[not(@src) and not(contains(@type, 'json'))]/text()")


def digest(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def faults(page: lxml.html.HtmlElement) -> list[str]:
    """What stands inline and its policy does not allow, and what it allows and does not stand there."""
    [policy] = policies(page)
    scripts = {digest(script) for script in inline(page)}
    allowed = policy["script-src"] - {"'self'"}
    styles = page.xpath("//style | //*[@style] | //@*[starts-with(name(), 'on')]/..")
    return (
        [f"a script that its policy refuses: {script}" for script in scripts - allowed]
        + [f"its policy allows what is not there: {script}" for script in allowed - scripts]
        + [f"inline style or handler: {lxml.html.tostring(element)[:90]!r}" for element in styles]
    )


def test_every_page_has_one_policy_before_all_that_it_rules(site, trees):
    assert "404.html" in trees and len(trees) > 15
    for path, page in trees.items():
        assert len(policies(page)) == 1, path
        head = [(element.tag, *element.keys()) for element in page.head]
        assert head[:2] == [("meta", "charset"), ("meta", "http-equiv", "content")], (
            f"{path}: something stands before its policy"
        )
        # A browser looks no further for the encoding.
        assert (site / path).read_bytes().index(b"charset=") < 1024, path


def test_a_policy_allows_the_own_host_and_the_inline_scripts_of_its_page(trees):
    for path, page in trees.items():
        [policy] = policies(page)
        assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == {"'none'"}
        assert policy.pop("img-src") == {"'self'", "data:"}
        sources = {source for name in policy for source in policy[name]}
        named = {source for source in sources if not source.startswith("'sha256-")}
        assert named == {"'none'", "'self'"}, f"{path}: {named}"
        assert not faults(page), f"{path}: " + "\n".join(faults(page))


def test_only_material_s_own_scripts_are_allowed(trees):
    for path, page in trees.items():
        for script in inline(page):
            parts = ADDRESS.split(script)
            assert all(part in MATERIAL for part in parts), f"{path}: not Material's: {script[:60]}"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("var palette=", "var  palette=", "that its policy refuses"),
        ("<script>var palette=", "<script src='x'>", "allows what is not there"),
        ("<article", "<p style='color: red'></p><article", "inline style"),
        ("<article", "<p onclick='f()'></p><article", "handler"),
    ],
)
def test_a_page_that_was_changed_after_its_policy_is_found(site, old, new, fault):
    text = (site / "index.html").read_text()
    assert old in text
    changed = lxml.html.document_fromstring(text.replace(old, new, 1))
    assert fault in "\n".join(faults(changed))
