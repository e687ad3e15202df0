"""An expectation is a number of a record and a bound; it is kept, or it is not."""

import pytest

from perspectives.written import expected


@pytest.mark.parametrize(
    ("bound", "kept"), [(">1", True), (">1 <1.2", False), ("=1.25", True), ("<1.25", False)]
)
def test_a_bound_is_kept_or_not(project, bound, kept):
    found = expected.tested(f"[=v/one:row:n {bound}]")
    assert found == ("v/one", "row: n", bound, "1.25", kept)


@pytest.mark.parametrize("quote", ["[=v/one:row:n]", "more than 1", "[=v/one:row:n >1] and more"])
def test_what_sets_no_bound_is_refused(project, quote):
    with pytest.raises(ValueError, match="is no quote with a bound"):
        expected.tested(quote)


def test_a_number_that_is_not_there_is_refused(project):
    with pytest.raises(LookupError, match="has 0 rows 'rwo'"):
        expected.tested("[=v/one:rwo:n >1]")
