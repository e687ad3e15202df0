"""The claims as data: evidence.json, which docs/evidence.schema.json describes."""

import json
import re
from typing import Any

from perspectives.transforms.citations import MODEL, MODEL_NOTE
from perspectives.transforms.site import Site
from perspectives.written import (
    addresses,
    demonstrations,
    edition,
    expected,
    files,
    lists,
    marks,
    recorded,
    second,
)

Data = dict[str, Any]

# Where the introduction explains a verdict.
_MEANING = re.compile(r'^<span class="v [\w-]+">([\w ]+)</span>\n: +(.+)$', re.M)


def add_evidence(site: Site) -> None:
    """Write evidence.json."""
    site.files["evidence.json"] = json.dumps(evidence(site.address), indent=1, ensure_ascii=False)


def evidence(address: str) -> Data:
    """All claims, their verdicts and what these rest on."""
    about = edition.about()
    meanings = dict(_MEANING.findall(files.read(files.DOCS / "introduction.md")))
    return {
        "$schema": "evidence.schema.json",
        "edition": {
            "title": about["title"],
            "version": about["version"],
            "address": address,
            "licence": about["license"],
        },
        "model": f"{MODEL}, {MODEL_NOTE}",
        "second_model": second.NAME,
        "kinds": [{"kind": kind, "meaning": text} for kind, text in lists.KINDS.items()],
        "verdicts": [
            {"verdict": verdict, "meaning": marks.plain(meanings[verdict])}
            for verdict in lists.VERDICTS
        ],
        "claims": claims(address),
    }


def claims(address: str) -> list[Data]:
    """The claims, with the addresses of what they were tested with."""
    places = {shown.name: shown.place for shown in demonstrations.demonstrations()}
    return [_claim(claim, address, places) for claim in lists.claims()]


def _claim(claim: lists.Claim, address: str, places: dict[str, str]) -> Data:
    row = {name: getattr(claim, name) for name in ("id", "kind", "note", "verdict", "outcome")}
    for name in ("claim", "why", "predicts", "measured"):
        text = getattr(claim, name)
        row[name] = recorded.resolved(text) if text else None
    tested = claim.evidence
    row["no_test"] = claim.no_test
    row["second_model"] = second.state(claim.id, tested.get("snippets", []))
    row["tests"] = [expected.tested(quote)._asdict() for quote in claim.tests]
    row["view"] = claim.page.rpartition(".")[0]
    row["url"] = address + addresses.link(claim.at)
    snippets = {name: addresses.link(places[name]) for name in tested.get("snippets", [])}
    labs = {name: f"labs/{name}/" for name in tested.get("labs", [])}
    row["evidence"] = {
        "snippets": [_run("snippets", name, address + link) for name, link in snippets.items()],
        "labs": [_run("labs", name, address + link) for name, link in labs.items()],
        "refs": [_work(key, address) for key in tested.get("refs", [])],
    }
    return row


def _run(folder: str, name: str, url: str) -> Data:
    return {"name": name, "url": url, "source": f"{folder}/{name}.py"}


def _work(key: str, address: str) -> Data:
    """A work, with what it is known by elsewhere."""
    fields = lists.works().entries[key].fields
    names = {"doi": "doi", "arxiv": "eprint", "address": "url"}
    known = {name: fields[field] for name, field in names.items() if field in fields}
    return {"key": key, "url": f"{address}references/#{key}", **known}
