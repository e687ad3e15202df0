"""A check can fail, and a snippet's output does not hang on when and where it was run."""

import pytest

from perspectives.check import rules

SNIPPET = "snippets/v/one.py"
CHECK = 'assert x > 1, "too small"\nassert x < 3, "too large"\n'
NOTHING = "this asserts nothing that an earlier section found: do so"
ALWAYS = "this holds whatever was found: remove what cannot be false"
OPEN = "assert in the open, or for each of a list"


def found(project, *, demo: str = "", check: str = "") -> list[str]:
    """What is wrong with the snippet's demo or check."""
    if demo:
        project.edit(SNIPPET, "x = 1.25\n", f"{demo}\nx = 1.25\n")
    if check:
        project.edit(SNIPPET, CHECK, f"{check}\n")
    return [fault.partition(f"{SNIPPET}:")[2] for fault in rules.problems() if SNIPPET in fault]


@pytest.mark.parametrize(
    ("check", "line", "message"),
    [
        ('assert True, "always"\nassert x', 9, NOTHING),
        ("y = 3\nassert y > 2\nassert x", 10, NOTHING),
        ("import math\nassert math.pi > 3\nassert x", 10, NOTHING),
        ("for y in (1, 2):\n    assert y\nassert x", 10, NOTHING),
        ('assert (x > 99, "so")\nassert x', 9, ALWAYS),
        ("assert x > 99 or True\nassert x", 9, ALWAYS),
        ("assert x == x\nassert x", 9, ALWAYS),
        (
            "try:\n    assert x > 99\nexcept AssertionError:\n    pass\nassert x\nassert x",
            9,
            f"no `try` in a check: {OPEN}",
        ),
        (
            "import contextlib\nwith contextlib.suppress(AssertionError):\n    assert x > 99\nassert x",
            10,
            f"no `with` in a check: {OPEN}",
        ),
        ("if x > 99:\n    assert x\nassert x", 9, f"no `if` in a check: {OPEN}"),
        (
            "for y in [x]:\n    continue\n    assert y\nassert x",
            10,
            f"no `continue` in a check: {OPEN}",
        ),
        ("raise SystemExit\nassert x > 1\nassert x", 9, f"no `raise` in a check: {OPEN}"),
        ("with swallowed():\n    assert x > 1\nassert x", 9, f"no `with` in a check: {OPEN}"),
        ("assert (y > 1 for y in [x])\nassert x", 9, ALWAYS),
        ("assert [x > 99]\nassert x", 9, ALWAYS),
        ("x = 3\nassert x > 1\nassert x", 10, NOTHING),
        (
            "assert x > 1\nassert x > 1",
            9,
            "this check asserts less than two things: assert what it found, and that its control finds something else",
        ),
    ],
)
def test_a_check_that_cannot_fail_is_named(project, check, line, message):
    assert f"{line}: {message}" in found(project, check=check)


@pytest.mark.parametrize(
    "check",
    [
        "y = x + 1\nassert y > 2\nassert x",
        "y, z = x, x\nassert z\nassert y",
        "for y in [x]:\n    assert y > 1\nassert x",
        "assert all(y > 1 for y in [x])\nassert x",
        "y = 0\ny += x\nassert y > 1\nassert x",
        "y = []\ny.append(x)\nassert max(y) > 1\nassert x",
        "assert (x or 0) > 1\nassert x",
        "def twice():\n    return 2 * x\nassert twice() > 2\nassert x",
        "import contextlib\nwith contextlib.nullcontext(x) as y:\n    assert y\nassert x",
    ],
)
def test_a_check_may_reckon_with_what_was_found(project, check):
    assert found(project, check=check) == []


@pytest.mark.parametrize(
    ("demo", "name"),
    [
        ("import time", "time"),
        ("from datetime import date", "datetime"),
        ("import os", "os"),
        ("import socket", "socket"),
        ("import numpy, platform", "platform"),
        ("from . import two", "."),
        ("from pathlib import Path\nhere = Path('a').resolve()", "resolve"),
        ("from pathlib import Path\nhere = Path.cwd()", "cwd"),
        ("text = open('/etc/hostname').read()", "open"),
        ("number = hash('a')", "hash"),
        ("exec('import time')", "exec"),
        ("import torch\nhere = torch.os.getcwd()", "os"),
        ("from pathlib import Path\ntext = Path('/etc/hostname').read_text()", "'/etc/hostname'"),
        ("from perspectives.written import files", "perspectives.written"),
    ],
)
def test_what_hangs_on_the_machine_or_the_moment_is_out_of_reach(project, demo, name):
    faults = found(project, demo=demo)
    assert any(f": {name} is out of reach of a snippet: " in f":{fault}" for fault in faults)


def test_a_snippet_that_is_not_python_is_named(project):
    project.edit(SNIPPET, "x = 1.25", "x = = 1.25")
    assert any(f"{SNIPPET}:3: invalid Python: " in fault for fault in rules.problems())
