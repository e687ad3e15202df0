"""What the second model answered is kept in recorded/, and compared when it is asked again."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from perspectives.judge.asking import FAILS, NOT_ASKED
from perspectives.run.comparison import difference
from perspectives.run.replacing import replace
from perspectives.written import files, seals, second

_KEPT = ("id", "state", "outcome", "figures")  # of a claim


def keep(whole: dict[str, Any], answers: Path) -> None:
    """Record what the folder of answers says, under seals. Raises OSError."""
    found = {name: whole[name] for name in ("seconds", "memory_mb")}
    found["snippets"] = {row["snippet"]: [row["state"], row["why"]] for row in whole["snippets"]}
    found["claims"] = [{name: row[name] for name in _KEPT} for row in whole["claims"]]
    new = {second.verdicts_file(): json.dumps(found, indent=1, ensure_ascii=False) + "\n"}
    new[second.tally_file()] = _tally(whole)
    new |= {path: text for path, text in _printed(answers).items() if text or path.is_file()}
    replace(new | {seals.path(): seals.renewed(new)}, files.RECORDED)


def _tally(whole: dict[str, Any]) -> str:
    counts = Counter(row["state"] for row in whole["claims"])
    rows = {
        "claims": counts.total(),
        "asked": counts.total() - counts[NOT_ASKED],
        "failed": counts[FAILS],
        "memory, GB": -(-whole["memory_mb"] // 1000),
    }
    return "".join(f"{name}  {number}\n" for name, number in rows.items())


def changes(whole: dict[str, Any], answers: Path) -> list[str]:
    """How the answers differ from what is recorded, one difference a line."""
    found, old = [], second.verdicts()["claims"]
    for row in whole["claims"]:
        was = old[row["id"]]["state"] if row["id"] in old else "not recorded"
        if was != row["state"]:
            found.append(f"{row['id']}: {was}, now {row['state']}")
    for record, text in _printed(answers).items():
        recorded = files.read(record) if record.is_file() else ""
        if changed := difference(recorded, text):
            line, before, now = changed
            found.append(f"{files.relative(record)}:{line}: {before!r}, now {now!r}")
    return found


def _printed(answers: Path) -> dict[Path, str]:
    """What was printed for each record; '' where nothing was."""
    found = {}
    for record in second.records():
        path = answers / record.relative_to(second.folder())
        found[record] = path.read_text("utf8") if path.is_file() else ""
    return found
