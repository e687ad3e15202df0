"""Which sessions `.ci/run` runs: those whose inputs changed since they last passed."""

import ast
import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

from perspectives.written.files import ROOT, read

spec = importlib.util.spec_from_file_location("changed", ROOT / ".ci/changed.py")
changed = importlib.util.module_from_spec(spec)
spec.loader.exec_module(changed)
INPUTS: dict[str, list[str]] = changed.INPUTS


def within(session: str) -> list[str]:
    """The files that are inputs of a session."""
    known = changed.listed()
    return [name for source in INPUTS[session] for name in changed.within(source, known)]


def test_the_sessions_are_those_of_ci():
    assert set(re.findall(r"^ *session ([a-z]+) ", read(ROOT / ".ci/run"), re.M)) == set(INPUTS)


@pytest.mark.parametrize("session", INPUTS)
def test_every_input_exists(session):
    known = changed.listed()
    for name in INPUTS[session]:
        assert changed.within(name.removeprefix("code:"), known), f"{name} does not exist"


@pytest.mark.parametrize("session", ["faults", "labs", "machines"])
def test_the_inputs_hold_all_modules_that_code_runs_with(session):
    room = ROOT / "src/perspectives"
    needed = used_by([room / "model.py", room / "figure.py", *(room / "run").glob("*.py")])
    assert not {str(path.relative_to(ROOT)) for path in needed} - set(within(session))


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
def write(tmp_path, monkeypatch):
    """Writes a file of a small repository where every session has passed; returns those to run."""
    monkeypatch.setattr(changed, "ROOT", tmp_path)

    def write(name: str, text: str) -> list[str]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
        return [session for session in INPUTS if changed.has_changed(session)]

    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    write("docs/page.md", "Prose.\n\n```python\nx = 1\n```\n")
    assert write("snippets/v/one.py", "x = 1\n") == list(INPUTS), "none has passed"
    for session in INPUTS:
        write(f".ci/passed/{session}", changed.digest(session) + "\n")
    return write


@pytest.mark.parametrize(
    ("name", "text", "sessions"),
    [
        ("docs/page.md", "Other prose.\n\n```python\nx = 1\n```\n", ["validate"]),
        ("docs/page.md", "Prose.\n\n```python\nx = 2\n```\n", ["test", "validate", "machines"]),
        ("docs/claims.yml", "- id: A\n", ["validate"]),
        ("snippets/v/two.py", "x = 1\n", ["test", "validate", "broken", "machines"]),
        ("docs/labs/one.ipynb", "{}", ["test", "validate", "labs"]),
        ("src/perspectives/model.py", "", list(INPUTS)),
        ("src/perspectives/weights.py", "", list(INPUTS)),
        ("live/engine.c", "", ["test", "validate", "pythons", "live", "faults"]),
        ("noxfile.py", "import nox\n", list(INPUTS)),
        ("noxfile.py", "\n@nox.session\ndef labs(session):\n    pass\n", ["labs"]),
        ("CONTRIBUTING.md", "Prose.\n", []),
        ("pyproject.toml", "[project]\nname = 'x'\n", list(INPUTS)),
        ("pyproject.toml", "[tool.typos.default]\nlocale = 'en'\n", []),
    ],
)
def test_a_change_calls_for_these_sessions(write, name, text, sessions):
    assert write(name, text) == sessions
