"""One answer to where a snippet is shown: its page, the heading above it and the sections that the
page includes.
"""

from perspectives.written import demonstrations as shown
from perspectives.written import snippets


def test_a_demonstration_stands_under_the_heading_above_its_first_block(project):
    [found] = shown.demonstrations()
    assert (found.name, found.place, found.sections) == (
        "v/one",
        "views/v.md#one",
        ("demo", "check"),
    )
    assert found.line == 8 and not found.is_exercise and not found.calls_model


def test_exercises_and_code_that_calls_the_model_are_told_apart(project):
    text = (project / "snippets/v/one.py").read_text()
    project.write("snippets/v/exercise_1.py", text.replace("x = 1.25", "import perspectives.model"))
    project.edit("docs/views/v.md", "snippets/v/one.py", "snippets/v/exercise_1.py")
    [found] = shown.demonstrations()
    assert found.is_exercise and found.calls_model


def test_code_that_only_counts_with_the_kit_does_not_call_the_model(project):
    text = (project / "snippets/v/one.py").read_text()
    for names, calls in (("student, table", False), ("cost, table", True)):
        line = f"from perspectives.measure import {names}"
        project.write("snippets/v/one.py", text.replace("x = 1.25", line))
        assert snippets.calls_model(project / "snippets/v/one.py") is calls


def test_every_snippet_of_the_edition_is_shown_whole_on_one_page():
    found = shown.demonstrations()
    assert [item.snippet for item in found if item.snippet not in snippets.snippet_files()] == []
    assert sorted(item.snippet for item in found) == snippets.snippet_files()
    assert [
        item.name for item in found if set(item.sections) != set(snippets.sections(item.snippet))
    ] == []
