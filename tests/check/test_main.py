"""The command that checks, as people call it: by any way to a page, in any terminal."""

import subprocess
import sys

import pytest

from perspectives.check import __main__ as command


@pytest.fixture
def linked(project):
    """A page that is a link to a file elsewhere."""
    kept = project.write("elsewhere/page.md", "# Linked {#linked}\n\nSo!\n")
    (project / "docs/views/linked.md").symlink_to(kept)
    return project


@pytest.mark.parametrize("way", ["", "./", "docs/../", "{root}/", "{link}/"])
def test_a_page_is_known_by_every_way_to_it(linked, capsys, way):
    (linked / "link").symlink_to(linked.root)
    way = way.format(root=linked.root, link=linked / "link")
    assert command.main([f"{way}docs/views/linked.md"]) == 1
    assert capsys.readouterr().out.startswith("docs/views/linked.md:3: exclamation mark")


def test_every_page_that_is_named_is_checked(linked, capsys):
    linked.edit("docs/index.md", "A [[token]]", "So! A [[token]]")
    linked.edit("docs/views/v.md", "says so", "says so!")
    assert command.main(["docs/index.md", "docs/views/linked.md"]) == 1
    places = [row.split(": ")[0] for row in capsys.readouterr().out.splitlines()]
    assert places == ["docs/index.md:3", "docs/views/linked.md:3"]


def test_an_unknown_page_beside_a_known_one_is_refused(linked, capsys):
    assert command.main(["docs/views/linked.md", "docs/views/none.md", "x.md"]) == 2
    assert "no page docs/views/none.md, x.md; the pages:\n" in capsys.readouterr().err


def test_an_unknown_page_lists_the_pages(linked, capsys):
    assert command.main(["docs/views/none.md"]) == 2
    assert "no page docs/views/none.md; the pages:\n" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("perspectives.check",), ("perspectives.run", "labs")])
def test_a_terminal_without_a_character_gets_another(project, monkeypatch, arguments):
    if "labs" in arguments:
        pytest.importorskip("nbclient")
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    monkeypatch.setenv("PYTHONPATH", str(project / "src"))
    project.write("labs/“l”.py", "x = (\n")
    ended = subprocess.run([sys.executable, "-m", *arguments], capture_output=True)
    assert ended.returncode == 1
    assert b"labs/?l?.py:1: " in ended.stdout, ended.stderr
