"""Runs snippets, captures what they print and draw, and compares that with `recorded/`.

`python -m perspectives.run.record [VIEW ...]` writes the records; the tests call `Execution` and `compare`.
"""

import contextlib
import io
import itertools
import os
import re
import sys
import tempfile
import traceback
from pathlib import Path
from xml.etree import ElementTree

import torch

from perspectives import figure
from perspectives.written import pages, recorded

_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.(\d+))?")
_GEOMETRY = {
    "d",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "width",
    "height",
    "transform",
    "points",
    "viewBox",
}
_NAMES = {
    "id",
    "href",
    "clip-path",
}  # made by matplotlib from coordinates, so they move with the last digit


class Execution:
    """One snippet, or one chain of literal blocks, being run in a namespace of its own."""

    def __init__(self, snippet: Path | None = None) -> None:
        self.namespace: dict[str, object] = (
            {"__name__": "__main__", "__file__": str(snippet)}
            if snippet
            else {"__name__": "__main__"}
        )
        self.sections = pages.sections(snippet) if snippet else {}
        self.snippet = snippet
        self.done: list[str] = []
        self.printed: str = ""
        self.figures, self.data = list[str](), list[str]()

    def advance(self, section: str) -> None:
        """Run the sections up to and including this one that have not been run. Raises what the code raises."""
        for name, (first, code) in self.sections.items():
            if name not in self.done:
                before = self.printed
                self.run(code, Path(str(self.snippet)), first)
                self.done.append(name)
                if name == "check" and self.printed != before:
                    raise AssertionError("a check prints nothing; it asserts")
            if name == section:
                return

    def run(self, code: str, file: Path, first: int) -> None:
        """Execute `code` as if it stood in `file` from line `first` on."""
        compiled = compile(
            "\n" * (first - 1) + code, str(file), "exec", dont_inherit=True, optimize=0
        )
        output, figure.drawn, recorded.kept = io.StringIO(), [], []
        try:
            with contextlib.redirect_stdout(output):
                exec(compiled, self.namespace)
        finally:
            self.printed += output.getvalue()
            self.figures += figure.drawn
            self.data += recorded.kept
            figure.drawn = recorded.kept = None

    def made(self) -> tuple[str, str, str]:
        """What `recorded.files` should hold; '' for a file that should not be."""
        return self.printed, "".join(self.figures), "".join(self.data)


def compare(run: Execution) -> None:
    """Compare what a run printed and drew with its record; AssertionError names the record, the line and both texts.

    The rule: text is equal character for character. A number with decimals may differ by one unit of its last printed
    place; a whole number may not differ. In a figure, text and labels obey the same rule, coordinates may differ by 0.75 units.
    """
    assert run.snippet, "literal blocks have no record"
    mend = f"If the new output is right: nox -s record -- {run.snippet.parent.name}"
    if len(run.figures) > 1:
        raise AssertionError(
            f"{pages.relative(run.snippet)}: one figure a snippet; this one draws {len(run.figures)}"
        )
    for path, new in zip(recorded.files(run.snippet), run.made(), strict=True):
        old = path.read_text("utf8") if path.exists() else ""
        if bool(old) != bool(new):
            raise AssertionError(
                f"{pages.relative(path)}: {'the snippet no longer makes this' if old else 'no such record'}. {mend}"
            )
        if path.suffix == ".svg":
            if old and (moved := _drawing_differs(old, new)):
                raise AssertionError(
                    f"{pages.relative(path)}: the figure has changed: {moved}. {mend}"
                )
        elif changed := difference(old, new):
            raise AssertionError(
                f"{pages.relative(path)}:{changed[0]}: the output has changed.\n  record  {changed[1]}\n  now     {changed[2]}\n{mend}"
            )


def difference(old: str, new: str) -> tuple[int, str, str] | None:
    """The first line in which two texts differ by the rule of `compare`: its number, the old one and the new one."""
    rows = itertools.zip_longest(
        old.rstrip("\n").split("\n"), new.rstrip("\n").split("\n"), fillvalue=""
    )
    return next(((n, a, b) for n, (a, b) in enumerate(rows, 1) if not same(a, b)), None)


def same(old: str, new: str, tolerance: float = 0) -> bool:
    """Are two lines equal by the rule of `compare`? With a tolerance, that of coordinates, their decimal places do not count."""
    if _NUMBER.sub("0", old) != _NUMBER.sub("0", new):
        return False
    for a, b in zip(_NUMBER.finditer(old), _NUMBER.finditer(new), strict=True):
        if not tolerance and len(a[1] or "") != len(b[1] or ""):
            return False
        allowed = tolerance or (1.01 * 10 ** -len(a[1]) if a[1] else 0)
        if abs(float(a[0].replace(",", "")) - float(b[0].replace(",", ""))) > allowed:
            return False
    return True


def _drawing_differs(old: str, new: str) -> str:
    trees = [list(ElementTree.fromstring(svg).iter()) for svg in (old, new)]
    if len(trees[0]) != len(trees[1]):
        return f"{len(trees[0])} elements, now {len(trees[1])}"
    for a, b in zip(*trees, strict=True):
        if (
            a.tag != b.tag
            or a.attrib.keys() != b.attrib.keys()
            or not same(a.text or "", b.text or "")
        ):
            return f"<{a.tag}> {(a.text or '').strip()!r}, now <{b.tag}> {(b.text or '').strip()!r}"
        for key in a.attrib.keys() - _NAMES:
            if not same(a.attrib[key], b.attrib[key], 0.75 if key in _GEOMETRY else 0):
                return f"{key}={a.attrib[key]!r}, now {b.attrib[key]!r}"
    return ""


def explain(error: BaseException) -> str:
    """An error with the places in snippets and pages where it came from: `file:line: code`, one a line."""
    places = [
        f"  {pages.relative(Path(frame.filename))}:{frame.lineno}: {(frame.line or '').strip()}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(pages.SNIPPETS) or frame.filename.endswith(".md")
    ]
    return "\n".join([*places, "".join(traceback.format_exception_only(error)).strip()])


def use_threads() -> None:
    """One thread for records, or as many as PERSPECTIVES_THREADS says; records hold with either."""
    torch.set_num_threads(int(os.environ.get("PERSPECTIVES_THREADS", "1")))


def main(names: list[str]) -> int:
    """Record the snippets of the views, or the snippets, that are named, as v or v/one; without a name, all."""
    if "PERSPECTIVES_MODEL" in os.environ:
        print("records are of the edition's own model: unset PERSPECTIVES_MODEL", file=sys.stderr)
        return 2
    named = {
        path: {path.parent.name, f"{path.parent.name}/{path.stem}"} for path in recorded.snippets()
    }
    if unknown := set(names).difference(*named.values()):
        views = sorted({path.parent.name for path in named})
        print(
            f"no such view or snippet: {', '.join(sorted(unknown))}. The views with snippets: {', '.join(views)}",
            file=sys.stderr,
        )
        return 2
    use_threads()
    todo = [path for path in named if not names or named[path] & set(names)]
    new: dict[Path, str] = {}
    for n, snippet in enumerate(todo, 1):
        print(f"[{n}/{len(todo)}] {pages.relative(snippet)}", end=" ", flush=True)
        try:
            run = Execution(snippet)
            run.advance("check")
        except (Exception, pages.PageError) as error:
            print(f"refused: it fails, and nothing is written.\n{explain(error)}")
            return 1
        try:
            compare(run)
            print("unchanged")
        except AssertionError:
            new |= dict(zip(recorded.files(snippet), run.made(), strict=True))
            print("changed" if any(path.exists() for path in recorded.files(snippet)) else "new")
    try:
        replace(new, pages.RECORDED)
    except OSError as error:
        sys.exit(
            f"the records are as they were: {error}. Free the disk or make recorded/ writable, and run this again"
        )
    return 0


def replace(new: dict[Path, str], folder: Path) -> None:
    """Write everything to another folder inside this one first, so that a full disk or a kill leaves the old records whole."""
    with tempfile.TemporaryDirectory(
        dir=folder, prefix=".", suffix=".new"
    ) as other:  # which git ignores
        beside = {path: Path(other) / "-".join(path.parts[-2:]) for path in new}
        for path, text in new.items():
            beside[path].write_text(text, "utf8")
        for path, text in new.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path].replace(path)
            if not text:
                path.unlink()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main(sys.argv[1:]))
