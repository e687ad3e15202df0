"""What a sentence says of the numbers that it quotes: how many there were in all, and what its
words make of them.
"""

import contextlib
import re
from collections.abc import Iterator

from perspectives.check.text import FOREIGN, QUOTED, SYNTAX, without
from perspectives.written import files, marks, recorded

_COUNTS = files.vocabulary("counts")
_WORD = rf"(?:{'|'.join(_COUNTS)})\b"
_DIGITS = r"\d+(?:,\d{3})*\b(?!\.\d)"
_ALL = r"(?:(?:the|all|our|its|these|first) )*"
_MARK = "\x00"  # in place of a mark, which may hold blanks and full stops
# In how many cases something was seen: the whole that a number is a part of.
_SIZES = re.compile(
    rf"{_MARK}(?:%| %)?,?(?: [\w’'-]+){{0,3}} (?:out of|of|in) {_ALL}({_DIGITS})"  # 3 right of 4
    rf"|{_MARK},? (?:out of|of|in) {_ALL}({_WORD})"  # 3 of four
    # Of 4, 3 are right: where a clause begins.
    rf"|(?:^|[.,;:(] ?|\b(?:and|but|that|yet) )of {_ALL}({_DIGITS}|{_WORD})[^{_MARK}]*{_MARK}"
    rf"|\bover {_ALL}({_DIGITS}|{_WORD})"  # a mean over 4
    rf"|\bn ?= ?({_DIGITS})",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"(?:^|[.,;:(] ?)of {_ALL}({_DIGITS}|{_WORD})[^?]*\bhow many\b"
    rf"|\bhow many (?:\w+ )?of {_ALL}({_DIGITS}|{_WORD})",
    re.IGNORECASE,
)
_EACH = re.compile(rf"\b({_DIGITS}|{_WORD})(?: \w+){{0,2}} each\b(?! \w)", re.IGNORECASE)
# Words that a number makes true or false.
_WEIGHED = re.compile(
    rf"\ball (?:of )?{_MARK}"
    r"|\b(?:most|mostly|only|none|never|no|nor|twice|thrice|half|nearly|hardly|barely|scarcely"
    r"|always|seldom|rarely|majority|almost|than|fewer|at (?:the )?(?:most|least|best)|all but"
    r"|every(?: \w+)? time)\b",
    re.IGNORECASE,
)
# Words of the same letters that weigh nothing.
_NO_WEIGHT = re.compile(
    r"\b(?:not only|the only|(?:rather|other) than|no (?:longer|doubt|matter))\b", re.IGNORECASE
)
_END = re.compile(r"(?<=[.?!])[\"”’)*_]*\s+|\s*\|\s*|\n:\s+")


def faults(text: str) -> Iterator[tuple[int, str]]:
    """What is wrong in the sentences of a text, with how many lines are above it."""
    typed = list(sizes(text))
    for line, number in typed:
        fix = "quote it too, as [=view/snippet:row:of]"
        yield line, f"the number of cases {number!r} is typed: {fix}"
    for number in repeated(text) - {number for _, number in typed}:
        fix = "quote it, as [=view/snippet:row:of]"
        yield 0, f"{number} is how many cases a row of this paragraph has, typed: {fix}"
    for line, word in unbounded(text):
        fix = f"say in the quote where it would be false, as in {QUOTED.replace(']', ' <0.5]')}"
        yield line, f"{word!r} weighs a number without a bound: {fix}"


def sizes(text: str) -> Iterator[tuple[int, str]]:
    """How many cases a sentence says there were, typed, where it quotes a number or asks for one:
    the line, and the number.

    A number stands in the record if the quoted row or column is called so: `of 40 sums`, `k=16`.
    """
    for start, sentence in _sentences(text):
        masked = _masked(sentence)
        for pattern in (_SIZES, _ASKED) if _MARK in masked else (_ASKED,):
            for found in pattern.finditer(masked):
                number = next(filter(None, found.groups()))
                if not _is_named(number, sentence):
                    yield start + masked.count("\n", 0, found.start()), number


def repeated(text: str) -> set[str]:
    """The numbers of cases of the rows that a paragraph quotes, where it types them by themselves.

    Numbers below ten are left out: they stand for other things too.
    """
    found = set()
    said = without(text, marks.QUOTE, marks.CITATION, SYNTAX, FOREIGN)
    for mark in marks.QUOTE.finditer(text):
        for column in ("of", "n", "drawn"):
            with contextlib.suppress(LookupError):
                number = recorded.quoted(mark[1], mark[2], column)
                if re.fullmatch(r"\d[\d,]+", number) and re.search(_alone(number), said):
                    found.add(number)
    return found


def _alone(number: str) -> str:
    return rf"(?<![\w.,=-]){number}(?![\w=-]|[.,]\d| ?%)"


def in_caption(caption: str) -> list[str]:
    """The numbers of cases that a caption says there were, typed."""
    masked = _masked(caption)
    found = [*_SIZES.finditer(masked), *_EACH.finditer(masked)]
    return [next(filter(None, match.groups())) for match in found]


def unbounded(text: str) -> Iterator[tuple[int, str]]:
    """The words of a sentence that weigh a number, of which no bound says when they would be
    false: where the sentence begins, and the word.
    """
    for start, sentence in _sentences(text):
        quoted = list(marks.QUOTE.finditer(sentence))
        said = without(_masked(sentence), marks.CITATION, SYNTAX, FOREIGN)
        word = _WEIGHED.search(_NO_WEIGHT.sub("", marks.TERM.sub(r"\1", said)))
        if word and not any(mark[4] for mark in quoted) and any(map(_is_number, quoted)):
            yield start, word[0].strip(f" {_MARK}")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, or cells of a table, each with how many lines are above."""
    masked, start = _masked(text, keep_length=True), 0
    for end in [*(match.end() for match in _END.finditer(masked)), len(text)]:
        yield text.count("\n", 0, start), text[start:end]
        start = end


def _masked(text: str, *, keep_length: bool = False) -> str:
    return marks.QUOTE.sub(lambda mark: _MARK * (len(mark[0]) if keep_length else 1), text)


def _is_named(number: str, sentence: str) -> bool:
    """Does a name by which the sentence quotes a number say this one?"""
    figure = _COUNTS.get(number.lower(), number)
    named = re.compile(rf"(?:\bof |[=] ?){figure}\b")
    return any(named.search(f"{mark[2]} {mark[3]}") for mark in marks.QUOTE.finditer(sentence))


def _is_number(mark: re.Match) -> bool:
    try:
        return bool(recorded.NUMBER.search(recorded.quoted(mark[1], mark[2], mark[3])))
    except LookupError:
        return False  # what is missing is named as such
