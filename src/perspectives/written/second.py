"""What the second model answered: it is recorded like all else, and needs no weights to be read."""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from perspectives.written import files
from perspectives.written.files import SourceError, cached
from perspectives.written.labs import shape
from perspectives.written.snippets import sections, snippet_files

NAME = "Gemma 3 270M"


def folder() -> Path:
    """Where its records lie; a quote names them gemma/VIEW/NAME."""
    return files.RECORDED / "gemma"


def records() -> Iterator[Path]:
    """What each snippet prints of it, where it could be asked."""
    for snippet in snippet_files():
        yield folder() / snippet.parent.name / f"{snippet.stem}.txt"


def verdicts_file() -> Path:
    """What became of every snippet and claim."""
    return folder() / "verdicts.json"


def tally_file() -> Path:
    """How many claims could be asked, and what came."""
    return folder() / "tally.txt"


def made() -> set[Path]:
    """Every file that is recorded of it."""
    return {*records(), verdicts_file(), tally_file()}


def verdicts() -> dict[str, Any]:
    """What is recorded of it, with `claims` by their ids. Raises SourceError."""
    return _verdicts(verdicts_file())


def state(claim: str, snippets: Sequence[str]) -> str | None:
    """What became of a claim, named by its id; None if it was not put to the model, or if one of
    the snippets that it rests on has changed since.
    """
    found = verdicts()
    for name in snippets:
        if name in found["snippets"] and found["snippets"][name][-1] != fingerprint(name):
            return None
    return found["claims"].get(claim, {}).get("state")


def fingerprint(snippet: str) -> str:
    """The code of a snippet, named VIEW/NAME, that prints and checks, as a hash.

    Neither its figure counts nor layout and comments, nor what it reads and calls.
    """
    parts = sections(files.SNIPPETS / f"{snippet}.py").items()
    code = "".join(text for name, (_, text) in parts if name != "figure")
    return sha256(shape(code).encode()).hexdigest()[:16]


@cached
def _verdicts(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {"snippets": {}, "claims": {}}
    try:
        whole = json.loads(files.read(path))
        return whole | {"claims": {row["id"]: row for row in whole["claims"]}}
    except (ValueError, KeyError, TypeError):
        raise SourceError(path, 1, "no run wrote this: git checkout it") from None
