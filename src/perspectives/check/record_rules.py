"""The records: each is as a run left it."""

import re

from perspectives.check import Problem, Problems
from perspectives.written import files, finite, labs, seals
from perspectives.written.snippets import record_files, snippet_files


def unused() -> Problems:
    """A record has a snippet that made it."""
    wanted = {*seals.records(), seals.path()}
    for path in files.listed(files.RECORDED, "**/*"):
        if path not in wanted:
            yield Problem(path, 1, "unused record: restore its snippet, or delete it")


def sealed() -> Problems:
    """A record that a run wrote is still there, and says what the run wrote."""
    listed, made = seals.listed(), seals.records()
    for path in made:
        if (path.is_file() or seals.name(path) in listed) and (fault := seals.fault(path, listed)):
            yield Problem(path, 1, fault)
    for name in listed.keys() - set(map(seals.name, made)):
        line = files.line_of(seals.path(), f"  {re.escape(name)}$")
        yield Problem(seals.path(), line, f"{name} has no snippet: remove this line")


def numbers() -> Problems:
    """No number in a record is nan, or infinite where no check asserts it."""
    for snippet in snippet_files():
        made = {path: files.read(path) for path in record_files(snippet) if path.is_file()}
        for fault in finite.of_snippet(snippet, made):
            yield Problem(*fault)
    for source in labs.lab_files():
        if labs.notebook(source).is_file():
            for fault in finite.of_lab(source):
                yield Problem(*fault)


RULES = [unused, sealed, numbers]
