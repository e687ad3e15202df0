"""An address that was published cannot disappear: deleted, renamed or moved, it is named with file,
line and how to fix it.
"""

import pytest

from perspectives.check import published, rules

PAGE, OTHER = "docs/views/v.md", "docs/index.md"


@pytest.fixture
def listed(project):
    """The small project with all its addresses published."""
    project.write("docs/ids.txt", "".join(f"{address}\n" for address in published.addresses()))
    assert rules.problems() == []
    return project


def line_of(project, address: str) -> int:
    return (project / "docs/ids.txt").read_text().split("\n").index(address) + 1


def test_the_edition_s_own_list_is_kept():
    assert list(published.addresses_stay()) == []
    assert {
        "views/next-token.md",
        "views/next-token.md#NTP-05",
        "glossary.md#logit",
        "evidence.md#NTP-05",
    } <= published.addresses().keys()


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (lambda p: p.edit(PAGE, "### One? {#one}\n", ""), ""),
        (lambda p: p.edit(PAGE, "{#one}", "{#uno}"), " (docs/views/v.md:6 has views/v.md#uno)"),
        (
            lambda p: (
                p.edit(PAGE, "### One? {#one}\n", ""),
                p.edit(OTHER, "{#front}\n", "{#front}\n\n## One? {#one}\n"),
            ),
            " (docs/index.md:3 has index.md#one)",
        ),
    ],
    ids=["deleted", "renamed", "moved"],
)
def test_an_id_that_is_gone_is_named_with_file_line_and_fix(listed, change, hint):
    listed.edit(OTHER, "views/v.md#one", "views/v.md")
    change(listed)
    message = f"views/v.md#one was published but is gone{hint}"
    fix = "put it back, or add `views/v.md#one: PAGE.md#ID` to docs/redirects.yml"
    line = line_of(listed, "views/v.md#one")
    assert rules.problems() == [f"docs/ids.txt:{line}: {message}: {fix}"]


def test_a_redirect_fixes_it(listed):
    listed.edit(PAGE, "{#one}", "{#uno}")
    listed.edit(OTHER, "views/v.md#one", "views/v.md#uno")
    listed.write("docs/redirects.yml", "views/v.md#one: views/v.md#uno\n")
    assert rules.problems() == []


def test_a_page_that_is_gone_is_named_once_and_moves_with_all_its_ids(listed):
    old = listed / "docs/views/v.md"
    old.rename(listed / "docs/views/w.md")
    [gone] = published.addresses_stay()
    assert "views/v.md was published but is gone" in gone.message
    listed.write("docs/redirects.yml", "views/v.md: views/w.md\n")
    assert list(published.addresses_stay()) == []
    listed.edit("docs/views/w.md", "{#one}", "{#uno}")
    [gone] = published.addresses_stay()
    assert "views/v.md#one was published but is gone" in gone.message


@pytest.mark.parametrize(
    ("redirect", "message"),
    [
        (
            "views/v.md#old: views/v.md#none",
            "docs/redirects.yml:2: views/v.md#old leads to views/v.md#none, which does not exist: fix it",
        ),
        (
            "views/v.md#one: views/v.md",
            "docs/redirects.yml:2: views/v.md#one still exists, in docs/views/v.md:6: remove this line",
        ),
        ("views/v.md#old: [", "docs/redirects.yml:3: write one `OLD.md#ID: NEW.md#ID` a line"),
    ],
)
def test_a_wrong_redirect_is_named(listed, redirect, message):
    listed.write("docs/redirects.yml", f"# where things went\n{redirect}\n")
    assert [problem for problem in rules.problems() if problem.startswith(message)]


def test_a_correction_begins_with_a_link_to_its_place(listed):
    listed.edit("CHANGELOG.md", "### Corrected\n", "### Corrected\n\n- Something was wrong.\n")
    assert [problem.split(": ")[:2] for problem in rules.problems()] == [
        ["CHANGELOG.md:7", "a correction begins with a link to its place"]
    ]
