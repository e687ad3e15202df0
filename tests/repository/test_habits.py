"""What people rely on: the README's commands, pinned requirements, one version, small modules."""

import json
import re
import tomllib

import pytest
import yaml

from perspectives.written import files
from perspectives.written.files import ROOT, read

MODULE = 300  # lines
NOXFILE = read(ROOT / "noxfile.py")
ENVIRONMENTS = read(ROOT / "requirements/environments.py")
SESSIONS = dict(re.findall(r"\ndef (\w+)\((.*?)(?=\n\n\n|\Z)", NOXFILE + ENVIRONMENTS, re.S))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
LISTS = sorted((ROOT / "requirements").glob("*.in"))


def stem(path):
    return path.stem


def test_ci_runs_the_test_command_of_the_readme():
    command = 'python3 -m venv .venv && .venv/bin/pip install "nox[uv]" && .venv/bin/nox -s test'
    assert command in read(ROOT / "README.md").split("\n")
    assert "sed -n '/nox -s test$/p' README.md" in read(ROOT / ".ci/run")


def test_one_version():
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    citation = yaml.safe_load(read(ROOT / "CITATION.cff"))
    assert project["version"] == citation["version"]
    assert f"## {project['version']}" in read(ROOT / "CHANGELOG.md")


@pytest.mark.parametrize("lock", LOCKS, ids=stem)
def test_every_requirement_is_pinned_by_hash(lock):
    text = read(lock)
    pinned = re.findall(
        r"^[a-z][\w.-]*==[^\n]*\\\n(?:    --hash=sha256:\w{64}[^\n]*\n)+", text, re.M
    )
    assert len(pinned) == len(re.findall(r"^[a-z]", text, re.M)) > 0
    assert not re.search(r"^(torch|nvidia)", text, re.M), (
        "environments.py chooses the build of torch"
    )


@pytest.mark.parametrize("path", LISTS, ids=stem)
def test_every_requirement_has_its_reason(path):
    assert path.with_suffix(".txt") in LOCKS
    for number, line in enumerate(read(path).split("\n"), 1):
        assert not line or line.startswith("-r ") or "#" in line, f"{path.name}:{number}: why?"


def test_the_sessions_use_every_list_of_requirements():
    calls = re.findall(r"set_up\(session, ([^)]*)\)", NOXFILE)
    used = {name for call in calls for name in re.findall(r'"(\w+)"', call)}
    assert used | {"nox"} == {path.stem for path in LISTS}


@pytest.mark.parametrize("folder", ["tests/validate", "benchmarks/browser"])
def test_every_package_of_npm_is_pinned_by_hash_and_names_no_registry(folder):
    packages = json.loads(read(ROOT / folder / "package-lock.json"))["packages"]
    for version in packages.pop("")["dependencies"].values():
        assert re.fullmatch(r"[\d.]+", version), "package.json names exact versions"
    for package in packages.values():
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package


@pytest.mark.parametrize(
    ("session", "parts"),
    [
        ("install", ['"--require-hashes"', '":all:"', '"npm", "ci"']),
        ("site", ['"typos"', '"perspectives.check"', '"mkdocs", "build"']),
        ("check", ['"perspectives.check"', '"mkdocs", "build"', "PYTEST"]),
        ("lint", ['"ruff", "check"', '"ruff", "format"', '"mypy"', '"zizmor"', "SCHEMAS"]),
        ("lint", ['"lint-imports"', '"deptry"']),
        ("audit", ['"--require-hashes"', "str(torch)"]),
    ],
)
def test_a_session_runs_all_its_checks(session, parts):
    """If one were left out, the session would still pass."""
    assert not [part for part in parts if part not in SESSIONS[session]]


def test_every_folder_of_tests_belongs_to_a_session(request):
    """Pytest skips some folders unless a session names them."""
    skipped = set(request.config.getini("norecursedirs")) - {".*"}
    assert all(f'"tests/{folder}"' in SESSIONS[folder] for folder in skipped)
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    for folder in folders:
        parts = folder.relative_to(ROOT / "tests").parts
        assert not skipped & set(parts[1:]), f"{files.relative(folder)} would be skipped"


def test_modules_stay_small():
    modules = list((ROOT / "src").rglob("*.py"))
    long = [files.relative(path) for path in modules if read(path).count("\n") > MODULE]
    assert not long, f"over {MODULE} lines: split it"
