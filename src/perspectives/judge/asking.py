"""Asks another model all that the snippets ask, and keeps each answer as soon as it is there."""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from perspectives.model import load
from perspectives.run import other_model
from perspectives.run.execution import Execution, explain, use_threads
from perspectives.written import files, seals, snippets

HOLDS, FAILS, NOT_ASKED = "holds", "fails", "cannot be asked"
_BROKEN_OFF = "the process ended while it ran: it may need more memory than there is"


@dataclass(frozen=True)
class Answer:
    """What became of a snippet: `state`, and why it is not HOLDS; the time in seconds; the most
    memory that the process had held by then, in MB, on the device if there is one.
    """

    snippet: str
    code: str  # the seal of the snippet that was run, with the options of the model
    state: str
    why: str = ""
    seconds: float = 0.0
    memory: int = 0


def ask_all(folder: Path) -> dict[str, Answer]:
    """The answers of the model that `load()` gives, by snippet.

    What each snippet prints goes into `folder`, as into recorded/. A snippet that was asked before
    is not asked again, unless its code or the model's options have changed; one during which the
    process was killed counts as asked.
    """
    use_threads()
    before, answers = _answered(folder), {}
    options = os.environ.get("PERSPECTIVES_OPTIONS", "")
    todo = [path for path in snippets.snippet_files() if path.parent.name != "live"]
    for number, path in enumerate(todo, 1):
        name, code = f"{path.parent.name}/{path.stem}", seals.of(files.read(path) + options)
        if name in before and before[name].code == code:
            answers[name] = before[name]
            continue
        print(f"[{number}/{len(todo)}] {name}", end=" ", flush=True)
        _keep(folder, Answer(name, code, NOT_ASKED, _BROKEN_OFF))
        answers[name] = _ask(path, Answer(name, code, HOLDS), folder)
        _keep(folder, answers[name])
        print(f"{answers[name].state}, {answers[name].seconds:.0f} s", flush=True)
    return answers


def _ask(path: Path, answer: Answer, folder: Path) -> Answer:
    """Run a snippet and its check, and write what it prints, in place of what it printed before."""
    record = folder / f"{answer.snippet}.txt"
    record.unlink(missing_ok=True)
    if reason := other_model.calls_no_model(path) or other_model.why_not(path):
        return replace(answer, state=NOT_ASKED, why=reason)
    start, run = time.perf_counter(), Execution(path)
    state, why = HOLDS, ""
    try:
        with other_model.beginnings_watched():
            run.advance("check")
    except AssertionError as error:
        is_checked = run.done == [name for name in run.sections if name != "check"]
        state, why = FAILS if is_checked else NOT_ASKED, str(error)
    except Exception as error:
        lack = other_model.lacking(error)
        state, why = NOT_ASKED, f"it lacks {lack}" if lack else explain(error).splitlines()[-1]
        load.cache_clear()  # the code may have left the model otherwise than it was
    if state != NOT_ASKED:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(run.output.printed, "utf8")
    seconds = round(time.perf_counter() - start, 1)
    return replace(answer, state=state, why=why, seconds=seconds, memory=_memory())


def _memory() -> int:
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() // 10**6
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 10**6


def _keep(folder: Path, answer: Answer) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "answers.jsonl").open("a", encoding="utf8") as file:
        file.write(json.dumps(asdict(answer), ensure_ascii=False) + "\n")


def _answered(folder: Path) -> dict[str, Answer]:
    """The last answer to each snippet; a row that was cut off is none."""
    return {answer.snippet: answer for answer in _rows(folder / "answers.jsonl")}


def _rows(path: Path) -> Iterator[Answer]:
    for row in files.rows(path.read_text("utf8")) if path.exists() else []:
        try:
            yield Answer(**json.loads(row))
        except (ValueError, TypeError):
            continue
