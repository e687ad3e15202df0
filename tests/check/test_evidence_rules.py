"""Files that nothing uses, pages without a description and passages without a record are named."""

import pytest

from perspectives.check import rules


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("snippets/v/two.py", "no page includes this snippet: include it, or remove it"),
        ("recorded/v/two.txt", "unused record: restore its snippet, or delete it"),
        ("docs/views/plot.png", "unused file: link to it or show it on a page, or remove it"),
        (
            "snippets/data/two.txt",
            "no origin: add it and its licence to snippets/data/SOURCES.md",
        ),
        ("snippets/data/one.txt", "unused file: read it in a snippet or a lab, or remove it"),
    ],
)
def test_an_unused_file_is_named(project, name, message):
    project.write("snippets/data/SOURCES.md", "- `one.txt`: ours.\n")
    project.write(name, '"""Two?"""\n# --8<-- [start:demo]\nprint(2)\n# --8<-- [end:demo]\n')
    assert f"{name}:1: {message}" in rules.problems()


def test_a_snippet_that_backs_no_claim_is_named(project):
    project.edit("docs/claims.yml", "[v/one]", "[]")
    message = "this snippet backs no claim: name it in `evidence`"
    assert rules.problems() == [f"snippets/v/one.py:1: {message}"]


def test_an_exercise_need_not_back_a_claim(project):
    (project / "snippets/v/one.py").rename(project / "snippets/v/exercise_1.py")
    (project / "recorded/v/one.txt").rename(project / "recorded/v/exercise_1.txt")
    project.seal()
    project.edit("docs/views/v.md", "v/one", "v/exercise_1")
    project.edit("docs/claims.yml", "[v/one]", "[]")
    assert rules.problems() == []


def test_a_text_with_an_origin_that_a_snippet_reads_is_let_through(project):
    project.write("snippets/data/SOURCES.md", "- `one.txt`: ours ([LICENSE.txt](LICENSE.txt)).\n")
    project.write("snippets/data/one.txt", "One.\n")
    project.write("snippets/data/LICENSE.txt", "Free.\n")
    project.edit("snippets/v/one.py", "x = 1.25\n", 'x = 1.25  # from "one.txt"\n')
    assert rules.problems() == []


def test_a_text_with_two_origins_is_named(project):
    project.write(
        "snippets/data/SOURCES.md", "- `one.txt`: ours.\n- `one.txt` (12 lines): found.\n"
    )
    project.write("snippets/data/one.txt", "One.\n")
    project.edit("snippets/v/one.py", "x = 1.25\n", 'x = 1.25  # from "one.txt"\n')
    fix = "one.txt is described twice: keep one of the two"
    assert rules.problems() == [f"snippets/data/SOURCES.md:1: {fix}"]


def test_a_listed_page_without_a_description_is_named(project):
    project.write("docs/views/w.md", "# Another {#another}\n")
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("\nnav:\n  - views/w.md\n")
    fix = "begin with ---, `description: ...` and ---"
    assert rules.problems() == [f"docs/views/w.md:1: no description: {fix}"]
    block = "```yaml\ndescription: Of something else.\n```\n"
    project.write("docs/views/w.md", f"# Another {{#another}}\n\n{block}")
    assert rules.problems() == [f"docs/views/w.md:1: no description: {fix}"]
    project.write("docs/views/w.md", "---\ndescription: Another view.\n---\n# Another {#another}\n")
    assert rules.problems() == []


PLAYED = """{"name": "shown", "kind": "A letter", "origin": "Ours.", "text": "Dear"}
{"word": " Ann", "bits": ["1.00"], "tokens": [[" Ann", "1.00"]], "shares": {" Ann": ["0.5000"]}}
{"name": "played", "kind": "A list", "origin": "Ours.", "text": "One & “two”"}
{"word": " 3", "bits": ["0.50"], "tokens": [["3", "0.50"]], "shares": {" 3": ["0.7071"]}}
{"word": " four", "bits": ["1.50"], "tokens": [["four", "1.50"]], "shares": {" four": ["0.5"]}}
"""
PASSAGES = """- name: shown
  kind: A letter
  origin: Ours.
  text: Dear¦ Ann
- name: played
  kind: A list
  origin: Ours.
  text: One & “two”¦ 3 four
"""


@pytest.fixture
def game(project):
    """The small project with a game of two passages."""
    project.write("recorded/play/words.jsonl", PLAYED)
    project.write("snippets/data/play.yml", PASSAGES)
    return project


def of_the_game() -> list[str]:
    path = "snippets/data/play.yml:"
    texts = [problem.removeprefix(path) for problem in rules.problems() if problem.startswith(path)]
    return [text for text in texts if not text.startswith("1: unused file")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("", "", None),
        (
            "  origin: Ours.\n  text: One",
            "  text: One",
            "5: played: missing origin: a passage needs name, kind, origin, text",
        ),
        (
            "- name: played\n  kind",
            "- kind",
            "1: a passage: missing name: a passage needs name, kind, origin, text",
        ),
        (
            "¦ Ann",
            " Ann",
            "1: shown: put one ¦ into the text where guessing begins, before the blank",
        ),
        (
            "¦ 3",
            "¦ 4",
            "5: played: the recorded passage is missing or outdated: nox -s record -- play",
        ),
        (
            "name: played",
            "name: new",
            "5: new: the recorded passage is missing or outdated: nox -s record -- play",
        ),
    ],
)
def test_a_fault_in_a_passage_is_named(game, old, new, message):
    game.write("snippets/data/SOURCES.md", "- `play.yml`: ours.\n")
    game.write("snippets/data/play.yml", PASSAGES.replace(old, new))
    assert of_the_game() == ([message] if message else [])


def test_passages_that_were_never_recorded_are_named(game):
    game.write("snippets/data/SOURCES.md", "- `play.yml`: ours.\n")
    (game / "recorded/play/words.jsonl").unlink()
    assert [text.split(": ")[1] for text in of_the_game()] == ["shown", "played"]
