"""One snippet, or one chain of literal blocks, being run; and the comparison of what it made with
its record.
"""

import os
import random
import traceback
from pathlib import Path

import numpy
import torch

from perspectives.output import Output, capture
from perspectives.run.comparison import difference, drawing_difference
from perspectives.written import files, snippets


class Execution:
    """Code being run in a namespace of its own, and its output so far."""

    def __init__(self, snippet: Path | None = None) -> None:
        self.snippet = snippet
        self.sections = snippets.sections(snippet) if snippet else {}
        self.namespace: dict[str, object] = {"__name__": "__main__"}
        if snippet:
            self.namespace["__file__"] = files.relative(snippet)
        self.done: list[str] = []
        self.tested: set[str] = set()  # sections that a block of a page has stood for
        self.output = Output()
        seed_at_random()

    def advance(self, section: str) -> None:
        """Run the sections up to and including this one that have not been run.

        Raises what the code raises.
        """
        for name, (first, code) in self.sections.items():
            if name not in self.done:
                before = self.output.printed
                self.run(code, Path(str(self.snippet)), first)
                self.done.append(name)
                if name == "check" and self.output.printed != before:
                    raise AssertionError("a check prints nothing: it asserts")
                if str(files.ROOT) in self.output.printed:
                    raise AssertionError("this prints a path of this machine: print a name")
            if name == section:
                return

    def run(self, code: str, file: Path, first: int) -> None:
        """Execute `code` as if it stood in `file` from line `first` on."""
        padded = "\n" * (first - 1) + code
        compiled = compile(padded, str(file), "exec", dont_inherit=True, optimize=0)
        with capture(self.output):
            exec(compiled, self.namespace)

    def made(self) -> tuple[str, str, str]:
        """What `snippets.record_files` should hold; '' for a file that should not exist.

        Raises AssertionError if there are two figures.
        """
        if self.snippet and len(self.output.figures) > 1:
            count = f"this snippet draws {len(self.output.figures)} figures"
            place = files.relative(self.snippet)
            raise AssertionError(f"{place}:1: {count}: split it into one for each")
        return self.output.printed, "".join(self.output.figures), "".join(self.output.data)


def compare(run: Execution) -> None:
    """Compare what a run printed and drew with its record, by the rules of `comparison`.

    AssertionError names the record, the line and both texts.
    """
    assert run.snippet, "literal blocks have no record"
    fix = f"If the new output is right: nox -s record -- {run.snippet.parent.name}"
    for path, new in zip(snippets.record_files(run.snippet), run.made(), strict=True):
        old = path.read_text("utf8") if path.exists() else ""
        if problem := _problem(path, old, new):
            raise AssertionError(f"{problem}\n{fix}")


def _problem(path: Path, old: str, new: str) -> str:
    """How a record differs from what a run made; '' if it does not."""
    name = files.relative(path)
    if bool(old) != bool(new):
        return f"{name}: " + (
            "the snippet no longer makes this" if old else "this record is missing"
        )
    if path.suffix == ".svg":
        changed = drawing_difference(old, new) if old else ""
        return f"{name}: the figure has changed: {changed}" if changed else ""
    if changed_line := difference(old, new):
        line, before, now = changed_line
        return f"{name}:{line}: the output has changed\n  record  {before}\n  now     {now}"
    return ""


def explain(error: BaseException) -> str:
    """An error with the places in snippets and pages where it came from: `file:line: code`, one a
    line.
    """
    ours = (files.SNIPPETS, files.DOCS)
    places = [
        f"  {files.relative(Path(frame.filename))}:{frame.lineno}: {(frame.line or '').strip()}"
        for frame in traceback.extract_tb(error.__traceback__)
        if any(folder in Path(frame.filename).parents for folder in ours)
    ]
    return "\n".join([*places, "".join(traceback.format_exception_only(error)).strip()])


def seed_at_random() -> None:
    """What draws without a seed of its own comes out otherwise each time, and is found out."""
    random.seed()
    numpy.random.seed()
    torch.seed()


def use_threads() -> None:
    """One thread, so that sums come out the same everywhere; PERSPECTIVES_THREADS asks for more."""
    torch.set_num_threads(int(os.environ.get("PERSPECTIVES_THREADS", "1")))
