"""Real faults: commands in processes of their own, on a full disk or a read-only one, in a mount namespace where that is permitted."""

import functools
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from perspectives.written import pages

LOAD = (sys.executable, "-c", "from perspectives import model; model.load()")


@functools.cache
def namespaces() -> bool:
    """May this process mount, for itself alone?"""
    try:
        return (
            subprocess.run(
                [*_unshare("mount -t tmpfs -o size=1M tmpfs /mnt"), "true"], capture_output=True
            ).returncode
            == 0
        )
    except FileNotFoundError:  # no util-linux: not Linux
        return False


def _unshare(mounts: str) -> list[str]:
    return ["unshare", "--map-root-user", "--mount", "sh", "-ec", f'{mounts}; exec "$@"', "sh"]


def full(
    folder: Path, megabytes: int, *command: str | Path, **options
) -> subprocess.CompletedProcess:
    """Run `command` while `folder` has room for so many megabytes, or, without namespaces, while no file may grow larger."""
    if namespaces():
        return run(
            *_unshare(f"mount -t tmpfs -o size={megabytes}M tmpfs {folder}"), *command, **options
        )
    limit = megabytes << 20
    return run(
        *command,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        **options,
    )


def read_only(folder: Path, *command: str | Path, **options) -> subprocess.CompletedProcess:
    """Run `command` while nothing under `folder` can be written."""
    if namespaces():
        return run(
            *_unshare(f"mount --bind {folder} {folder}; mount -o remount,bind,ro {folder}"),
            *command,
            **options,
        )
    if os.geteuid() == 0:
        pytest.skip("no mount namespace is permitted here, and root may write everywhere")
    folder.chmod(0o555)
    try:
        return run(*command, **options)
    finally:
        folder.chmod(0o755)


def run(*command: str | Path, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        list(map(str, command)),
        text=True,
        capture_output=True,
        cwd=options.pop("cwd", pages.ROOT),
        **options,
    )


def environment(**changes: str | None) -> dict[str, str]:
    """The environment with `changes`; None takes a variable out. Without CI, for pytest says all twice there."""
    return {
        name: value
        for name, value in (os.environ | {"CI": None} | changes).items()
        if value is not None
    }


def without_traceback(text: str) -> str:
    assert "Traceback" not in text and "INTERNALERROR" not in text, text
    return text
