"""What the edition rests on: snippets, files that pages show, texts, the game."""

import re
from typing import Any

from mkdocs.utils import meta

from perspectives.check import Problem, Problems
from perspectives.written import files, labs, lists, pages, recorded
from perspectives.written.demonstrations import demonstrations
from perspectives.written.snippets import snippet_files

_LISTS = {"claims.yml", "glossary.yml", "references.bib", "redirects.yml", "ids.txt"}
_PASSAGE = ("name", "kind", "origin", "text")


def snippets() -> Problems:
    """A snippet stands on a page."""
    shown = {found.snippet for found in demonstrations()}
    for snippet in snippet_files():
        if snippet not in shown:
            yield Problem(snippet, 1, "no page includes this snippet: include it, or remove it")


def backing() -> Problems:
    """A snippet that is no exercise backs a claim."""
    named = {name for claim in lists.claims() for name in claim.evidence.get("snippets", [])}
    for found in demonstrations():
        if found.name not in named and not found.is_exercise:
            yield Problem(found.snippet, 1, "this snippet backs no claim: name it in `evidence`")


def descriptions() -> Problems:
    """A page of the site describes itself in its head."""
    settings = files.read(files.ROOT / "mkdocs.yml")
    for page in files.listed(files.DOCS, "**/*.md"):
        _, head = meta.get_data(files.read(page))
        if pages.name(page) in settings and "description" not in head:
            yield Problem(page, 1, "no description: begin with ---, `description: ...` and ---")


def docs() -> Problems:
    """A page names every file in docs/."""
    text = " ".join(files.read(path) for path in pages.page_files())
    named = {*_LISTS, *re.findall(r"[\w.-]+", text)}
    for path in files.listed(files.DOCS, "**/*"):
        if path.suffix not in (".md", ".ipynb") and path.name not in named:
            yield Problem(path, 1, "unused file: link to it or show it on a page, or remove it")


def data() -> Problems:
    """A file in snippets/data/ has one known origin and is read by a snippet or a lab."""
    origins = files.SNIPPETS / "data/SOURCES.md"
    code = [*snippet_files(), *labs.lab_files()]
    explained = (
        re.findall(r"[`(]([\w-]+\.[a-z]+)", files.read(origins)) if origins.is_file() else []
    )
    for name in {name for name in explained if explained.count(name) > 1}:
        line = files.line_of(origins, rf"[`(]{re.escape(name)}")
        yield Problem(origins, line, f"{name} is described twice: keep one of the two")
    used = {name for path in code for name in re.findall(r'"([\w.-]+)"', files.read(path))}
    for path in set(files.listed(origins.parent, "*")) - {origins}:
        if path.name not in explained:
            yield Problem(path, 1, "no origin: add it and its licence to snippets/data/SOURCES.md")
        if path.name not in used and "LICENSE" not in path.name:
            yield Problem(path, 1, "unused file: read it in a snippet or a lab, or remove it")


def passages() -> Problems:
    """A passage of the game is complete, and the record has its words."""
    path, played = files.SNIPPETS / "data/play.yml", set()
    if (files.RECORDED / "play/words.jsonl").is_file():
        for passage in recorded.passages():
            words = "".join(word["word"] for word in passage["words"])
            played.add((passage["name"], f"{passage['text']}¦{words}"))
    for passage in files.read_yaml(path) if path.is_file() else []:
        if fault := _fault(passage, played):
            name = passage.get("name", "a passage")
            line = files.line_of(path, rf"^- name: {re.escape(name)}$")
            yield Problem(path, line, f"{name}: {fault}")


def _fault(passage: dict[str, Any], played: set[tuple[str, str]]) -> str:
    if missing := [field for field in _PASSAGE if not passage.get(field)]:
        return f"missing {', '.join(missing)}: a passage needs {', '.join(_PASSAGE)}"
    if passage["text"].count("¦") != 1:
        return "put one ¦ into the text where guessing begins, before the blank"
    if (passage["name"], passage["text"]) not in played:
        return "the recorded passage is missing or outdated: nox -s record -- play"
    return ""


RULES = [snippets, backing, descriptions, docs, data, passages]
