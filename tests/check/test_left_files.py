"""What editors and systems leave beside sources is neither checked, published nor watched."""

import pytest

from perspectives.check import rules
from perspectives.transforms import rebuilds

FOLDERS = ["docs", "docs/labs", "recorded", "recorded/v", "snippets/v", "snippets/data"]
FOLDERS += ["labs", "live"]
# Each beside a file `x` of every kind; `.#x` is an editor's lock, a link to nowhere.
LEFT = [".#x", "#x#", "x~", ".x.swp", ".DS_Store", ".ipynb_checkpoints/x"]
KINDS = ["x.md", "x.py", "x.txt", "x.yml", "x.ipynb", "x.mjs", "x.png"]


def leave(folder, name: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.startswith(".#"):
        path.symlink_to("me@machine.123:456")
    else:
        path.write_bytes(b"\xff! no source\n")


@pytest.mark.parametrize("left", LEFT)
def test_what_tools_leave_is_passed_over(project, left):
    def built() -> list:
        site = project.build()
        return sorted(path.relative_to(site) for path in site.rglob("*"))

    project.write("snippets/data/SOURCES.md", "")
    before = built(), rebuilds.state()
    for folder in FOLDERS:
        for kind in KINDS if "x" in left else [""]:
            leave(project / folder, left.replace("x", kind) if kind else left)
    assert rules.problems() == []
    assert (built(), rebuilds.state()) == before


def test_a_page_that_is_a_link_to_nowhere_is_missed_where_it_is_named(project, caplog):
    (project / "docs/views/w.md").symlink_to("nowhere.md")
    project.build()
    project.edit("docs/index.md", "views/v.md", "views/w.md")
    assert "docs/index.md:" in rules.problems()[0]
