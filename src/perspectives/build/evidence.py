"""evidence.json: the claims, their verdicts and what these rest on, for machines. docs/evidence.schema.json says what stands in it."""

import json
import re
from pathlib import Path

from perspectives import lists, pages
from perspectives.edition import about, link
from perspectives.lists import KINDS, VERDICTS, Claim
from perspectives.markdown.derived import place
from perspectives.markdown.marks import plain
from perspectives.recorded import QUOTE, quoted

MODEL = "SmolLM2-135M-Instruct, a copy that keeps its weights in about four bits each, dequantised"
_MEANING = re.compile(r'^<span class="v [\w-]+">([\w ]+)</span>\n: +(.+)$', re.M)  # where the introduction explains the verdicts


def write_evidence(site: Path, address: str) -> None:
    """Write evidence.json at the root of the site; `address` is where the site will stand."""
    meanings = dict(_MEANING.findall(pages.read(pages.DOCS / "introduction.md")))
    edition = {"title": about()["title"], "version": about()["version"], "address": address, "licence": about()["license"]}
    whole = {
        "$schema": "evidence.schema.json",
        "edition": edition,
        "model": MODEL,
        "kinds": [{"kind": kind, "meaning": meaning} for kind, meaning in KINDS.items()],
        "verdicts": [{"verdict": verdict, "meaning": plain(meanings[verdict])} for verdict in VERDICTS],
        "claims": [_row(claim, address) for claim in lists.claims()],
    }
    (site / "evidence.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf8")


def _row(claim: Claim, address: str) -> dict:
    snippets = [{"name": name, "url": address + link(place(name)), "source": f"snippets/{name}.py"} for name in claim.evidence.get("snippets", [])]
    refs = [{"key": key, "url": f"{address}references/#{key}", **_identifiers(key)} for key in claim.evidence.get("refs", [])]
    return {
        **{field: getattr(claim, field) for field in ("id", "kind", "note", "verdict", "outcome")},
        **{field: _text(getattr(claim, field)) for field in ("claim", "why", "predicts", "measured")},
        "view": claim.at.split(".md")[0],
        "url": address + link(claim.at),
        "evidence": {"snippets": snippets, "labs": claim.evidence.get("labs", []), "refs": refs},
    }


def _text(marked: str | None) -> str | None:
    """Without marks, and with the numbers that it quotes."""
    return plain(QUOTE.sub(lambda m: quoted(m[1], m[2], m[3]), marked)) if marked else None


def _identifiers(key: str) -> dict[str, str]:
    """What the list of references knows a work by elsewhere."""
    entry = lists.works().entries[key].fields
    return {name: entry[field] for name, field in (("doi", "doi"), ("arxiv", "eprint"), ("address", "url")) if field in entry}
