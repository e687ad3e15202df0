"""When a new output equals the recorded one: text exactly, numbers by one unit of the last place."""

import pytest

from perspectives.run.comparison import difference, drawing_difference, same


@pytest.mark.parametrize(
    ("old", "new", "equal"),
    [
        ("p = 0.773", "p = 0.774", True),
        ("p = 0.773", "p = 0.776", False),
        ("p = 0.773", "p = 0.77", False),
        ("12 of 12", "11 of 12", False),
        ("9.99  a", "10.00  a", True),
        ("-0.01", "0.00", True),
        ("49,152 tokens", "49,153 tokens", False),
        ("' Paris'", "' paris'", False),
        ("a  b", "a b", False),
    ],
)
def test_text_exactly_and_numbers_by_one_unit_of_the_last_place(old, new, equal):
    assert same(old, new) is equal


def test_the_first_line_that_differs_is_named():
    assert difference("a\nb 1.5\nc\n", "a\nb 1.6\nd\n") == (3, "c", "d")
    assert difference("a\n", "a\nb") == (2, "", "b")
    assert difference("a\n", "a") is None


DRAWING = '<svg><g id="g1"><path d="M 10.0 5"/><text x="1">0.75</text></g></svg>'


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("10.0", "10.7", ""),
        ("10.0", "10.8", "d='M 10.0 5', now 'M 10.8 5'"),
        ("0.75", "0.76", ""),
        ("0.75", "0.78", "<text> '0.75', now <text> '0.78'"),
        ("g1", "g2", ""),
        ("<path", "<rect/><path", "4 elements, now 5"),
    ],
)
def test_a_figure_may_move_by_less_than_a_unit(old, new, changed):
    assert drawing_difference(DRAWING, DRAWING.replace(old, new)) == changed
