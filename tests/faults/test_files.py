"""Records and the site, written on a full or a read-only disk and by two runs at once."""

import subprocess
import sys

import pytest
from processes import environment, full, read_only, without_traceback

PYTHON = (sys.executable, "-m")
BEFORE = b"label  n\nrow    1.25\n"


@pytest.fixture
def here(project):
    """Options for a process in the small project, whose snippet prints another number than its record."""
    project.edit("snippets/v/one.py", "x = 1.25", "x = 2.25")
    return {"cwd": project.root, "env": environment(PYTHONPATH=str(project / "src"))}


@pytest.mark.parametrize(
    "fault",
    [lambda *command, **here: full(command[0], 1, *command[1:], **here), read_only],
    ids=["full", "read-only"],
)
def test_records_are_as_they_were(project, here, fault):
    folder = project / "recorded"
    if fault is not read_only:
        project.edit(
            "snippets/v/one.py",
            "# --8<-- [end:demo]",
            'print("much " * 500_000)\n# --8<-- [end:demo]',
        )
    ended = fault(folder, *PYTHON, "perspectives.run.record", **here)
    assert ended.returncode == 1 and "the records are as they were: " in without_traceback(
        ended.stderr
    )
    assert [path.name for path in (folder / "v").iterdir()] == ["one.txt"] and (
        folder / "v/one.txt"
    ).read_bytes() == BEFORE


def test_two_runs_record_the_same(project, here):
    both = [subprocess.Popen([*PYTHON, "perspectives.run.record"], **here) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert [(path.name, path.read_bytes()) for path in (project / "recorded/v").iterdir()] == [
        ("one.txt", BEFORE.replace(b"1.25", b"2.25"))
    ]


@pytest.mark.parametrize(
    "fault",
    [lambda *command, **here: full(command[0], 1, *command[1:], **here), read_only],
    ids=["full", "read-only"],
)
def test_a_site_that_cannot_be_written(project, here, fault):
    (project / "built").mkdir()
    ended = fault(
        project / "built", *PYTHON, "mkdocs", "build", "--site-dir", project / "built/site", **here
    )
    assert (
        ended.returncode == 1
        and ": the built site is not whole. Free the disk"
        in without_traceback(ended.stdout + ended.stderr)
    )


def test_two_checks_and_two_builds_at_once(project, here):
    project.edit("recorded/v/one.txt", "1.25", "2.25")
    commands = [
        ("perspectives.check.sources",),
        ("perspectives.check.sources",),
        *(("mkdocs", "build", "--site-dir", project / name) for name in ("a", "b")),
    ]
    running = [subprocess.Popen([*PYTHON, *command], **here) for command in commands]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    built = [
        sorted(path.relative_to(project / name) for path in (project / name).rglob("*"))
        for name in ("a", "b")
    ]
    assert built[0] == built[1]
