"""Git is asked, and believed, whatever the user has configured; where it cannot tell, it says why."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from perspectives.written import files, history

# Signs and verifies, as gpg does with a key that the reader lacks.
GPG = """#!/bin/sh
case "$*" in
*--verify*) echo "gpg: Can't check signature" >&2; exit 1 ;;
esac
cat >/dev/null
echo "[GNUPG:] SIG_CREATED " >&2
printf -- "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n"
"""


def git(*arguments, folder: Path | str = ".") -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    more = ("-c", "protocol.file.allow=always")
    subprocess.run(["git", "-C", folder, *who, *more, *arguments], check=True, capture_output=True)


def forget() -> None:
    for remembered in (history._changes, history._commits, history._claim_commits):
        remembered.cache_clear()


def told() -> list:
    """What is told of two pages, of which one is touched by a claim."""
    forget()
    return [history.changes(page) for page in ("views/v", "index", "glossary")]


def fault() -> str:
    """What keeps git from telling the history; no page has one."""
    forget()
    with pytest.raises(history.HistoryError) as error:
        history.check()
    assert history.changes("views/v") == []
    return str(error.value)


@pytest.fixture
def known(project, commit) -> list:
    """What is told of the small project after two more commits."""
    project.edit("docs/claims.yml", "verdict: holds", "verdict: open")
    commit("Größe “漢”", "2026-03-04")
    project.edit("docs/views/v.md", "says so", "says it")
    commit("A view", "2026-03-05")
    found = told()
    assert [len(changes) for changes in found] == [3, 2, 1]
    assert found[1][0].subject == "Größe “漢”"
    return found


@pytest.fixture
def elsewhere(project, monkeypatch):
    """Reads the pages of a clone instead."""

    def elsewhere(folder: Path) -> None:
        monkeypatch.setattr(files, "ROOT", folder)
        monkeypatch.setattr(files, "DOCS", folder / "docs")

    return elsewhere


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("color.ui", "always"),
        ("diff.relative", "true"),
        ("i18n.logOutputEncoding", "UTF-16"),
        ("log.follow", "true"),
        ("log.showRoot", "false"),
    ],
)
def test_no_setting_changes_what_is_told(known, name, value):
    git("config", name, value)
    history.check()
    assert told() == known


def test_signatures_are_not_shown(known, project, tmp_path):
    program = project.write("gpg", GPG)
    program.chmod(0o755)
    git("config", "gpg.program", str(program))
    git("config", "log.showSignature", "true")
    git("-c", "user.signingKey=A", "commit", "-S", "--amend", "--no-edit")
    assert [[change.subject for change in page] for page in told()] == [
        [change.subject for change in page] for page in known
    ]


@pytest.mark.parametrize(("name", "value"), [("GIT_EXTERNAL_DIFF", "true"), ("GIT_DIR", "other")])
def test_no_variable_changes_what_is_told(known, monkeypatch, name, value):
    git("init", "-q", "--bare", "other")
    monkeypatch.setenv(name, value)
    assert told() == known


def test_subjects_are_read_in_any_locale(known, project):
    code = "from perspectives.written import history; print(ascii(history.changes('index')[0][2]))"
    latin = {"PATH": Path(shutil.which("git")).parent, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    latin["PYTHONPATH"] = str(project / "src")
    command = [sys.executable, "-X", "utf8=0", "-c", code]
    ended = subprocess.run(command, env=latin, capture_output=True, text=True, check=True)
    assert ended.stdout == "'Gr\\xf6\\xdfe \\u201c\\u6f22\\u201d'\n"


def test_a_clone_a_worktree_and_a_submodule_tell_all(known, project, tmp_path, elsewhere):
    git("clone", "-q", f"file://{project.root}", "clone")
    git("worktree", "add", "-q", "tree")
    git("init", "-q", "around")
    git("submodule", "add", "-q", f"file://{project.root}", "part", folder="around")
    for folder in ("clone", "tree", "around/part"):
        elsewhere(project / folder)
        history.check()
        assert told() == known


def test_a_shallow_clone_its_worktree_and_a_shallow_submodule_tell_nothing(
    known, project, elsewhere
):
    address = f"file://{project.root}"
    git("clone", "-q", "--depth", "1", address, "clone")
    git("worktree", "add", "-q", "../tree", folder="clone")
    git("init", "-q", "around")
    git("submodule", "add", "-q", "--depth", "1", address, "part", folder="around")
    for folder in ("clone", "tree", "around/part"):
        elsewhere(project / folder)
        assert "this clone is shallow; " in fault() and "git fetch --unshallow" in fault()


def test_the_history_of_a_folder_around_the_project_is_not_taken_for_its_own(project):
    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "Another project")
    assert "path 'docs' exists on disk, but not in 'HEAD'" in fault()


def test_a_project_in_a_folder_of_a_repository_has_its_history(known, project, elsewhere):
    around = project / "around"
    shutil.copytree(project / "docs", around / "part/docs")
    git("init", "-q", folder=around)
    git("add", ".", folder=around)
    git("commit", "-qm", "All", folder=around)
    elsewhere(around / "part")
    assert [[change.subject for change in page] for page in told()] == [["All"]] * 3


def test_a_repository_of_another_user_names_git_s_own_way_out(known, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "dubious ownership" in fault() and "--add safe.directory" in fault()


def test_a_damaged_repository_says_what_is_missing(known, project):
    first = known[0][-1].commit
    [lost] = (project / ".git/objects" / first[:2]).glob(f"{first[2:]}*")
    lost.unlink()
    assert "git says error: Could not read" in fault()


def test_without_git_that_is_said(known, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert "git does not start: " in fault() and "install git" in fault()


def test_line_ends_of_another_system_hide_no_change(known, project, commit):
    shutil.copy(Path(__file__).parents[2] / ".gitattributes", project.root)
    text = (project / "docs/claims.yml").read_text().replace("open", "mixed")
    project.write("docs/claims.yml", text.replace("\n", "\r\n"))
    git("add", "docs")
    patch = subprocess.run(["git", "diff", "--cached", "--numstat"], capture_output=True, text=True)
    assert patch.stdout == "1\t1\tdocs/claims.yml\n"
    commit("Another verdict", "2026-03-06")
    assert history.changed("views/v") == "2026-03-06"


def test_a_subject_may_hold_a_tab(project, commit):
    project.edit("docs/views/v.md", "says so", "says it")
    commit("One\ttwo\tthree")
    assert history.changes("views/v")[0].subject == "One\ttwo\tthree"
