"""The head of a page, between two lines of --- before its text. Material prints it as it is."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import markupsafe
from mkdocs.utils import meta

from perspectives.written import files, markup, pages

_NAME = re.compile(r"(?m)^(\w+):")
FIELDS = {"title": str, "description": str, "hide": list}


def faults(page: Path) -> Iterator[tuple[int, str]]:
    """What is wrong with the head of a page, with its lines."""
    text = pages.text(page)
    _, head = meta.get_data(text)
    if not head and text.startswith("---\n"):
        fix = "write `title: ...` and `description: ...` between two lines of ---, as YAML"
        yield 1, f"this head cannot be read, and is shown as text: {fix}"
    names = _NAME.findall("\n".join(text.split("\n")[: length(page)]))
    for name in {name for name in names if names.count(name) > 1}:
        yield 1, f"the head has two values for {name}: remove one"
    for name, value in head.items():
        if fault := _fault(name, value):
            yield files.line_of(page, rf"(?i)^[\"']?{re.escape(str(name))}[\"']? *:"), fault


def _fault(name: Any, value: Any) -> str:
    if name not in FIELDS:
        return f"unknown field {name!r} in the head: use {', '.join(FIELDS)} only"
    if not isinstance(value, FIELDS[name]):
        kind = "a text" if FIELDS[name] is str else "a list, as [navigation, toc]"
        return f"{name} is no such value: write {kind}"
    if value == "":
        return f"{name} is empty: write it, or remove the line"
    if isinstance(value, str) and markup.TAG.search(value):
        return f"{name} holds markup: write it as plain text"
    return ""


def length(page: Path) -> int:
    """How many lines of a page are its head."""
    text = pages.text(page)
    body, head = meta.get_data(text)
    return text.removesuffix(body).count("\n") if head else 0


def plain(text: str) -> markupsafe.Markup:
    """A text as HTML, to be printed as it is: no sign of it is markup, and an entity stays one."""
    return markupsafe.escape(html.unescape(text))
