"""Runs the labs in a Jupyter kernel, and writes down or compares what they print and draw.

`python -m perspectives.run.execute labs` runs those that are stale; `labs/NAME` runs that one.
"""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from perspectives.run import record
from perspectives.written import labs, pages, recorded


def execute(source: Path) -> nbformat.NotebookNode:
    """Run a lab from its first cell; raises PageError, with the line, if a cell does."""
    lab = labs.cells(source)
    lab.cells = [cell for cell in lab.cells if cell.cell_type == "code"]
    # Nothing is kept that depends on how quick the machine was.
    client = NotebookClient(
        lab,
        timeout=None,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": pages.ROOT}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        place = re.search(
            r"^-+> (\d+) ", re.sub(r"\x1b\[[\d;]*m", "", error.traceback), re.M
        )  # the first is the cell's own line
        line = pages.blocks(source)[client.code_cells_executed - 1].first + (
            int(place[1]) - 1 if place else 0
        )
        raise pages.PageError(
            source, line, f"this cell failed: {error.ename}: {error.evalue}"
        ) from None
    for cell in lab.cells:  # what shows progress is written to stderr
        cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    lab.metadata = {
        "kernelspec": lab.metadata["kernelspec"],
        "fingerprint": labs.fingerprint(source),
    }
    return lab


def compare(source: Path, new: nbformat.NotebookNode) -> None:
    """Compare a run with what is recorded, by the rule of `record.compare`; cells tagged `trained` are held by the bands that the lab asserts.

    AssertionError names the cell's line and both texts.
    """
    old = nbformat.read(labs.notebook(source), 4)
    for block, cell, before, now in zip(
        pages.blocks(source), new.cells, recorded.printed(old), recorded.printed(new), strict=True
    ):
        if labs.TRAINED not in cell.metadata.get("tags", []) and (
            changed := record.difference(before, now)
        ):
            texts = f"record  {changed[1]}\n  now     {changed[2]}\nIf the new output is right: nox -s record -- labs/{source.stem}"
            raise AssertionError(
                f"{pages.relative(source)}:{block.line}: the output of this cell has changed.\n  {texts}"
            )


def main(names: list[str]) -> int:
    """Run the labs that are named, or, for `labs`, all that were not run since their code changed; two at a time."""
    known = {f"labs/{source.stem}": source for source in labs.sources()}
    if unknown := set(names) - known.keys() - {"labs"}:
        print(
            f"no such lab: {', '.join(sorted(unknown))}; there are {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    stale = {path for path, _, problem in labs.problems() if "nox -s record" in problem}
    todo = [
        source
        for name, source in known.items()
        if name in names or ("labs" in names and source in stale)
    ]
    with ThreadPoolExecutor(2) as pool:
        faults = [*filter(None, pool.map(_record, todo))]
    print("\n".join(faults))
    return int(bool(faults))


def _record(source: Path) -> str:
    path = labs.notebook(source)
    try:
        path.parent.mkdir(exist_ok=True)
        record.replace({path: f"{nbformat.writes(execute(source))}\n"}, path.parent)
    except (pages.PageError, OSError) as error:
        return f"{error}\n{pages.relative(path)} is as it was"
    print(f"{pages.relative(path)}: written", flush=True)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
