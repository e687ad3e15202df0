"""Commands in processes of their own, on a full or a read-only disk."""

import functools
import os
import resource
import subprocess
from pathlib import Path

import pytest

from perspectives.written import files

said: list[str] = []  # what commands said at last, for the table of faults


@functools.cache
def may_mount() -> bool:
    """May this process mount file systems that only it sees?"""
    try:
        mount = _unshare("mount -t tmpfs -o size=1M tmpfs /mnt")
        return subprocess.run([*mount, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:  # no util-linux: not Linux
        return False


def _unshare(mounts: str) -> list[str]:
    return ["unshare", "--map-root-user", "--mount", "sh", "-ec", f'{mounts}; exec "$@"', "sh"]


def full(folder: Path, megabytes: int, *command, **options) -> subprocess.CompletedProcess:
    """Run `command` while `folder` has room for so many megabytes.

    Where nothing may be mounted, no file may grow larger than that.
    """
    if may_mount():
        mount = _unshare(f"mount -t tmpfs -o size={megabytes}M tmpfs {folder}")
        return run(*mount, *command, **options)
    limit = megabytes << 20
    options["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    return run(*command, **options)


def read_only(folder: Path, *command, **options) -> subprocess.CompletedProcess:
    """Run `command` while nothing in `folder` can be written."""
    if may_mount():
        mounts = f"mount --bind {folder} {folder}; mount -o remount,bind,ro {folder}"
        return run(*_unshare(mounts), *command, **options)
    if os.geteuid() == 0:
        pytest.skip("nothing may be mounted here, and root may write everywhere")
    folder.chmod(0o555)
    try:
        return run(*command, **options)
    finally:
        folder.chmod(0o755)


def run(*command: str | Path, **options) -> subprocess.CompletedProcess:
    """Run `command` in the project's folder. Whatever it says, it must not show a traceback."""
    options = {"cwd": files.ROOT, "text": True, "capture_output": True} | options
    ended = subprocess.run(list(map(str, command)), **options)
    text = ended.stdout + ended.stderr
    assert "Traceback" not in text and "INTERNALERROR" not in text, text
    lines = [line for line in text.splitlines() if not line.startswith(("INFO", "[", " "))]
    said.extend(lines[-1:])
    return ended


def environment(**changes: str | None) -> dict[str, str]:
    """The environment with `changes`; None removes a variable.

    CI is removed: with it pytest says everything twice.
    """
    variables = os.environ | {"CI": None} | changes
    return {name: value for name, value in variables.items() if value is not None}
