"""What the second model answered is kept in recorded/, and compared when it is asked again."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from perspectives.judge.asking import FAILS, NOT_ASKED
from perspectives.run.comparison import difference, same
from perspectives.run.replacing import replace_records
from perspectives.written import files, second

_KEPT = ("id", "state", "figures")  # of a claim


def keep(whole: dict[str, Any], answers: Path) -> None:
    """Record what the folder of answers says, under seals."""
    verdicts = json.dumps(_verdicts(whole), indent=1, ensure_ascii=False)
    new = {second.verdicts_file(): f"{verdicts}\n", second.tally_file(): _tally(whole)}
    new |= {path: text for path, text in _printed(answers).items() if text or path.is_file()}
    replace_records(new)


def _verdicts(whole: dict[str, Any]) -> dict[str, Any]:
    """What is kept of the verdicts: nothing that depends on how fast the machine was."""
    return {
        "snippets": {
            row["snippet"]: [row["state"], row["why"], second.fingerprint(row["snippet"])]
            for row in whole["snippets"]
        },
        "claims": [{name: row[name] for name in _KEPT} for row in whole["claims"]],
    }


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
    recorded, found = second.verdicts(), []
    old = _lines(recorded["snippets"], recorded["claims"].values())
    new = _lines(**_verdicts(whole))
    for name in sorted(old.keys() | new.keys()):
        before, now = old.get(name, "not recorded"), new.get(name, "not asked")
        if not same(before, now):
            found.append(f"{name}: {before}, now {now}")
    for record, text in _printed(answers).items():
        if changed := difference(files.read(record) if record.is_file() else "", text):
            line, before, now = changed
            found.append(f"{files.relative(record)}:{line}: {before!r}, now {now!r}")
    return found


def _lines(snippets: dict[str, list[str]], claims: Iterable[dict[str, Any]]) -> dict[str, str]:
    """All that the verdicts say, under the names of snippets, claims and numbers."""
    found = {}
    for name, (*answer, code) in snippets.items():
        found[name] = ": ".join(filter(None, answer))
        found[f"{name}, code"] = code
    for claim in claims:
        found[claim["id"]] = claim["state"]
        for figure in claim["figures"]:
            name = f"{claim['id']}, {figure['number']}"
            found[name] = f"{figure['edition']}, {figure['model']}"
    return found


def _printed(answers: Path) -> dict[Path, str]:
    """What was printed for each record; '' where nothing was."""
    found = {}
    for record in second.records():
        path = answers / record.relative_to(second.folder())
        found[record] = path.read_text("utf8") if path.is_file() else ""
    return found
