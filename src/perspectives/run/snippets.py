"""Records snippets: runs them, and writes down what they print and draw."""

import os
import sys
from difflib import ndiff
from pathlib import Path

from perspectives.run.execution import Execution, compare, explain, use_threads
from perspectives.run.replacing import replace_records
from perspectives.written import files, finite, seals, snippets


def record(names: list[str]) -> int:
    """Record the snippets of the views, or the snippets, that are named, as v or v/one; without a
    name, all.

    Nothing is written if a check fails. A record that the new output equals is kept as it is, so
    that another machine does not rewrite them all. Returns the exit code.
    """
    if os.environ.get("PERSPECTIVES_MODEL"):
        print("records are of the edition's own model: unset PERSPECTIVES_MODEL", file=sys.stderr)
        return 2
    known = snippets.snippet_files()
    named = {path: {path.parent.name, f"{path.parent.name}/{path.stem}"} for path in known}
    if unknown := set(names).difference(*named.values()):
        views = sorted({path.parent.name for path in known})
        message = f"no such view or snippet: {', '.join(sorted(unknown))}"
        print(f"{message}. The views with snippets: {', '.join(views)}", file=sys.stderr)
        return 2
    use_threads()
    todo = [path for path in known if not names or named[path] & set(names)]
    new: dict[Path, str] = {}
    for number, snippet in enumerate(todo, 1):
        print(f"[{number}/{len(todo)}] {files.relative(snippet)}", end=" ", flush=True)
        try:
            run = Execution(snippet)
            run.advance("check")
            finite.require(snippet, _made(snippet, run))
        except Exception as error:
            print(f"failed, so nothing is written\n{explain(error)}")
            return 1
        new |= _changed(snippet, run)
    replace_records(new)
    return 0


def _made(snippet: Path, run: Execution) -> dict[Path, str]:
    return dict(zip(snippets.record_files(snippet), run.made(), strict=True))


def _changed(snippet: Path, run: Execution) -> dict[Path, str]:
    """The records to write, and their new texts; says what has changed in them."""
    made = _made(snippet, run)
    try:
        compare(run)
        listed = seals.listed()
        if not any(seals.fault(path, listed) for path, text in made.items() if text):
            print("unchanged")
            return {}
    except AssertionError:
        pass
    is_new = not any(path.exists() for path in made)
    print("new" if is_new else "changed: look whether an n has fallen")
    if not is_new:
        print(_old_and_new_rows(made))
    return made


def _old_and_new_rows(made: dict[Path, str]) -> str:
    """The rows that a record of text no longer has, after -, and those that are new, after +."""
    path, text = next(iter(made.items()))
    old = path.read_text("utf8") if path.exists() else ""
    rows = ndiff(old.splitlines(), text.splitlines())
    return "\n".join(f"    {row}" for row in rows if row[0] in "+-")
