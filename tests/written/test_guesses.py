"""What a reader may guess, as a page writes it."""

import pytest

from perspectives.written.guesses import parsed


def test_a_number_is_that_of_its_record_on_a_scale(project):
    guess = parsed("v/one:row:n; 0.00 to 4.00; bits")
    assert guess == ("v/one:row:n", "1.25", [], 0.0, 4.0, 0.01, "bits")
    assert parsed("v/one:row:n; 0 to 32").step == 1


def test_the_number_of_a_row_with_a_single_cell(project):
    assert parsed("v/one:row; 0 to 9").answer == "1.25"


def test_a_number_in_thousands_is_a_number_to_the_browser(project):
    project.write("recorded/v/one.txt", "label  n\nrow  12,000,000\n")
    assert parsed("v/one:row:n; 0 to 20000000").answer == "12000000"


def test_the_number_of_cases_is_quoted_and_ends_the_range(project):
    project.write("recorded/v/one.txt", "label  n  of\nrow    3  4\n")
    assert parsed("v/one:row:n; 0 to 4; of [=v/one:row:of]").unit == "of 4"
    with pytest.raises(LookupError, match="there were 4, and the range ends at 5: end it there"):
        parsed("v/one:row:n; 0 to 5; of [=v/one:row:of]")


def test_an_answer_is_one_of_several():
    guess = parsed("worse; better, worse, the same")
    assert (guess.answer, guess.choices) == ("worse", ["better", "worse", "the same"])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "write {{guess RECORD:ROW:COLUMN; 0 to 32; bits}}"),
        ("worse; better, the same", "no guess can be made"),
        ("worse; worse", "no guess can be made"),
        ("1.25; 0 to 4", "names no number of a record"),
        ("v/one:row:n; 2 to 4", "not within 2 to 4: widen the range"),
        ("v/one:rwo:n; 0 to 4", "of its 2 rows"),
        ("v/two:row:n; 0 to 4", "does not exist"),
    ],
)
def test_what_cannot_be_guessed_says_what_to_write(project, text, fault):
    with pytest.raises(LookupError, match=fault.replace("{", r"\{")):
        parsed(text)
