"""The claims on another model: which hold, which fail, which cannot be asked."""

import json
from collections import Counter
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from perspectives.judge.asking import FAILS, HOLDS, NOT_ASKED, Answer
from perspectives.written import expected, files, lists, marks, recorded, snippets

PARTLY = "holds in part"  # as far as it could be asked
_FIGURES = 3  # of a claim, in the table


def judged(answers: dict[str, Answer], folder: Path) -> list[dict]:
    """For each claim that rests on snippets, what the answers in `folder` say of it."""
    rows = []
    for claim in lists.claims():
        named = claim.evidence.get("snippets", ())
        asked = {name: answers[name] for name in named if name in answers}  # not those of panels
        if asked:
            rows.append(
                {
                    "id": claim.id,
                    "claim": marks.plain(claim.claim),
                    "state": _state(list(asked.values())),
                    "snippets": {name: answer.state for name, answer in asked.items()},
                    "why": {name: answer.why for name, answer in asked.items() if answer.why},
                    "outcome": {"edition": claim.outcome, "model": _outcome(claim, folder)},
                    "figures": _figures(claim, folder),
                }
            )
    return rows


def _state(asked: list[Answer]) -> str:
    """A finding fails if one of its checks does; it holds if all do that ask a model anything."""
    states = {answer.state for answer in asked if _asks_a_model(answer)}
    if FAILS in states or HOLDS not in states:
        return FAILS if FAILS in states else NOT_ASKED
    return PARTLY if NOT_ASKED in states else HOLDS


def _asks_a_model(answer: Answer) -> bool:
    return snippets.calls_model(files.SNIPPETS / f"{answer.snippet}.py")


def _outcome(claim: lists.Claim, folder: Path) -> str | None:
    """How what the view expects compares with the answers; None if not all of it was asked."""
    try:
        kept = [expected.tested(quote, folder).kept for quote in claim.tests]
    except LookupError:
        return None
    return lists.outcome(kept) if claim.predicts else None


def _figures(claim: lists.Claim, folder: Path) -> list[dict]:
    """The numbers that the claim's row quotes from snippets, ours beside the model's."""
    found = {}
    for mark in marks.QUOTE.finditer(" ".join([*claim.tests, claim.measured or ""])):
        record, row, column = mark.group(1, 2, 3)
        if not record.startswith("labs/"):
            number = ": ".join(filter(None, (record, row, column)))
            ours = recorded.quoted(record, row, column)
            found[number] = {"number": number, "edition": ours, "model": None}
            with suppress(LookupError):  # not asked, or the rows are called otherwise there
                found[number]["model"] = recorded.quoted(record, row, column, folder)
    return list(found.values())


def summed_up(model: str, answers: dict[str, Answer], folder: Path) -> dict:
    """All that became of the claims and the snippets, and what it took."""
    return {
        "model": model,
        "seconds": round(sum(answer.seconds for answer in answers.values())),
        "memory_mb": max((answer.memory for answer in answers.values()), default=0),
        "claims": judged(answers, folder),
        "snippets": [asdict(answer) for answer in answers.values()],
    }


def write(whole: dict, folder: Path) -> tuple[Path, Path]:
    """Write the verdicts beside `folder`, as Markdown and as JSON; where they are."""
    stem = f"verdicts-{folder.name}"  # which may have dots, as in gpt-2.5
    table, data = folder.with_name(f"{stem}.md"), folder.with_name(f"{stem}.json")
    data.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf8")
    table.write_text(_markdown(whole), "utf8")
    return table, data


def _markdown(whole: dict) -> str:
    counts = Counter(row["state"] for row in whole["claims"])
    total = ", ".join(f"{state} {counts[state]}" for state in (HOLDS, PARTLY, FAILS, NOT_ASKED))
    spent = f"{whole['seconds']:,} s, at most {whole['memory_mb']:,} MB"
    lines = [
        f"# What the edition found, asked of {whole['model']}",
        "",
        f"{len(whole['claims'])} claims rest on snippets: {total}. It took {spent}.",
        "",
        "A finding *holds* if the checks of its snippets pass on this model, *in part* if some of",
        "them could not be asked, and *fails* if one fails. *Expected* says whether what the view",
        "expects came, on the edition’s model and here.",
        "",
        "| claim | finding | expected: edition, here | figures: edition, here |",
        "|---|---|---|---|",
        *map(_row, whole["claims"]),
        "",
        "## What failed, and what could not be asked",
        "",
        "| snippet | what became of it | why |",
        "|---|---|---|",
    ]
    for answer in whole["snippets"]:
        if answer["state"] != HOLDS:
            lines.append(_cells(answer["snippet"], answer["state"], answer["why"]))
    return "\n".join(lines) + "\n"


def _row(row: dict) -> str:
    outcomes = [row["outcome"][whose] or "–" for whose in ("edition", "model")]
    figures = [
        f"{figure['number']}: {figure['edition']}, {figure['model'] or '–'}"
        for figure in row["figures"][:_FIGURES]
    ]
    return _cells(
        f"{row['id']} {row['claim']}", row["state"], ", ".join(outcomes), "; ".join(figures)
    )


def _cells(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", r"\|") for cell in cells) + " |"
