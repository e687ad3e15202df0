"""A snippet finds no state that another has left, and no trace of this machine."""

import pytest

execution = pytest.importorskip("perspectives.run.execution")  # needs torch

DRAWS = ["import random\nx = random.random()", "import numpy\nx = numpy.random.rand()"]
DRAWS.append("import torch\nx = torch.rand(1).item()")


def printed(snippet) -> str:
    run = execution.Execution(snippet)
    run.advance("demo")
    return run.output.printed


@pytest.mark.parametrize("code", DRAWS)
def test_what_is_drawn_without_a_seed_is_another_thing_each_time(project, code):
    snippet = project.edit("snippets/v/one.py", "x = 1.25", code)
    seeded = code.replace("\n", "\nrandom.seed(0)\n", 1).replace(
        "numpy\nrandom", "numpy\nnumpy.random"
    )
    seeded = seeded.replace("torch\nrandom.seed", "torch\ntorch.manual_seed")
    assert printed(snippet) != printed(snippet)
    snippet = project.edit("snippets/v/one.py", code, seeded)
    assert printed(snippet) == printed(snippet)


def test_a_snippet_knows_its_place_in_the_project_alone(project):
    snippet = project.edit("snippets/v/one.py", "x = 1.25", "x = __file__")
    assert printed(snippet) == "label  n\nrow    snippets/v/one.py\n"


def test_a_path_of_this_machine_is_not_printed(project):
    code = "import pathlib\nx = pathlib.Path(__file__).absolute()"
    snippet = project.edit("snippets/v/one.py", "x = 1.25", code)
    with pytest.raises(AssertionError, match="this prints a path of this machine: print a name"):
        printed(snippet)
