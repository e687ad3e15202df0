"""The marks inside a sentence: glossary terms and citations; those of the numbers of a run are in recorded.py."""

import re

from perspectives.written import bibliography, lists

TERM = re.compile(r"\[\[([^\[\]]+?)(?:\s*->\s*([^\[\]]+))?\]\]")
CITATION = re.compile(r"\[(@[\w-]+[^\[\]@;]*(?:;\s*@[\w-]+[^\[\]@;]*)*)\]")


def keys(citation: str) -> list[tuple[str, str]]:
    """'@a, p. 5; @b' -> [('a', ', p. 5'), ('b', '')]."""
    parts = (re.match(r"\s*@([\w-]+)(.*)", part) for part in citation.split(";"))
    return [(m[1], m[2].rstrip()) for m in parts if m]


def meant(mark: re.Match) -> lists.Term | None:
    """The term of [[shown words -> term]], in whatever form it stands there."""
    return lists.forms().get((mark[2] or mark[1]).strip().lower())


def plain(markup: str) -> str:
    """A definition without tags and marks, for a tooltip."""
    return re.sub(
        r"[*_`]", "", TERM.sub(r"\1", CITATION.sub("", bibliography.untagged(markup)))
    ).strip()
