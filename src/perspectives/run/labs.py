"""Runs the labs in a Jupyter kernel, and records or compares what they print and draw."""

import contextlib
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from perspectives.run.comparison import difference
from perspectives.run.replacing import replace
from perspectives.written import files, labs, pages, recorded, seals

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_OWN_LINE = re.compile(r"^-+> (\d+) ", re.M)  # in a traceback; the first is the cell's own


def execute(source: Path) -> nbformat.NotebookNode:
    """Run a lab from its first cell. Raises SourceError, with the line, if a cell raises."""
    lab = labs.cells(source)
    lab.cells = labs.code_cells(source)
    client = NotebookClient(
        lab,
        timeout=None,
        record_timing=False,  # a record does not depend on how fast the machine was
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": files.ROOT}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        own = _OWN_LINE.search(_COLOUR.sub("", error.traceback))
        line = pages.blocks(source)[client.code_cells_executed - 1].first
        line += int(own[1]) - 1 if own else 0
        message = f"this cell failed: {error.ename}: {error.evalue}"
        raise files.SourceError(source, line, message) from None
    for cell in lab.cells:  # progress is written to stderr
        cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    lab.metadata["fingerprint"] = labs.fingerprint(source)
    return lab


def compare(source: Path, new: nbformat.NotebookNode) -> None:
    """Compare a run with its record, by the rules of `comparison`; the lab's own checks hold what
    is tagged `trained`.

    AssertionError names the cell's line and both texts.
    """
    old = nbformat.read(labs.notebook(source), 4)
    printed = zip(recorded.printed(old), recorded.printed(new), strict=True)
    for block, cell, (before, now) in zip(pages.blocks(source), new.cells, printed, strict=True):
        if labs.TRAINED in cell.metadata.get("tags", []):
            continue
        if changed := difference(before, now):
            texts = f"  record  {changed[1]}\n  now     {changed[2]}"
            fix = f"If the new output is right: nox -s record -- labs/{source.stem}"
            place = f"{files.relative(source)}:{block.line}"
            raise AssertionError(f"{place}: the output of this cell has changed\n{texts}\n{fix}")


def record(names: list[str]) -> int:
    """Record the labs that are named; `labs` means those whose code changed since they ran. Two run
    at a time.

    Of a lab that is not named itself, outputs that the new run equals are kept. Returns the exit
    code.
    """
    known = {f"labs/{source.stem}": source for source in labs.lab_files()}
    if unknown := set(names) - known.keys() - {"labs"}:
        message = f"no such lab: {', '.join(sorted(unknown))}"
        print(f"{message}; the labs: {', '.join(known)}", file=sys.stderr)
        return 2
    todo = [
        (source, name in names)
        for name, source in known.items()
        if name in names or ("labs" in names and labs.is_stale(source))
    ]
    if not todo:
        print("no lab has changed; name one to run it again: labs/NAME")
    with ThreadPoolExecutor(2) as pool:
        problems = list(filter(None, pool.map(lambda lab: _record(*lab), todo)))
    for problem in problems:
        print(problem)
    return int(bool(problems))


def _record(source: Path, is_anew: bool) -> str:
    """Run a lab and write it down; what kept it from that, or ''."""
    path = labs.notebook(source)
    try:
        new = execute(source)
        if not is_anew:
            _keep_equal_outputs(source, new)
        new.metadata["seal"] = seals.of_lab(json.loads(nbformat.writes(new)))
        path.parent.mkdir(exist_ok=True)
        replace({path: f"{nbformat.writes(new)}\n"}, path.parent)
    except (files.SourceError, OSError) as error:
        return f"{error}\n{files.relative(path)} is unchanged"
    print(f"{files.relative(path)}: written", flush=True)
    return ""


def _keep_equal_outputs(source: Path, new: nbformat.NotebookNode) -> None:
    """Put the recorded outputs into a run that equals its record, so that another machine does not
    rewrite them.
    """
    path = labs.notebook(source)
    if not path.is_file():
        return
    old = nbformat.read(path, 4)
    if _shapes(old) != _shapes(new):
        return
    with contextlib.suppress(AssertionError):
        compare(source, new)
        for before, now in zip(old.cells, new.cells, strict=True):
            now.outputs = before.outputs


def _shapes(lab: nbformat.NotebookNode) -> list[str]:
    return [labs.shape(cell.source) for cell in lab.cells]
