"""Records snippets: runs them, and writes down what they print and draw."""

import os
import sys
from pathlib import Path

from perspectives.run.execution import Execution, compare, explain, use_threads
from perspectives.run.replacing import replace
from perspectives.written import files, snippets


def record(names: list[str]) -> int:
    """Record the snippets of the views, or the snippets, that are named, as v or v/one; without a
    name, all.

    Nothing is written if a check fails. A record that the new output equals is kept as it is, so
    that another machine does not rewrite them all. Returns the exit code.
    """
    if "PERSPECTIVES_MODEL" in os.environ:
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
        except (Exception, files.SourceError) as error:
            print(f"failed, so nothing is written\n{explain(error)}")
            return 1
        try:
            compare(run)
            print("unchanged")
        except AssertionError:
            paths = snippets.record_files(snippet)
            print("changed" if any(path.exists() for path in paths) else "new")
            new |= dict(zip(paths, run.made(), strict=True))
    try:
        replace(new, files.RECORDED)
    except OSError as error:
        fix = "Free disk space or make recorded/ writable, then run this again"
        sys.exit(f"the records are unchanged: {error}. {fix}")
    return 0
