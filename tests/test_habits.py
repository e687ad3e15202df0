"""What a stranger relies on: the README's commands, the pins, one version, small modules."""

import re
import tomllib

import pytest
import yaml

from perspectives import pages

SIZE = {"module": 200, "src": 1650}


def test_ci_runs_the_readme_s_test_command_as_written():
    command = 'python3 -m venv .venv && .venv/bin/pip install "nox[uv]" && .venv/bin/nox -s test'
    assert command in pages.read(pages.ROOT / "README.md").split("\n")
    assert "sed -n '/nox -s test$/p' README.md" in pages.read(pages.ROOT / ".ci/run")


def test_one_version():
    project = tomllib.loads(pages.read(pages.ROOT / "pyproject.toml"))["project"]
    citation = yaml.safe_load(pages.read(pages.ROOT / "CITATION.cff"))
    assert project["version"] == citation["version"]
    assert f"## {project['version']}" in pages.read(pages.ROOT / "CHANGELOG.md")
    assert citation["authors"] == [{"name": "The Seven Perspectives contributors"}]


@pytest.mark.parametrize("name", ["site", "test", "lint", "browser"])
def test_every_requirement_is_pinned_by_hash(name):
    lock = pages.read(pages.ROOT / f"requirements/{name}.txt")
    entries = re.findall(r"^[a-z][\w.-]*==[^\n]*\\\n(?:    --hash=sha256:\w{64}[^\n]*\n)+", lock, re.M)
    assert len(entries) == len(re.findall(r"^[a-z]", lock, re.M)) > 0
    assert not re.search(r"^(torch|nvidia)", lock, re.M), "the noxfile chooses the build of torch"


def test_every_requirement_has_its_reason():
    for path in (pages.ROOT / "requirements").glob("*.in"):
        for line in pages.read(path).split("\n")[1:]:
            assert not line or line.startswith("-r") or "#" in line, f"{pages.relative(path)}: {line}: why?"


def test_modules_stay_small():
    lengths = {path: pages.read(path).count("\n") for path in (pages.ROOT / "src").rglob("*.py")}
    assert not [pages.relative(path) for path, n in lengths.items() if n > SIZE["module"]]
    assert sum(lengths.values()) < SIZE["src"]
