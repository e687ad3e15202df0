"""Which sessions `.ci/run` runs: those whose inputs changed since they last passed."""

import ast
import json
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from perspectives.written.files import ROOT, read

SCRIPT = runpy.run_path(str(ROOT / ".ci/changed.py"))
INPUTS: dict[str, list[str]] = SCRIPT["INPUTS"]


def test_the_sessions_are_those_of_ci():
    assert set(re.findall(r"^session (\w+)", read(ROOT / ".ci/run"), re.M)) == set(INPUTS)


@pytest.mark.parametrize("session", INPUTS)
def test_every_input_exists(session):
    for name in INPUTS[session]:
        assert SCRIPT["files"](name.removeprefix("code:")), f"{session}: {name} does not exist"


@pytest.mark.parametrize("session", ["faults", "labs", "machines"])
def test_the_inputs_hold_all_modules_that_code_runs_with(session):
    inputs = {name for source in INPUTS[session] for name in SCRIPT["files"](source)}
    room = ROOT / "src/perspectives"
    missing = used_by([room / "model.py", room / "figure.py", *(room / "run").glob("*.py")])
    assert not {str(path.relative_to(ROOT)) for path in missing} - inputs


def used_by(modules: list[Path]) -> set[Path]:
    """These modules of the project and all those that they import."""
    found: set[Path] = set()
    while modules:
        module = modules.pop()
        if module not in found:
            found.add(module)
            modules += imported(module)
    return found


def imported(module: Path) -> list[Path]:
    names = []
    for node in ast.walk(ast.parse(read(module))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    paths = [ROOT / "src" / f"{name.replace('.', '/')}.py" for name in names]
    return [path for path in paths if path.is_file()]


@pytest.fixture
def changed(tmp_path):
    """Writes a file in a small repository in which all sessions have passed; returns those to run again."""
    (tmp_path / ".ci/passed").mkdir(parents=True)
    script = shutil.copy(ROOT / ".ci/changed.py", tmp_path / ".ci")

    def ask(*names: str) -> str:
        command = [sys.executable, script, *names]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def write(name: str, text: str) -> list[str]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
        return json.loads(ask())

    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    write("docs/page.md", "Prose.\n\n```python\nx = 1\n```\n")
    write("snippets/v/one.py", "x = 1\n")
    assert json.loads(ask()) == list(INPUTS), "none has passed"
    for session in INPUTS:
        (tmp_path / ".ci/passed" / session).write_text(ask(session))
    assert json.loads(ask()) == []
    return write


@pytest.mark.parametrize(
    ("name", "text", "sessions"),
    [
        ("docs/page.md", "Other prose.\n\n```python\nx = 1\n```\n", ["validate"]),
        ("docs/page.md", "Prose.\n\n```python\nx = 2\n```\n", ["test", "validate", "machines"]),
        ("docs/claims.yml", "- id: A\n", ["validate"]),
        ("snippets/v/two.py", "x = 1\n", ["test", "validate", "machines"]),
        ("docs/labs/one.ipynb", "{}", ["test", "validate", "labs"]),
        ("src/perspectives/model.py", "", list(INPUTS)),
        ("noxfile.py", "", list(INPUTS)),
        ("CONTRIBUTING.md", "Prose.\n", []),
    ],
)
def test_a_change_calls_for_these_sessions(changed, name, text, sessions):
    assert changed(name, text) == sessions
