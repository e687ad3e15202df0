"""Quoted numbers are found by row label and column header, and by nothing else."""

import pytest

from perspectives.written.marks import QUOTE
from perspectives.written.recorded import header_above, quoted

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
        ("[=v/t:9:bits]", "has 0 rows '9'; its rows: place, 8, sum"),
        ("[=v/t:8:nats]", "no column 'nats' over row '8'"),
        ("[=v/t:8]", "has 3 cells: name a column"),
        ("[=v/t:prose:bits]", "no column 'bits' over row 'prose'"),
    ],
)
def test_a_number_that_is_not_there_says_what_is(table, mark, message):
    m = QUOTE.fullmatch(mark)
    with pytest.raises(LookupError) as error:
        quoted(m[1], m[2], m[3])
    assert message in str(error.value)


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
