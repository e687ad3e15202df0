"""Each lab runs again from its first cell to its last, asserts its bands, and prints what is
recorded.
"""

import pytest

from perspectives.run.labs import compare, execute
from perspectives.written.labs import lab_files


@pytest.mark.parametrize("source", lab_files(), ids=lambda source: source.stem)
def test_a_lab_runs_again(source):
    compare(source, execute(source))
