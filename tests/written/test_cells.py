"""A lab's source becomes a page of Markdown in which every line stands where it stood."""

import pytest

from perspectives.written.cells import as_markdown

LAB = '# %% [markdown]\n# # Title {#t}\n#\n# Words.\n\n# %%\nx = "```"\n\n# %% tags=["check"]\nassert x\n\n# %% [markdown]\n# The end.\n'


def test_prose_is_bare_code_is_fenced_and_no_line_moves():
    rows = as_markdown(LAB, ValueError).split("\n")
    assert [rows[n] for n in (1, 3, 6, 9, 12)] == [
        "# Title {#t}",
        "Words.",
        'x = "```"',
        "assert x",
        "The end.",
    ]
    assert [n for n, row in enumerate(rows) if row.startswith("`````````python")] == [5, 8]
    assert [n for n, row in enumerate(rows) if row == "`````````"] == [7, 10]


def test_a_lab_may_end_in_code():
    assert as_markdown("# %%\nx = 1\n", ValueError) == "`````````python\nx = 1\n`````````"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("\n# %%\n", "# %%\n", 5, "put a blank line before the beginning of a cell"),
        ("# %% tags", "# %% name tags", 9, "a cell begins with"),
        ("# Words.", "Words.", 4, "a line of prose begins with `# `"),
        (
            "# %% [markdown]\n# #",
            "import os\n\n# %% [markdown]\n# #",
            1,
            "put code below `# %%`",
        ),
    ],
)
def test_what_is_in_no_cell_is_named_with_its_line(old, new, line, says):
    with pytest.raises(ValueError) as error:
        as_markdown(LAB.replace(old, new, 1), ValueError)
    assert error.value.args[0] == line and says in error.value.args[1]
