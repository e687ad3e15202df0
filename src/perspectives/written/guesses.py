"""What a reader may guess before an answer is shown, as a page writes it:

{{guess next-token/rules:1:exact; 0 to 32; of [=next-token/rules:1:of]}}   a number, on a slider
{{guess worse; better, worse, the same}}   one of several answers
"""

import re
from typing import NamedTuple

from perspectives.written import recorded

_WHOLE = re.compile(r"of ([\d,]+)")
_RANGE = re.compile(r"(-?\d+(?:\.(\d+))?) to (-?\d+(?:\.(\d+))?)")


class Guess(NamedTuple):
    """`answer` is a number as text, or one of the `choices`; a number has a range and a step."""

    name: str  # under which a browser keeps what was guessed
    answer: str
    choices: list[str]
    low: float = 0
    high: float = 0
    step: float = 1
    unit: str = ""


def parsed(text: str) -> Guess:
    """The guess of {{guess TEXT}}. Raises LookupError with what to write instead."""
    answer, _, rest = (part.strip() for part in text.partition(";"))
    scale, _, unit = (part.strip() for part in rest.partition(";"))
    if limits := _RANGE.fullmatch(scale):
        return _number(answer, limits, recorded.with_numbers(unit))
    choices = [choice.strip() for choice in scale.split(",")]
    if len(choices) < 2 or answer not in choices:
        fix = "write {{guess RECORD:ROW:COLUMN; 0 to 32; bits}} or {{guess b; a, b, c}}"
        raise LookupError(f"no guess can be made of {text!r}: {fix}")
    return Guess(f"{answer}; {scale}", answer, choices)


def _number(source: str, limits: re.Match, unit: str) -> Guess:
    low, high = float(limits[1]), float(limits[3])
    record, row, column = [*source.split(":"), None, None][:3]
    if not record or row is None:
        raise LookupError(f"{source!r} names no number of a record: write RECORD:ROW:COLUMN")
    cell = recorded.quoted(record, row, column)
    number = recorded.NUMBER.search(cell)
    if not number or not low <= recorded.value(number[0]) <= high:
        raise LookupError(f"{source} is {cell!r}, which is not within {limits[0]}: widen the range")
    whole = _WHOLE.fullmatch(unit)
    if whole and recorded.value(whole[1]) != high:
        raise LookupError(f"there were {whole[1]}, and the range ends at {limits[3]}: end it there")
    places = max(len(limits[2] or ""), len(limits[4] or ""))
    return Guess(source, number[0].replace(",", ""), [], low, high, 10**-places, unit)
