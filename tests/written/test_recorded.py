"""Quoted numbers are found by row label and column header, and by nothing else."""

import pytest

from perspectives.written.marks import QUOTE
from perspectives.written.recorded import header_above, number, printed, quoted

RANGES = "label   share         all\nrow  0.38 to 0.71  2,000\nless  -0.3 to 0.4  5\n"
TABLE = """place  word     bits  odd
    8  kitchen   1.6  23.4
sum             55.1  79.9
of 2,000  0.762
            n = 1  n = 2
prose        2.76   2.78
"""


@pytest.fixture
def table(project):
    project.write("recorded/v/t.txt", TABLE)


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("[=v/t:8:bits]", "1.6"),
        ("[=v/t:8:odd]", "23.4"),
        ("[=v/t:of 2,000]", "0.762"),
        ("[=v/t:prose:n = 2]", "2.78"),
        ("[=v/t:8:word]", "kitchen"),
    ],
)
def test_a_cell_by_its_names(table, mark, value):
    m = QUOTE.fullmatch(mark)
    assert quoted(m[1], m[2], m[3]) == value


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("[=v/none:8:bits]", "recorded/v/none.txt does not exist"),
        ("[=v/t:9:bits]", "has 0 rows '9'; of its 6 rows, the nearest: "),
        ("[=v/t:pros:n = 2]", "nearest: prose, "),
        (
            "[=v/t:8: nats]",
            "no column 'nats' over row '8' of recorded/v/t.txt; its columns: word, bits, odd",
        ),
        ("[=v/t:8]", "has 3 cells: name a column"),
        ("[=v/t:prose:bits]", "no column 'bits' over row 'prose'"),
    ],
)
def test_a_number_that_is_not_there_says_what_is(table, mark, message):
    m = QUOTE.fullmatch(mark)
    with pytest.raises(LookupError) as error:
        quoted(m[1], m[2], m[3])
    assert message in str(error.value)


def test_of_many_rows_the_nearest_are_named(project):
    rows = [f"row {number}  {number}.5" for number in range(300)]
    project.write("recorded/v/t.txt", "\n".join(rows))
    with pytest.raises(LookupError, match="of its 300 rows, the nearest: row 17") as error:
        quoted("v/t", "rows 17", None)
    assert str(error.value).count("row ") == 5


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("[=v/r:row:all <2001]", "2,000"),
        ("[=v/r:row:all =2,000]", "2,000"),
        ("[=v/r:row:all >1 <=2000]", "2,000"),
        ("[=v/r:row:share >0 <0.72]", "0.38 to 0.71"),
        ("[=v/r:less:share >-1]", "-0.3 to 0.4"),
        ("[=v/t:of 2,000 >=0.762]", "0.762"),
        ("[=v/t:prose:n = 2 <3]", "2.78"),
    ],
)
def test_a_number_within_its_bounds(project, table, mark, value):
    project.write("recorded/v/r.txt", RANGES)
    assert number(QUOTE.fullmatch(mark)) == value


@pytest.mark.parametrize(
    ("mark", "found"),
    [
        ("[=v/r:row:all <2000]", "2,000, and the sentence needs <2000"),
        ("[=v/r:row:all =1999]", "2,000, and the sentence needs =1999"),
        ("[=v/r:row:share >0.5]", "0.38 to 0.71, and the sentence needs >0.5"),
        ("[=v/r:row:share >0 <0.7]", "0.38 to 0.71, and the sentence needs <0.7"),
        ("[=v/r:less:share >=0]", "-0.3 to 0.4, and the sentence needs >=0"),
        ("[=v/t:8:word <9]", "kitchen, and the sentence needs <9"),
    ],
)
def test_a_number_beyond_its_bounds_is_refused(project, table, mark, found):
    project.write("recorded/v/r.txt", RANGES)
    with pytest.raises(LookupError) as error:
        number(QUOTE.fullmatch(mark))
    assert str(error.value) == f"it is {found}: reword it, or fix the bound"


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["place", "bits", "odd"], ["8", "1.6", "23.4"]], ["bits", "odd"]),
        ([["bits", "odd"], ["8", "1.6", "23.4"]], ["bits", "odd"]),
        ([["a", "b"], ["c", "d"], ["8", "1.6", "23.4"]], ["c", "d"]),
        ([["bits", "odd"], ["7", "1.5", "22.0"], ["8", "1.6", "23.4"]], ["bits", "odd"]),
        ([["bits"], ["8", "1.6", "23.4"]], []),
    ],
)
def test_the_header_is_the_nearest_row_of_names_above(rows, names):
    assert header_above(rows, len(rows) - 1) == names


def test_what_a_cell_printed_is_all_its_text_and_no_drawing():
    def output(kind: str, **fields) -> dict:
        return {"output_type": kind, **fields}

    printing = [output("stream", text="a\n"), output("stream", text=["b", "\n"])]
    drawing = [output("display_data", data={"image/svg+xml": "<svg/>"})]
    cells = [{"outputs": printing + drawing}, {"outputs": []}]
    assert printed({"cells": cells}) == ["a\nb\n", ""]
