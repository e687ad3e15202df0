"""evidence.json: the claims, their verdicts and what these rest on, for machines. docs/evidence.schema.json says what stands in it."""

import re
from pathlib import Path

from perspectives import lists, pages, recorded
from perspectives.markdown.marks import plain
from perspectives.templates import render

MODEL = "SmolLM2-135M-Instruct, a copy that keeps its weights in about four bits each, dequantised"
_MEANING = re.compile(r'^<span class="v [\w-]+">([\w ]+)</span>\n: +(.+)$', re.M)  # where the introduction explains the verdicts


def write_evidence(site: Path, address: str) -> None:
    """Write evidence.json at the root of the site; `address` is where the site will stand."""
    meanings = dict(_MEANING.findall(pages.read(pages.DOCS / "introduction.md")))
    verdicts = {verdict: meanings[verdict] for verdict in lists.VERDICTS}
    text = render("evidence.json", address=address, model=MODEL, verdicts=verdicts, text=_text, identifiers=_identifiers)
    (site / "evidence.json").write_text(text, "utf8")


def _text(marked: str | None) -> str | None:
    """Without marks, and with the numbers that it quotes."""
    return plain(recorded.QUOTE.sub(lambda m: recorded.quoted(m[1], m[2], m[3]), marked)) if marked else None


def _identifiers(key: str) -> dict[str, str]:
    """What the list of references knows a work by elsewhere."""
    entry = lists.works().entries[key].fields
    return {name: entry[field] for name, field in (("doi", "doi"), ("arxiv", "eprint"), ("address", "url")) if field in entry}
