"""The content security policy of every built page: what it allows, and that it vouches for no
script but Material's own.
"""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import lxml.html
import material
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

MATERIAL = "".join(
    path.read_text() for path in (Path(material.__path__[0]) / "templates").rglob("*.html")
)
ADDRESS = re.compile(
    r'(?<=__md_scope=new URL\(")[^"]*'
)  # the one thing in these scripts that differs between pages


def policies(path: Path) -> list[dict[str, set[str]]]:
    """Each policy of a page: directive -> its sources."""
    texts = lxml.html.parse(str(path)).xpath(
        "//meta[@http-equiv='Content-Security-Policy']/@content"
    )
    return [
        {name: set(sources) for name, *sources in map(str.split, text.split(";"))} for text in texts
    ]


def faults(path: Path) -> list[str]:
    """What stands inline and its policy does not allow, and what it allows and does not stand
    there.
    """
    [policy] = policies(path)
    page = lxml.html.parse(str(path))
    scripts = {
        digest(script.text)
        for script in page.xpath("//script[not(@src) and not(contains(@type, 'json'))]")
    }
    allowed = policy["script-src"] - {"'self'"}
    styles = page.xpath("//style | //*[@style] | //@*[starts-with(name(), 'on')]/..")
    return (
        [f"{path}: a script that its policy refuses, {script}" for script in scripts - allowed]
        + [f"{path}: its policy allows what is not there, {script}" for script in allowed - scripts]
        + [
            f"{path}: inline style or handler, refused: {lxml.html.tostring(element)[:90]!r}"
            for element in styles
        ]
    )


def digest(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def test_every_page_has_one_policy_before_all_that_it_rules(site):
    paths = list(site.rglob("*.html"))
    assert site / "404.html" in paths and len(paths) > 15
    for path in paths:
        assert len(policies(path)) == 1, path
        head = [
            (element.tag, *element.keys()) for element in lxml.html.parse(str(path)).getroot().head
        ]
        assert head[:2] == [("meta", "charset"), ("meta", "http-equiv", "content")], (
            f"{path}: something stands before its policy"
        )
        assert path.read_bytes().index(b"charset=") < 1024, (
            "a browser looks no further for the encoding"
        )


def test_a_policy_allows_the_own_host_and_the_inline_scripts_of_its_page(site):
    for path in site.rglob("*.html"):
        [policy] = policies(path)
        assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == {"'none'"}
        assert policy.pop("img-src") == {"'self'", "data:"}
        sources = {
            source
            for name in policy
            for source in policy[name]
            if not source.startswith("'sha256-")
        }
        assert sources == {"'none'", "'self'"}, f"{path}: {sources}"
        assert not faults(path), "\n".join(faults(path))


def test_only_material_s_own_scripts_are_allowed(site):
    for path in site.rglob("*.html"):
        for script in lxml.html.parse(str(path)).xpath("//script[not(@src) and not(@type)]/text()"):
            parts = ADDRESS.split(script)
            assert all(part in MATERIAL for part in parts), (
                f"{path}: not of the theme: {script[:60]}"
            )


def test_a_page_that_has_moved_has_a_policy_too(project):
    project.write("docs/redirects.yml", "old.md: views/v.md\n")
    assert policies(project.build() / "old/index.html")[0]["script-src"] == {"'self'"}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("var palette=", "var  palette=", "that its policy refuses"),
        ("<script>var palette=", "<script src='x'>", "allows what is not there"),
        ("<article", "<p style='color: red'></p><article", "inline style"),
        ("<article", "<p onclick='f()'></p><article", "handler"),
    ],
)
def test_a_page_that_was_changed_after_its_policy_is_found(site, tmp_path, old, new, fault):
    text = (site / "index.html").read_text()
    assert old in text
    changed = tmp_path / "index.html"
    changed.write_text(text.replace(old, new, 1))
    assert fault in "\n".join(faults(changed))


def test_a_script_that_an_author_wrote_is_not_allowed(project):
    project.edit(
        "docs/index.md",
        "{#front}",
        "{#front}\n\n<script>alert(1)</script>\n\n</article><script>alert(2)</script>\n",
    )
    page = project.build() / "index.html"
    assert "alert(1)</script>" in page.read_text() and "alert(2)</script>" in page.read_text()
    refused = "\n".join(faults(page))
    assert (
        digest("alert(1)") in refused and digest("alert(2)") in refused and refused.count("\n") == 1
    )


def test_what_mkdocs_serve_shows_has_none_for_it_adds_a_script_of_its_own(project):
    configure = lambda: load_config(str(project / "mkdocs.yml"), site_dir=str(project / "site"))  # noqa: E731
    configure().plugins.on_startup(command="serve", dirty=False)
    try:
        for _ in range(2):  # also when it builds again
            build(configure())
            assert not policies(project / "site/index.html")
    finally:
        configure().plugins.on_startup(command="build", dirty=False)
    assert policies(project.build() / "index.html")
