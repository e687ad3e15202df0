"""The results as a table in Markdown, and the machine on which they were measured."""

import json
import os
import platform
import statistics
from datetime import date
from importlib.metadata import version
from pathlib import Path

Result = dict[str, float | str]
Results = dict[str, list[Result]]  # of each engine, one for each round

COLUMNS = {  # heading -> what is measured, the number that it is divided by, digits
    "load, s": ("load", 1000, 2),
    "first prediction, ms": ("first", 1, 0),
    "again, ms": ("again", 1, 0),
    "each token, ms": ("token", 1, 1),
    "memory, MB": ("memory", 1e6, 0),
}
SIZES = {"code, kB": ("code", 1e3), "model, MB": ("model", 1e6)}  # the same in every round


def table(results: Results, reference: str) -> str:
    """A row for each engine; the last column says whether it writes the text of `reference`."""
    headings = ["", *COLUMNS, *SIZES, "same text"]
    rows = [headings, ["---", *["---:"] * (len(headings) - 1)]]
    expected = results[reference][0]["text"]
    for name, measured in results.items():
        times = [span(measured, *column) for column in COLUMNS.values()]
        sizes = [size(measured[0].get(key), unit) for key, unit in SIZES.values()]
        is_same = all(result["text"] == expected for result in measured)
        rows.append([name, *times, *sizes, "yes" if is_same else "no"])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def span(measured: list[Result], key: str, unit: float, digits: int) -> str:
    """Median (least–most)."""
    values = [result[key] / unit for result in measured]
    middle, least, most = statistics.median(values), min(values), max(values)
    return f"{middle:.{digits}f} ({least:.{digits}f}–{most:.{digits}f})"


def size(count: float | None, unit: float) -> str:
    return "–" if count is None else f"{count / unit:,.0f}"


def setting(package: Path, browser: str, rounds: int) -> str:
    """Date, machine and versions; `package` is the package.json of the libraries."""
    lines = Path("/proc/cpuinfo").read_text().split("\n")
    processor = next((line for line in lines if line.startswith("model name")), "unknown")
    libraries = json.loads(package.read_text())["dependencies"]
    parts = [
        f"{date.today():%d %B %Y}",
        f"{processor.split(':')[-1].strip()}, {os.cpu_count()} cores, {platform.system()}",
        f"Chromium {browser}",
        *(f"{name} {number}" for name, number in libraries.items()),
        *(f"{name} {version(name)}" for name in ("torch", "transformers")),
    ]
    return f"{'; '.join(parts)}. Median (least–most) of {rounds} rounds."
