"""What code prints, draws and keeps goes to the innermost capture, and to nobody without one."""

import pytest

from perspectives.output import Output, capture, capturing, keep


def test_text_and_data_are_captured_also_of_code_that_raises():
    made = Output()
    with pytest.raises(ZeroDivisionError), capture(made):
        print("before")
        keep([{"word": "“a”", "bits": "1.25"}])
        1 / 0  # noqa: B018
    assert made.printed == "before\n" and made.data == ['{"word": "“a”", "bits": "1.25"}\n']
    assert capturing() is None


def test_captures_nest_and_add_up(capsys):
    outer, inner = Output(), Output(printed="a")
    with capture(outer):
        with capture(inner):
            print("b")
        keep([{}])
    assert inner.printed == "ab\n" and not inner.data
    assert outer.printed == "" and outer.data == ["{}\n"]
    keep([{}])
    assert capsys.readouterr().out == "" and outer.data == ["{}\n"]
