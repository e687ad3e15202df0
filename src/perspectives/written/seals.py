"""Seals: is a record still as the run left it that wrote it? Checked without running anything.

recorded/seals.txt names the hash of every record, in the form of `sha256sum`; a recorded lab holds
its own in its metadata.
"""

import json
from hashlib import sha256
from pathlib import Path

from perspectives.written import files, second, snippets
from perspectives.written.files import SourceError, read

_FIX = "nox -s {}, or git checkout it"


def path() -> Path:
    """The list of seals."""
    return files.RECORDED / "seals.txt"


def of(text: str) -> str:
    """The seal of a record with this text."""
    return sha256(text.encode()).hexdigest()


def records() -> set[Path]:
    """Every file that a run may have written, whether it is there or not."""
    ours = {path for snippet in snippets.snippet_files() for path in snippets.record_files(snippet)}
    return ours | second.made()


def listed() -> dict[str, str]:
    """Name of a record, as 'next-token/loop.txt' -> its seal. Raises SourceError."""
    found = {}
    for number, line in enumerate(read(path()).splitlines() if path().exists() else [], 1):
        seal, _, name = line.partition("  ")
        if not name or name in found:
            fix = "restore it: git checkout recorded/seals.txt"
            raise SourceError(path(), number, f"this line is no seal, or a second one: {fix}")
        found[name] = seal
    return found


def text(seals: dict[str, str]) -> str:
    """What the list of seals holds."""
    return "".join(f"{seal}  {name}\n" for name, seal in sorted(seals.items()))


def renewed(new: dict[Path, str]) -> str:
    """What the list of seals will hold with these records and their texts. It loses those whose
    text is empty, and those that no run may have written.
    """
    found = listed() | {name(path): of(text) for path, text in new.items()}
    gone = {name(path) for path, text in new.items() if not text}
    wanted = {name(path) for path in records()} - gone
    return text({record: found[record] for record in found.keys() & wanted})


def name(record: Path) -> str:
    """The name of a record in the list."""
    return record.relative_to(files.RECORDED).as_posix()


def fault(record: Path, seals: dict[str, str]) -> str:
    """What is wrong with a record that should be there, or ''."""
    stem = name(record).rpartition(".")[0]
    is_second = stem.startswith("gemma/")
    fix = _FIX.format("second -- record" if is_second else f"record -- {stem}")
    if not record.is_file():
        return f"this record is gone: {fix}"
    if name(record) not in seals:
        return f"no run wrote this record: {fix}"
    return "" if of(read(record)) == seals[name(record)] else f"edited by hand: {fix}"


def of_lab(notebook: dict) -> str:
    """The seal of a recorded lab: over the code and the outputs of all its cells, in order."""
    cells = [(cell["source"], cell["outputs"]) for cell in notebook["cells"]]
    return of(json.dumps(cells, sort_keys=True, ensure_ascii=False))
