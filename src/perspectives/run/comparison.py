"""When does a new output equal the recorded one?

Text exactly, numbers by the last digit that is printed.
"""

import itertools
import re
from xml.etree import ElementTree

_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.(\d+))?")
_LENGTHS = {"x", "y", "x1", "x2", "y1", "y2", "width", "height"}
_GEOMETRY = _LENGTHS | {"d", "transform", "points", "viewBox"}
# Matplotlib makes these from coordinates, so they move with the last digit.
_NAMES = {"id", "href", "clip-path"}
_UNITS = 0.75  # by which a coordinate in a figure may move


def difference(old: str, new: str) -> tuple[int, str, str] | None:
    """The first line in which two texts differ: its number, the old one and the new one; None if
    they are equal.
    """
    rows = itertools.zip_longest(
        old.rstrip("\n").split("\n"), new.rstrip("\n").split("\n"), fillvalue=""
    )
    for number, (before, now) in enumerate(rows, 1):
        if not same(before, now):
            return number, before, now
    return None


def same(old: str, new: str) -> bool:
    """Are two lines equal?

    Text character for character; a number with decimals may differ by one unit of its last place.

    A whole number may not differ, and a number has the same decimals in both.
    """
    if _NUMBER.sub("0", old) != _NUMBER.sub("0", new):
        return False
    for before, now in zip(_NUMBER.finditer(old), _NUMBER.finditer(new), strict=True):
        decimals = before[1] or ""
        if len(decimals) != len(now[1] or ""):
            return False
        allowed = 1.01 * 10 ** -len(decimals) if decimals else 0
        if abs(_value(before) - _value(now)) > allowed:
            return False
    return True


def drawing_difference(old: str, new: str) -> str:
    """How two figures differ, or '': text obeys `same`, coordinates may differ by 0.75 units."""
    try:
        before, now = (list(ElementTree.fromstring(svg).iter()) for svg in (old, new))
    except ElementTree.ParseError as error:
        return f"one of the two is no whole drawing ({error})"
    if len(before) != len(now):
        return f"{len(before)} elements, now {len(now)}"
    for a, b in zip(before, now, strict=True):
        if a.tag != b.tag or a.attrib.keys() != b.attrib.keys() or not same(_text(a), _text(b)):
            return f"<{a.tag}> {_text(a)!r}, now <{b.tag}> {_text(b)!r}"
        for key in sorted(a.attrib.keys() - _NAMES):
            equal = _near if key in _GEOMETRY else same
            if not equal(a.attrib[key], b.attrib[key]):
                return f"{key}={a.attrib[key]!r}, now {b.attrib[key]!r}"
    return ""


def _near(old: str, new: str) -> bool:
    """Are the coordinates in two attributes equal to within what may move?"""
    if _NUMBER.sub("0", old) != _NUMBER.sub("0", new):
        return False
    pairs = zip(_NUMBER.finditer(old), _NUMBER.finditer(new), strict=True)
    return all(abs(_value(before) - _value(now)) <= _UNITS for before, now in pairs)


def _text(element: ElementTree.Element) -> str:
    return (element.text or "").strip()


def _value(number: re.Match) -> float:
    return float(number[0].replace(",", ""))
