"""Every check can fail: on a model whose weights are shuffled, or with something else
in the place of what was calculated, it does.
"""

import ast
from types import FunctionType

import numpy as np
import pytest
import torch

from perspectives.model import load
from perspectives.run.execution import Execution, use_threads
from perspectives.written import expected, lists, snippets
from perspectives.written.snippets import sections, snippet_files

NAMES = {f"{path.parent.name}/{path.stem}": path for path in snippet_files()}
ASKING = sorted(name for name, path in NAMES.items() if snippets.calls_model(path))
CALCULATING = sorted(NAMES.keys() - set(ASKING))
WHATEVER_THE_WEIGHTS = {  # snippet -> why its check holds on any model of this build
    "early-folk/exercise_2": "sums of three digits, and the tokenizer",
    "free-energy/symmetries": "moves that leave the function of any weights as it is",
    "inside-a-transformer/causal": "the mask lets no weights see what follows",
    "inside-a-transformer/forward": "two ways to the same sums",
    "inside-a-transformer/mlp": "no weights of an MLP reach another place",
    "inside-a-transformer/parameters": "it counts them",
    "inside-a-transformer/words": "the tokenizer alone",
    "introduction/lineage": "how the model is built",
    "live/generate": "how a token is drawn, whatever the logits",
    "mathematical-framework/exercise_2": "what a gate does to any matrix",
    "prediction-is-hard/exercise_1": "nobody pays less for a fair digit than log2(10)",
    "training-stages/exercise_2": "the tokenizer's template",
    "training-stages/exercise_3": "a mask over labels changes any loss",
}
NOT_REACHED = {  # snippet -> why it ends before its check
    "mathematical-framework/lens": "no reading is as cheap as those that its picture shows",
    "next-token/surprisal": "bits as high as those have no shade in its picture",
}


@pytest.fixture(scope="module")
def shuffled():
    """The edition's model, each of its tensors with its own numbers in another order."""
    use_threads()
    network, _ = load()
    generator = torch.Generator().manual_seed(0)
    for weight in network.parameters():
        order = torch.randperm(weight.numel(), generator=generator)
        weight.data = weight.data.flatten()[order].reshape(weight.shape)


@pytest.mark.parametrize("name", ASKING)
def test_a_check_fails_on_shuffled_weights(shuffled, name):
    run = Execution(NAMES[name])
    try:
        run.advance("check")
    except AssertionError as error:
        assert name not in WHATEVER_THE_WEIGHTS, f"it fails: take it off the list ({error})"
    except Exception as error:
        assert name in NOT_REACHED, f"{error!r} before the check: make it reach it, or list it"
    else:
        assert name in WHATEVER_THE_WEIGHTS, "its check holds on a model that knows nothing"


def test_what_any_weights_fulfil_could_not_have_failed():
    """A view whose prediction is tested by such programs alone says so in the bill."""
    for claim in lists.claims():
        asked = {expected.tested(quote).record for quote in claim.tests}
        if asked and asked <= WHATEVER_THE_WEIGHTS.keys():
            assert claim.no_test, f"{claim.id}: say in `no_test` why it could not have failed"


@pytest.mark.parametrize("name", CALCULATING)
def test_a_check_fails_if_something_else_is_found(name):
    run = Execution(NAMES[name])
    run.advance(snippets.shown(NAMES[name]))
    _, check = sections(NAMES[name])["check"]
    read = {node.id for node in ast.walk(ast.parse(check)) if isinstance(node, ast.Name)}
    assert any(fails(check, run.namespace, found) for found in sorted(read & run.namespace.keys()))


def fails(check: str, namespace: dict, found: str) -> bool:
    """Does the check fail with something else in the place of what was found?"""
    try:
        exec(check, namespace | {found: otherwise(namespace[found])})
    except AssertionError:
        return True
    except Exception:  # it cannot be carried out, which tells nothing
        return False
    return False


def otherwise(value):
    """A value of the same kind that is not this one."""
    match value:
        case bool() | np.bool_():
            return not value
        case str():
            return value[::-1]
        case dict():
            return {key: otherwise(part) for key, part in value.items()}
        case list() | tuple():
            return type(value)(map(otherwise, value))
        case np.ndarray() if value.dtype == bool:
            return ~value
        case int() | float() | np.number() | np.ndarray() | torch.Tensor():
            return -value - 1
        case FunctionType():
            return lambda *args, **options: otherwise(value(*args, **options))
    return value
