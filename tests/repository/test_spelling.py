"""Spelling and banned words, as `nox -s site` checks them; quotations are left alone."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from perspectives.written import files

PROSE = ["docs/index.md", "docs/claims.yml", "docs/glossary.yml", "CONTRIBUTING.md", "README.md"]


def typos(folder: Path) -> list[str]:
    """What `typos` prints, as `nox -s site` calls it."""
    command = shutil.which("typos", path=Path(sys.executable).parent)
    assert command, "typos is in requirements/site.in"
    return subprocess.run(
        [command, "--format", "brief"], cwd=folder, capture_output=True, text=True
    ).stdout.splitlines()


@pytest.fixture
def spelled(tmp_path):
    """What `typos` says of one line in a file of a project that is set up as this one."""
    shutil.copy(files.ROOT / "pyproject.toml", tmp_path)

    def spelled(name: str, line: str) -> list[str]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(line)
        return typos(tmp_path)

    return spelled


@pytest.mark.parametrize("name", PROSE)
@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("simply", "`simply` is disallowed"),
        ("Just", "`Just` is disallowed"),
        ("OBVIOUSLY", "`OBVIOUSLY` is disallowed"),
        ("color", "`color` should be `colour`"),
        ("organized", "`organized` should be `organised`"),
        ("recieve", "`recieve` should be `receive`"),
    ],
)
def test_a_fault_is_found(spelled, name, word, message):
    assert spelled(name, f"First.\nIt is {word} so.\n") == [f"./{name}:2:7: error: {message}"]


@pytest.mark.parametrize(
    "line",
    [
        "They say “It just\npredicts the color”.",
        "That is justice, adjusted and simple.",
        "So says [@just2020color, p. 3].",
        "Set `color`, or ``leave `just` one``.",
        '<svg aria-label="Just a line"><text>just</text></svg>',
        "It says ``./docs/index.md:2:7: error: `color` should be `colour` ``.",
    ],
)
def test_what_is_right_or_quoted_is_left_alone(spelled, line):
    assert spelled("docs/index.md", line) == []


def test_an_unclosed_quotation_hides_no_other_paragraph(spelled):
    assert spelled("docs/index.md", "They say “so.\n\nIt just is.\n\nThey say “so”.\n") == [
        "./docs/index.md:3:4: error: `just` is disallowed"
    ]


def test_what_tools_leave_is_not_read(spelled, tmp_path):
    for name in ("page.md~", "#page.md#", ".page.md.swp"):
        assert spelled(f"docs/{name}", "It is recieved.\n") == []
    venv.create(tmp_path / "any-name", with_pip=False)
    for folder in (tmp_path / "any-name").rglob("site-packages"):
        (folder / "one.py").write_text("recieve = 1\n")
    assert typos(tmp_path) == []


def test_code_may_say_just(spelled):
    assert spelled("snippets/one.py", "just = 1  # just so\n") == []
