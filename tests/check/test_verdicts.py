"""A verdict goes with what became of the prediction."""

import pytest

from perspectives.check import rules

CLAIMS = "docs/claims.yml"


TESTS = {
    "as expected": "[=v/one:row:n >1]",
    "in part": "[=v/one:row:n >1]', '[=v/one:row:n >2]",
    "otherwise": "[=v/one:row:n >2]",
}


def predicted(project, verdict: str, outcome: str, bears: str) -> list[str]:
    tests = f"['{TESTS[outcome]}']" if outcome in TESTS else "[]"
    prediction = (
        f"predicts: So.\n  measured: So.\n  tests: {tests}\n  no_test: A toy.\n  bears: {bears}"
    )
    project.edit(CLAIMS, "predicts: null", prediction)
    project.edit(CLAIMS, "verdict: holds", f"verdict: {verdict}")
    return rules.problems()


@pytest.mark.parametrize(
    ("verdict", "outcome", "bears"),
    [
        ("fails", "as expected", "for"),
        ("holds", "otherwise", "for"),
        ("holds here", "otherwise", "for"),
        ("holds", "as expected", "against"),
        ("fails", "otherwise", "against"),
        ("holds", "untested", "for"),
        ("fails", "otherwise", "beyond"),
    ],
)
def test_a_verdict_that_its_outcome_denies_is_named(project, verdict, outcome, bears):
    [problem] = predicted(project, verdict, outcome, bears)
    pair = f"the outcome {outcome!r} of a prediction {bears!r} the claim"
    message = f"{pair} does not go with the verdict {verdict!r}: use one of "
    assert problem.startswith(f"{CLAIMS}:1: NTP-01: {message}")
    assert problem.endswith(", or fix `tests` or `bears`")


@pytest.mark.parametrize(
    ("verdict", "outcome", "bears"),
    [
        ("holds", "as expected", "for"),
        ("fails", "otherwise", "for"),
        ("fails", "as expected", "against"),
        ("holds here", "otherwise", "against"),
        ("holds", "otherwise", "beyond"),
        ("mixed", "in part", "for"),
    ],
)
def test_a_verdict_beside_its_outcome_is_let_through(project, verdict, outcome, bears):
    assert predicted(project, verdict, outcome, bears) == []
