"""The claims of the essay as tables: by page, by kind, with what was expected, and with what the
second model made of them.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from perspectives.written import demonstrations, expected, labs, lists, pages, second

Data = dict[str, Any]
_FOUND = {  # in the second model
    "holds": "as here",
    "holds in part": "as here, in part",
    "fails": "not as here",
    "cannot be asked": "cannot be asked",
}


def tally(claims: list[lists.Claim]) -> list[Data]:
    """How many of the claims have each verdict, in the order of the verdicts."""
    counts = Counter(claim.verdict for claim in claims)
    return [
        {
            "verdict": verdict,
            "n": counts[verdict],
            "mark": verdict.replace(" ", "-"),
            "sign": word["sign"],
            "words": verdict if counts[verdict] == 1 else word["plural"],
        }
        for verdict, word in lists.VERDICTS.items()
        if counts[verdict]
    ]


def _by_page(claims: list[lists.Claim]) -> dict[str, list[lists.Claim]]:
    """The claims of each page, in the order of the essay and of the site."""
    found: dict[str, list[lists.Claim]] = {}
    for claim in claims:
        found.setdefault(claim.page, []).append(claim)
    return found


def kinds(page: str) -> Data:
    counts = Counter(claim.kind for claim in lists.claims())
    meanings = {kind: text[0].upper() + text[1:] for kind, text in lists.KINDS.items()}
    return {"kinds": [(kind, counts[kind], meaning) for kind, meaning in meanings.items()]}


def evidence(page: str) -> Data:
    claims = lists.claims()
    return {
        "pages": [(Path(page).stem, pages.title(page)) for page in _by_page(claims)],
        "kinds": list(lists.KINDS),
        "outcomes": list(lists.OUTCOMES),
        "tally": tally(claims),
        "rows": _rows(claims),
    }


def predictions(page: str) -> Data:
    predicted = [claim for claim in lists.claims() if claim.predicts]
    groups = [
        {"link": f"[{pages.title(page)}](/{page})", "outcomes": _outcomes(own), "rows": _rows(own)}
        for page, own in _by_page(predicted).items()
    ]
    return {"groups": groups, "outcomes": _outcomes(predicted)}


def _outcomes(claims: list[lists.Claim]) -> str:
    """How those came that the model could have failed: '2 as expected, 1 otherwise'."""
    counts = Counter(claim.outcome for claim in claims if not claim.no_test)
    return ", ".join(
        f"{counts[outcome]} {outcome}" for outcome in lists.OUTCOMES if counts[outcome]
    )


def bounds(page: str) -> Data:
    """Every test of what the views expect: its number, the bound set to it, and what came."""
    links = _links()
    tests = [(claim, expected.tested(quote)) for claim in lists.claims() for quote in claim.tests]
    return {"rows": [{"claim": claim, "link": links[t.record], "test": t} for claim, t in tests]}


def second_model(page: str) -> Data:
    """The claims that the second model could be asked, with what came of them."""
    found, links = second.verdicts(), _links()
    return {
        "rows": [
            _of_second(claim, found["claims"][claim.id], found["snippets"], links)
            for claim in lists.claims()
            if _state(claim) not in (None, "cannot be asked")
        ]
    }


def _of_second(
    claim: lists.Claim,
    verdict: Data,
    answers: dict[str, list[str]],
    links: dict[str, str],
) -> Data:
    asked = [name for name in claim.evidence["snippets"] if name in answers]
    failed = [answers[name][1] for name in asked if answers[name][0] == "fails"]
    figures = []
    for figure in verdict["figures"]:
        if figure["model"]:
            _, *name = figure["number"].split(": ")  # without that of the record
            figures.append(f"“{', '.join(name)}”: {figure['edition']}, {figure['model']}")
    return {
        "claim": claim,
        "found": _FOUND[verdict["state"]],
        "reasons": failed[:1],
        "figures": figures[:2],
        "snippets": _places(asked, links),
    }


def _rows(claims: list[lists.Claim]) -> list[Data]:
    """The claims, each with its evidence as Markdown."""
    links = _links()
    return [_row(claim, links) for claim in claims]


def _row(claim: lists.Claim, links: dict[str, str]) -> Data:
    snippets = _places(claim.evidence.get("snippets", []), links)
    trained = _places([f"labs/{lab}" for lab in claim.evidence.get("labs", [])], links)
    return {
        "claim": claim,
        "outcome_mark": lists.OUTCOMES.get(claim.outcome or ""),
        "sources": citation(claim.evidence.get("refs", [])),
        "snippets": snippets,
        "shown": snippets + trained,
        "second": _on_second(claim),
    }


def _state(claim: lists.Claim) -> str | None:
    return second.state(claim.id, claim.evidence.get("snippets", []))


def _on_second(claim: lists.Claim) -> str:
    """What came of a claim on the second model; '' if none of its programs was put to it."""
    state = _state(claim)
    if claim.verdict == "holds here" and state == "holds":
        return "holds on both"
    return _FOUND.get(state or "", "")


def _links() -> dict[str, str]:
    """Every record's name -> a link to where it is shown."""
    shown = demonstrations.demonstrations()
    snippets = {each.name: f"[{each.anchor}](/{each.place})" for each in shown}
    names = [path.stem for path in labs.lab_files()]
    return snippets | {f"labs/{name}": f"[lab: {name}](/labs/{name}.ipynb)" for name in names}


def _places(names: list[str], links: dict[str, str]) -> list[str]:
    """Where records are shown; a place that shows several stands once."""
    return list(dict.fromkeys(links[name] for name in names))


def citation(keys: list[str]) -> str:
    return f" [{'; '.join(f'@{key}' for key in keys)}]" if keys else ""


def totals(page: str) -> Data:
    """The claims of each page, and last all of them, as bars of one width and as a table."""
    claims = lists.claims()
    groups = _by_page(claims).items()
    rows = [_total(pages.title(page), f"/{page}", own) for page, own in groups]
    rows.append(_total("All", "", claims))
    for place, row in enumerate(rows):
        row["y"] = 26 * place
    rows[-1]["y"] += 6  # apart from the pages
    return {"rows": rows, "height": rows[-1]["y"] + 26, "tally": tally(claims), "n": len(claims)}


def _total(title: str, address: str, claims: list[lists.Claim]) -> Data:
    """A row, and its bar from 198 to 364: narrow parts have no room for a sign, or for any text."""
    x, parts = 198.0, []
    for row in tally(claims):
        width = 166 * row["n"] / len(claims)
        text = f"{row['n']}" if width > 8 else ""
        sign = row["sign"] if width > 27 else ""
        place = {"x": f"{x:.0f}", "width": f"{width:.0f}", "middle": f"{x + width / 2:.0f}"}
        parts.append({"mark": row["mark"], "text": text, "sign": sign, **place})
        x += width
    counts = Counter(claim.verdict for claim in claims)
    link = f"[{title}]({address})" if address else title
    return {"title": title, "link": link, "n": len(claims), "counts": counts, "parts": parts}
