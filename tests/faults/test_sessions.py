"""Two runs of nox in one checkout: the second waits, says so, and both end right."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from processes import environment, run

from perspectives.written import pages

NOX = (os.environ.get("NOX", "python"), "-m", "nox", "-s", "site")


@pytest.fixture
def checkout(tmp_path):
    """What git knows of this checkout, as it stands in the working tree, and no environment."""
    for name in run(
        "git", "ls-files", "--cached", "--others", "--exclude-standard"
    ).stdout.splitlines():
        if (pages.ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(pages.ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.skipif(
    "NOX" not in os.environ,
    reason="NOX does not name the Python that nox runs on: `nox -s faults` does",
)
@pytest.mark.parametrize(
    ("lock", "doing"), [("set-up", "setting up an environment"), ("site-folder", "writing site/")]
)
def test_a_second_run_waits_says_so_and_both_end_right(checkout, lock, doing):
    (checkout / ".nox").mkdir()
    with (checkout / f".nox/{lock}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        both = [start(checkout, number) for number in range(2)]
        for number, process in enumerate(both):
            while (
                f"Another run is {doing}; waiting" not in (checkout / f"{number}.log").read_text()
            ):
                assert process.poll() is None, (checkout / f"{number}.log").read_text()
    assert [process.wait() for process in both] == [0, 0], (checkout / "1.log").read_text()
    assert (checkout / "site/evidence.json").exists()


def start(checkout: Path, number: int) -> subprocess.Popen:
    with (checkout / f"{number}.log").open("w") as log:
        return subprocess.Popen(
            NOX,
            cwd=checkout,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment(PYTHONPATH=None, NOXSESSION=None),
        )
