"""What a stranger relies on: the README's commands, the pins, one version, small modules."""

import ast
import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from perspectives.written import pages

SIZE = {"module": 300, "src": 2600}


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


@pytest.mark.parametrize(
    "name", ["site", "reader", "test", "lint", "browser", "validate", "audit", "nox"]
)
def test_every_requirement_is_pinned_by_hash(name):
    lock = pages.read(pages.ROOT / f"requirements/{name}.txt")
    entries = re.findall(
        r"^[a-z][\w.-]*==[^\n]*\\\n(?:    --hash=sha256:\w{64}[^\n]*\n)+", lock, re.M
    )
    assert len(entries) == len(re.findall(r"^[a-z]", lock, re.M)) > 0
    assert not re.search(r"^(torch|nvidia)", lock, re.M), "the noxfile chooses the build of torch"


def test_every_package_of_npm_is_pinned_by_hash_and_bound_to_no_registry():
    packages = json.loads(pages.read(pages.ROOT / "tests/validate/package-lock.json"))["packages"]
    assert all(
        package["integrity"].startswith("sha512-") and "resolved" not in package
        for name, package in packages.items()
        if name
    )
    assert all(
        re.fullmatch(r"[\d.]+", version) for version in packages[""]["dependencies"].values()
    ), "package.json names exact versions"


def test_the_sessions_use_the_hashes_and_ask_every_judge():
    """What would be left out without a trace: whatever is then run still passes."""
    sessions = dict(
        re.findall(r"\ndef (\w+)\((.*?)(?=\n\n\n|\Z)", pages.read(pages.ROOT / "noxfile.py"), re.S)
    )
    wanted = {
        "install": ['"--require-hashes"', '":all:"', '"npm", "ci"'],
        "site": ['"typos"', '"perspectives.check.sources"', '"mkdocs", "build"'],
        "check": ['"typos"', '"perspectives.check.sources"', '"mkdocs", "build"', '"pytest"'],
        "lint": [
            '"ruff", "check"',
            '"ruff", "format"',
            '"mypy"',
            '"typos"',
            '"zizmor"',
            '"check-jsonschema"',
        ],
        "audit": ['"--require-hashes", *locks', "str(torch)"],
    }
    assert [
        f"{name}: {part}"
        for name, parts in wanted.items()
        for part in parts
        if part not in sessions[name]
    ] == []


def test_every_requirement_has_its_reason():
    for path in (pages.ROOT / "requirements").glob("*.in"):
        for line in pages.read(path).split("\n")[1:]:
            assert not line or line.startswith("-r") or "#" in line, (
                f"{pages.relative(path)}: {line}: why?"
            )


def test_no_folder_of_tests_is_passed_over(request):
    """Pytest passes over folders called `build` unless it is told otherwise."""
    passed_over = request.config.getini("norecursedirs")
    found = {
        path.parent.relative_to(pages.ROOT / "tests")
        for path in (pages.ROOT / "tests").rglob("test_*.py")
    }
    folders = found - {
        Path(name) for name in ("browser", "faults", "labs", "validate")
    }  # which have sessions of their own
    assert not [
        folder
        for folder in folders
        if any(fnmatch(part, pattern) for part in folder.parts for pattern in passed_over)
    ]


def test_modules_stay_small():
    modules = list((pages.ROOT / "src").rglob("*.py"))
    assert not [
        pages.relative(path) for path in modules if pages.read(path).count("\n") > SIZE["module"]
    ]
    assert sum(lines_of_code(pages.read(path)) for path in modules) < SIZE["src"]


def lines_of_code(text: str) -> int:
    """The lines of a module as cloc counts them: without blank ones, comments and docstrings."""
    rows = {
        n
        for n, row in enumerate(text.split("\n"), 1)
        if row.strip() and not row.strip().startswith("#")
    }
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            rows -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(rows)
