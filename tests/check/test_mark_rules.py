"""What stands between brackets and braces on a page is checked, with its line."""

from perspectives.check import rules

PAGE = "docs/views/v.md"


def test_a_guess_without_an_answer_is_named(project):
    project.edit(PAGE, "It printed", "{{guess v/one:row:n; 2 to 4}}\n\nIt printed")
    message = "v/one:row:n is '1.25', which is not within 2 to 4: widen the range"
    assert f"{PAGE}:20: {message}" in rules.problems()


def test_a_widget_without_its_record_is_named(project):
    row = '{"name": "one", "prompt": "A", "tokens": ["A"], "top": [], "sums": []}\n'
    project.write("recorded/live/next_token.jsonl", row)
    project.edit(PAGE, "It printed", '<next-token record="won"></next-token>\n\nIt printed')
    message = '<next-token record="won">: name one or more of one'
    assert f"{PAGE}:20: {message}" in rules.problems()
