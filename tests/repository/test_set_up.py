"""Where the project cannot be set up or served, one sentence says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from perspectives.written.files import ROOT

# nox is not here when nox runs the tests.
STAND_IN = """
import runpy, sys
from unittest.mock import MagicMock

class Failed(Exception):
    pass

nox = sys.modules["nox"] = MagicMock()
nox.command.CommandFailed = Failed
"""


def run(code: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", STAND_IN + code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_on_windows_nox_says_where_to_run_it():
    known = "import shutil, socket, tempfile"  # which look at the platform themselves
    there = 'sys.platform = "win32"\nsys.modules["fcntl"] = None'
    ended = run(f'{known}\n{there}\nrunpy.run_path("noxfile.py")')
    assert ended.returncode == 1
    assert ended.stderr.startswith("This project runs on Linux and macOS. ")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("may_write", [True, False])
def test_a_checkout_that_cannot_be_written_is_listed_with_a_word(may_write):
    ended = run(f"import os\nos.access = lambda *_: {may_write}\nrunpy.run_path('noxfile.py')")
    assert ended.returncode == 0
    assert ("copy it to where you may write" in ended.stderr) != may_write


@pytest.mark.parametrize("port", ["99999", "0", "x", "8000 9000"])
def test_a_port_that_is_none_is_refused(port):
    ended = run(f"""
nox.session = lambda session=None, **_: session or (lambda session: session)
session = MagicMock(posargs={port.split()!r})
session.error = sys.exit
runpy.run_path("noxfile.py")["serve"](session)
""")
    assert ended.returncode == 1
    message = f"{port} is no port, from 1 to 65535: nox -s serve -- [live] [PORT]"
    assert ended.stderr == f"{message}\n"


def test_a_set_up_that_fails_names_the_mirror(tmp_path):
    ended = run(f"""
sys.path.insert(0, "requirements")
import environments

session = MagicMock()
session.virtualenv.location = {str(tmp_path)!r}
session.run_install.side_effect = Failed
session.error = sys.exit
environments.set_up(session, "site")
""")
    assert ended.returncode == 1 and "name it in UV_DEFAULT_INDEX" in ended.stderr
    assert not Path(tmp_path / "set-up").exists()
