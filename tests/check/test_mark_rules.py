"""What stands between brackets and braces on a page is checked, with its line."""

import pytest

from perspectives.check import rules

PAGE = "docs/views/v.md"
QUOTE = "quote it from a record as [=view/snippet:row:column]"


@pytest.fixture
def counted(project):
    """The small project, with a record that says in how many cases."""
    project.write("recorded/v/one.txt", "label      n  of\nrow        5  20\nhits of 9  4\n")
    return project


def shown(project, sentence: str) -> list[str]:
    """What is wrong when a page ends so."""
    project.edit(PAGE, "It printed [=v/one:row:n].", sentence)
    return [problem for problem in rules.problems() if problem.startswith(PAGE)]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("It found [=v/one:row:n] of 20.", "20"),
        ("It found [=v/one:row:n] out of the 20.", "20"),
        ("It found [=v/one:row:n] right answers in 20.", "20"),
        ("It found [=v/one:row:n] of all twenty.", "twenty"),
        ("Of 20 cases, [=v/one:row:n] were found.", "20"),
        ("Yet of twenty cases it found [=v/one:row:n].", "twenty"),
        ("It found [=v/one:row:n] (n = 20).", "20"),
        ("A mean of [=v/one:row:n] over 20 cases.", "20"),
        ("Of 20 cases, how many are found?", "20"),
    ],
)
def test_a_typed_number_of_cases_is_named(counted, sentence, number):
    message = f"the number of cases {number!r} is typed: quote it too, as [=view/snippet:row:of]"
    assert shown(counted, sentence) == [f"{PAGE}:20: {message}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "It found [=v/one:row:n] of [=v/one:row:of].",
        "It found [=v/one:hits of 9] of 9, or [=v/one:hits of 9] of nine.",
        "It found [=v/one:row:n] sums of three digits.",
        "It found [=v/one:row:n] in a hundred.",
        "It is one of 20.",
    ],
)
def test_a_number_of_cases_that_the_record_holds_is_let_through(counted, sentence):
    assert shown(counted, sentence) == []


def test_a_sample_that_was_cut_changes_what_the_page_says_or_is_named(counted):
    """Whoever runs fewer cases cannot leave the old number standing."""
    counted.edit(PAGE, "It printed [=v/one:row:n].", "It found [=v/one:hits of 9] of 9.")
    assert not any(problem.startswith(PAGE) for problem in rules.problems())
    counted.edit("recorded/v/one.txt", "hits of 9", "hits of 5")
    assert any("0 rows 'hits of 9'" in problem for problem in rules.problems())


@pytest.mark.parametrize(
    "word", ["only", "no more than", "hardly", "never", "most", "at least", "all"]
)
def test_a_word_that_weighs_a_number_needs_a_bound(project, word):
    found = shown(project, f"It printed {word} [=v/one:row:n].")
    assert len(found) == 1 and "weighs a number without a bound: say in the quote" in found[0]
    assert f"{PAGE}:20: {word.split()[0]!r}" in found[0].replace("'at least'", "'at'")


@pytest.mark.parametrize(
    "sentence",
    [
        "It printed only [=v/one:row:n <2].",
        "It printed only [=v/one:row:n >1 <=1.25], less than [=v/one:row:n].",
        "It printed [=v/one:row:n]. There is only one.",
        "Only one. It printed [=v/one:row:n].",
        "It said “only” and printed [=v/one:row:n].",
        "It printed [=v/one:row:n] and `only`.",
    ],
)
def test_a_bound_or_another_sentence_is_let_through(project, sentence):
    assert shown(project, sentence) == []


def test_a_number_beyond_its_bound_is_named(project):
    message = "[=v/one:row:n <1]: it is 1.25, and the sentence needs <1"
    problem = f"{PAGE}:20: {message}: reword it, or fix the bound"
    assert shown(project, "It printed only [=v/one:row:n <1].") == [problem]


@pytest.mark.parametrize(
    ("caption", "numbers"),
    [
        ("One dot a case, 7 of them.", ["7"]),
        ("A share of 0.5.", ["0.5"]),
        ("Bars are 95 % intervals over 20 cases.", ["20"]),
        ("Bars are 95 % intervals over twenty cases.", ["twenty"]),
        ("Bars are 95 % intervals, twenty cases each.", ["twenty"]),
        ("Bars are 95 % intervals over [=v/one:row:of] cases.", []),
        ("What 1.25 was in 2017, with 1 and 0 beside it.", []),
    ],
)
def test_a_number_in_a_caption_is_quoted_or_printed(project, caption, numbers):
    project.write("recorded/v/one.txt", "label  n     of\nrow    1.25  20\n")
    found = shown(project, f"<figcaption>{caption}</figcaption>")
    typed = [problem for problem in found if "in this caption is typed" in problem]
    assert typed == [
        f"{PAGE}:20: the number {number!r} in this caption is typed: {QUOTE}" for number in numbers
    ]


def test_what_a_caption_quotes_is_checked(project):
    [problem] = shown(project, "<figcaption>It is [=v/one:rwo:n].</figcaption>")
    assert problem.startswith(f"{PAGE}:20: [=v/one:rwo:n]: recorded/v/one.txt has 0 rows 'rwo'")


@pytest.mark.parametrize(
    "drawing",
    [
        '<svg role="img" aria-label="A line that rises to 0.5 at the end"></svg>',
        '<img src="x.svg" alt="Twelve dots, of which 3 of 4 are blue">',
        "![A line that rises to 12 % at the end](x.svg)",
    ],
)
def test_a_number_in_a_description_is_named(project, drawing):
    found = shown(project, drawing)
    assert any("in this description is typed: leave it to the caption" in row for row in found)


def test_a_typed_number_of_cases_in_a_guess_is_named(project):
    [problem] = shown(project, "{{guess v/one:row:n; 0 to 4; of 4}}")
    assert problem == f"{PAGE}:20: 'of 4' is typed: write of [=view/snippet:row:of]"


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


def test_a_number_of_cases_that_stands_by_itself_is_named(project):
    project.write("recorded/v/one.txt", "label  n   of\nrow    1.25  31\n")
    project.edit(PAGE, "It printed [=v/one:row:n]", "So the 31 give [=v/one:row:n]")
    message = "31 is how many cases a row of this paragraph has, typed: quote it"
    assert any(f"{PAGE}:20: {message}" in problem for problem in rules.problems())
    project.edit(PAGE, "the 31 give", "the [=v/one:row:of] give")
    assert rules.problems() == []


def test_no_file_is_included_as_text(project):
    project.edit(PAGE, "It printed", '--8<-- "mkdocs.yml"\n\nIt printed')
    message = "mkdocs.yml is included as text: show it in a fence, or write it here"
    assert f"{PAGE}:20: {message}" in rules.problems()
