"""A lab is stale when what it runs has changed, and only then: that is found without torch and
without a kernel.
"""

import ast

import nbformat
import pytest

from perspectives.written import files, labs

LAB = (
    "# %% [markdown]\n# # Lab {#lab}\n#\n# Is it so?\n\n"
    '# %%\nfrom perspectives.one import x\n\ntext = "words.txt"\n\n# %% tags=["check"]\nassert x\n'
)


@pytest.fixture
def lab(project):
    """The small project with a lab, recorded."""
    project.root.joinpath("src").unlink()  # a link to the real one
    project.write("src/perspectives/one.py", "from perspectives import two\n\nx = 1\n")
    project.write("src/perspectives/two.py", "y = 1\n")
    project.write("snippets/data/words.txt", "Some words.\n")
    source = project.write("labs/l.py", LAB)
    ran = labs.cells(source)
    ran.cells = labs.code_cells(source)
    ran.metadata["fingerprint"] = labs.fingerprint(source)
    project.write("docs/labs/l.ipynb", nbformat.writes(ran))
    assert not labs.is_stale(source)
    return project


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("labs/l.py", "assert x", "assert not x"),
        ("labs/l.py", '# %% tags=["check"]', '# %% tags=["trained"]'),
        ("src/perspectives/one.py", "x = 1", "x = 2"),
        ("src/perspectives/two.py", "y = 1", "y = 2"),
        ("snippets/data/words.txt", "Some", "Other"),
    ],
)
def test_a_lab_is_stale_when_what_it_runs_has_changed(lab, file, old, new):
    lab.edit(file, old, new)
    assert labs.is_stale(lab / "labs/l.py")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("labs/l.py", "Is it so?", "Is it?"),
        ("labs/l.py", "assert x", "assert (  # surely\n    x\n)"),
        ("src/perspectives/one.py", "x = 1", "x = 1  # one"),
        ("src/perspectives/one.py", "from", '"""One."""\nfrom'),
    ],
)
def test_a_lab_is_not_stale_for_prose_layout_or_comments(lab, file, old, new):
    lab.edit(file, old, new)
    assert not labs.is_stale(lab / "labs/l.py")


def test_a_lab_that_never_ran_is_stale(lab):
    (lab / "docs/labs/l.ipynb").unlink()
    assert labs.is_stale(lab / "labs/l.py")


def test_code_that_is_not_python_is_named_with_its_line(lab):
    lab.edit("labs/l.py", "assert x", "assert x,")
    with pytest.raises(files.SourceError, match=r"labs/l\.py:12: invalid Python: invalid syntax"):
        labs.cells(lab / "labs/l.py")


def test_code_has_one_shape_on_all_versions_of_python():
    code = 'f"{a:>{b}}"; c = [""]'
    tree = ast.parse(code)
    tree.body[0].value.values[0].format_spec.values.append(ast.Constant("", kind=None))
    assert str(labs._shape(tree)) == labs.shape(code) != labs.shape(code.replace('""', ""))
