"""Git gives every text the same bytes on every machine, and leaves the rest alone."""

import shutil
import subprocess

import pytest

from perspectives.written.files import ROOT


def git(*arguments, folder=ROOT) -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True).stdout


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A repository with the project's attributes, on a system that ends its lines otherwise."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git("init", "-q", folder=tmp_path)
    git("config", "core.autocrlf", "true", folder=tmp_path)
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("docs/claims.yml", b"a\r\nb\r\n", b"a\nb\n"),
        ("recorded/v/one.txt", b"\0\r\n", b"\0\n"),
        ("docs/labs/l.ipynb", b"{}\r\n", b"{}\n"),
        ("theme/fonts/f.woff2", b"wOF2\r\n", b"wOF2\r\n"),
        ("live/engine.wasm", b"asm\r\n", b"asm\r\n"),
    ],
)
def test_line_ends(checkout, name, content, kept):
    path = checkout / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    git("add", name, folder=checkout)
    assert git("show", f":{name}", folder=checkout) == kept
    path.unlink()
    git("checkout", name, folder=checkout)
    assert path.read_bytes() == kept


def test_no_file_of_the_project_would_be_rewritten():
    if not (ROOT / ".git").exists():
        pytest.skip("only in a clone can git be asked what it would rewrite")
    rows = git("ls-files", "--eol").decode().splitlines()
    assert not [row for row in rows if "i/crlf" in row or "i/mixed" in row]
    assert {row.split()[-1].rpartition(".")[2] for row in rows if "i/-text" in row} == {
        "wasm",
        "woff2",
    }
