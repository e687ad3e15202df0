"""Each lab runs again from its first cell to its last, asserts its bands, and prints what is recorded."""

import pytest

from perspectives.run import execute
from perspectives.written import labs


@pytest.mark.parametrize("source", labs.sources(), ids=lambda source: source.stem)
def test_a_lab_runs_again(source):
    execute.compare(source, execute.execute(source))
