"""Records and the site, written on a full or a read-only disk and by two runs at once."""

import subprocess
import sys

import pytest
from processes import environment, full, read_only

PYTHON = (sys.executable, "-m")
BEFORE = b"label  n\nrow    1.25\n"
FAULTS = {"full": lambda folder, *command, **here: full(folder, 1, *command, **here)}
FAULTS["read-only"] = read_only


@pytest.fixture
def here(project):
    """Options for a process in the small project, whose snippet no longer prints its record."""
    project.edit("snippets/v/one.py", "x = 1.25", "x = 2.25")
    return {"cwd": project.root, "env": environment(PYTHONPATH=str(project / "src"))}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_records_stay_as_they_were(project, here, fault):
    if fault == "full":
        much = 'print("much " * 500_000)\n# --8<-- [end:demo]'
        project.edit("snippets/v/one.py", "# --8<-- [end:demo]", much)
    folder = project / "recorded"
    ended = FAULTS[fault](folder, *PYTHON, "perspectives.run", **here)
    assert ended.returncode == 1
    assert "the records are unchanged: " in ended.stderr
    assert [path.name for path in (folder / "v").iterdir()] == ["one.txt"]
    assert (folder / "v/one.txt").read_bytes() == BEFORE


def test_two_runs_record_the_same(project, here):
    both = [subprocess.Popen([*PYTHON, "perspectives.run"], **here) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert [path.name for path in (project / "recorded/v").iterdir()] == ["one.txt"]
    assert (project / "recorded/v/one.txt").read_bytes() == BEFORE.replace(b"1.25", b"2.25")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_site_that_cannot_be_written(project, here, fault):
    folder = project / "built"
    folder.mkdir()
    build = (*PYTHON, "mkdocs", "build", "--site-dir", folder / "site")
    ended = FAULTS[fault](folder, *build, **here)
    assert ended.returncode == 1
    assert "the built site is incomplete" in ended.stdout + ended.stderr


def test_two_checks_and_two_builds_at_once(project, here):
    project.edit("recorded/v/one.txt", "1.25", "2.25")
    commands = [("perspectives.check",)] * 2
    commands += [("mkdocs", "build", "--site-dir", str(project / name)) for name in ("a", "b")]
    running = [subprocess.Popen([*PYTHON, *command], **here) for command in commands]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    a, b = (
        sorted(path.relative_to(project / name) for path in (project / name).rglob("*"))
        for name in ("a", "b")
    )
    assert a == b
