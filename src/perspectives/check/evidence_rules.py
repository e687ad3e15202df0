"""What the edition rests on: snippets and their records, the files that pages show, texts and their origins, the game."""

import re
from typing import Any

from perspectives.check import Problem, Problems
from perspectives.written import demonstrations, files, lists, pages, recorded
from perspectives.written.snippets import record_files, snippet_files

_LISTS = {"claims.yml", "glossary.yml", "references.bib", "redirects.yml", "ids.txt"}


def snippets() -> Problems:
    """A snippet stands on a page and, unless it is an exercise, backs a claim."""
    shown = {found.snippet: found for found in demonstrations.demonstrations()}
    backing = {name for claim in lists.claims() for name in claim.evidence.get("snippets", [])}
    for snippet in snippet_files():
        found = shown.get(snippet)
        if not found:
            yield Problem(snippet, 1, "no page includes this snippet: include it, or remove it")
        elif found.name not in backing and not found.is_exercise:
            fix = f"name {found.name} under `evidence` in docs/claims.yml"
            yield Problem(snippet, 1, f"this snippet backs no claim: {fix}")


def records() -> Problems:
    """A record has a snippet that made it."""
    wanted = {path for snippet in snippet_files() for path in record_files(snippet)}
    for path in files.RECORDED.rglob("*"):
        if path.is_file() and path not in wanted:
            message = "no snippet makes this record: delete it, or restore the snippet"
            yield Problem(path, 1, message)


def descriptions() -> Problems:
    """A page of the site describes itself in its head."""
    settings = files.read(files.ROOT / "mkdocs.yml")
    for name in re.findall(r"([\w/-]+\.md)$", settings, re.MULTILINE):
        page = files.DOCS / name
        if page.is_file() and "\ndescription: " not in files.read(page):
            fix = "begin the page with ---, a line `description: One sentence.` and ---"
            yield Problem(page, 1, f"no description: {fix}")


def docs() -> Problems:
    """A page names every file in docs/."""
    text = " ".join(files.read(path) for path in pages.page_files())
    named = {*_LISTS, *re.findall(r"[\w.-]+", text)}
    for path in files.DOCS.rglob("[!.]*"):
        if path.suffix in (".md", ".ipynb") or not path.is_file():
            continue
        if path.name not in named:
            yield Problem(path, 1, "unused file: link to it or show it on a page, or remove it")


def data() -> Problems:
    """A file in snippets/data/ has a known origin and is read by a snippet or a lab."""
    origins = files.SNIPPETS / "data/SOURCES.md"
    present = set(origins.parent.glob("[!.]*")) - {origins}
    if not present:
        return
    explained = set(re.findall(r"[`(]([\w.-]+)", files.read(origins)))
    code = [*snippet_files(), *files.LABS.glob("*.py")]
    used = {name for path in code for name in re.findall(r'"([\w.-]+)"', files.read(path))}
    for path in present:
        if path.name not in explained:
            message = "unknown origin: add its origin and its licence to snippets/data/SOURCES.md"
            yield Problem(path, 1, message)
        if path.name not in used and "LICENSE" not in path.name:
            yield Problem(path, 1, "unused file: read it in a snippet or a lab, or remove it")


def passages() -> Problems:
    """A passage of the game is complete, and the record has its words."""
    path = files.SNIPPETS / "data/play.yml"
    if not path.is_file():
        return
    played = set()
    if (files.RECORDED / "play/words.jsonl").is_file():
        for passage in recorded.passages():
            words = "".join(word["word"] for word in passage["words"])
            played.add((passage["name"], f"{passage['text']}¦{words}"))
    for passage in files.read_yaml(path):
        if fault := _passage_fault(passage, played):
            name = passage.get("name", "a passage")
            line = files.line_of(path, rf"^- name: {re.escape(name)}$")
            yield Problem(path, line, f"{name}: {fault}")


def _passage_fault(passage: dict[str, Any], played: set[tuple[str, str]]) -> str:
    missing = [field for field in ("name", "kind", "origin", "text") if not passage.get(field)]
    if missing:
        return f"add {', '.join(missing)}: a passage has name, kind, origin and text"
    if passage["text"].count("¦") != 1:
        return "put one ¦ into the text where guessing begins, before the blank"
    if (passage["name"], passage["text"]) not in played:
        return "the recorded passage is missing or outdated: nox -s record -- play"
    return ""
