"""What pages derive from the lists and records: for each directive a function, which prepares plain
data, and a template of its name.
"""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

from perspectives.written import (
    demonstrations,
    edition,
    expected,
    guesses,
    labs,
    lists,
    marks,
    pages,
    recorded,
)

Data = dict[str, Any]
_WORDS_A_MINUTE = 220

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=jinja2.select_autoescape(["html"]),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    comment_start_string="<#",  # {# starts an id in Markdown
    comment_end_string="#>",
)


def markdown(directive: str, argument: str) -> str:
    """The Markdown of {{directive argument}}: of a page, or of what is to be guessed.

    Raises LookupError if there is no such directive, or if it names something missing.
    """
    if directive not in DIRECTIVES:
        raise LookupError(f"unknown directive; the directives are {', '.join(DIRECTIVES)}")
    text = TEMPLATES.get_template(f"{directive}.md").render(DIRECTIVES[directive](argument))
    return text.strip("\n")


def _corrections(page: str) -> Data:
    return {"corrections": edition.corrections(), "version": edition.about()["version"]}


def _strip(page: str) -> Data:
    claims = [claim for claim in lists.claims() if claim.page == page]
    order = list(lists.VERDICTS)
    claims.sort(key=lambda claim: order.index(claim.verdict))
    signs = {verdict: word["sign"] for verdict, word in lists.VERDICTS.items()}
    return {
        "count": _number(len(claims), "claim"),
        "tally": tally(claims),
        "marks": [(signs[claim.verdict], claim) for claim in claims],
    }


def _facts(page: str) -> Data:
    shown = demonstrations.on_page(pages.source(page))
    count = sum(not demonstration.is_exercise for demonstration in shown)
    minutes = _number(_minutes(page)["count"], "minute")
    counts = {"demonstrations": _number(count, "demonstration"), "minutes": minutes}
    return _strip(page) | counts


def _minutes(page: str) -> Data:
    """How long it takes to read a page with its folds closed."""
    text = "\n".join(row for _, row in pages.unfolded(pages.source(page)))
    words = len(re.findall(r"[A-Za-z]{2,}", marks.untagged(text)))
    return {"count": max(1, round(words / _WORDS_A_MINUTE))}


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


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


def _kinds(page: str) -> Data:
    counts = Counter(claim.kind for claim in lists.claims())
    meanings = {kind: text[0].upper() + text[1:] for kind, text in lists.KINDS.items()}
    return {"kinds": [(kind, counts[kind], meaning) for kind, meaning in meanings.items()]}


def _evidence(page: str) -> Data:
    claims = lists.claims()
    return {
        "pages": [(Path(page).stem, pages.title(page)) for page in _by_page(claims)],
        "kinds": list(lists.KINDS),
        "outcomes": list(lists.OUTCOMES),
        "tally": tally(claims),
        "rows": _rows(claims),
    }


def _predictions(page: str) -> Data:
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


def _bounds(page: str) -> Data:
    """Every test of what the views expect: its number, the bound set to it, and what came."""
    links = _links()
    tests = [(claim, expected.tested(quote)) for claim in lists.claims() for quote in claim.tests]
    return {"rows": [{"claim": claim, "link": links[t.record], "test": t} for claim, t in tests]}


def _rows(claims: list[lists.Claim]) -> list[Data]:
    """The claims, each with its evidence as Markdown."""
    links = _links()
    return [_row(claim, links) for claim in claims]


def _row(claim: lists.Claim, links: dict[str, str]) -> Data:
    snippets = [links[name] for name in claim.evidence.get("snippets", [])]
    trained = [links[f"labs/{lab}"] for lab in claim.evidence.get("labs", [])]
    return {
        "claim": claim,
        "outcome_mark": lists.OUTCOMES.get(claim.outcome or ""),
        "sources": _citation(claim.evidence.get("refs", [])),
        "snippets": snippets,
        "shown": snippets + trained,
    }


def _links() -> dict[str, str]:
    """Every record's name -> a link to where it is shown."""
    shown = demonstrations.demonstrations()
    snippets = {each.name: f"[{each.anchor}](/{each.place})" for each in shown}
    names = [path.stem for path in labs.lab_files()]
    return snippets | {f"labs/{name}": f"[lab: {name}](/labs/{name}.ipynb)" for name in names}


def _citation(keys: list[str]) -> str:
    return f" [{'; '.join(f'@{key}' for key in keys)}]" if keys else ""


def _totals(page: str) -> Data:
    """The claims of each page, and last all of them, as bars of one width and as a table."""
    claims = lists.claims()
    groups = _by_page(claims).items()
    rows = [_total(pages.title(page), f"/{page}", own) for page, own in groups]
    rows.append(_total("All", "", claims))
    return {"rows": rows, "tally": tally(claims), "n": len(claims)}


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


def _game(page: str) -> Data:
    return {"passages": recorded.passages()[1:]}


def _guess(text: str) -> Data:
    return {"guess": guesses.parsed(text)}


def _prompts(page: str) -> Data:
    """What the model expects after each of a few prompts, as bars of at most 200 units."""
    found = []
    for row in recorded.kept("next-token/distribution"):
        bars = [(word, share, round(200 * float(share), 1)) for word, share in row["next"].items()]
        found.append({"prompt": row["prompt"], "bars": bars})
    return {"prompts": found}


def _played(page: str) -> Data:
    """The first passage, played through: each word, the model's first guess, and what the word cost
    each player.
    """
    passage = recorded.passages()[0]
    words = [_played_word(word) for word in passage["words"]]
    sums = [sum(costs) for costs in zip(*(word["bits"] for word in words), strict=True)]
    return {"text": passage["text"].split("\n"), "words": words, "sums": sums}


def _played_word(word: Data) -> Data:
    guess = max(word["shares"], key=lambda share: share[1])[0]
    return {
        "word": word["word"].strip(),
        "space": " " if word["word"].startswith(" ") else "",
        "cost": min(int(word["bits"][0] / 3), 5),  # the colours of its price
        "guess": "the same" if guess == word["word"] else guess.strip(),
        "bits": word["bits"],
    }


def _glossary(page: str) -> Data:
    groups: dict[str, Data] = {}
    for term in lists.glossary().values():
        slug = re.sub(r"[^a-z]+", "-", term.group.lower())
        group = groups.setdefault(term.group, {"name": term.group, "id": slug, "terms": []})
        group["terms"].append({"term": term, "more": _more(term)})
    return {"groups": list(groups.values())}


def _more(term: lists.Term) -> str:
    """Where to read on: related terms and sources, as Markdown."""
    related = ", ".join(f"[{lists.glossary()[other].term}](#{other})" for other in term.see)
    see = f"*See also* {related}. " if related else ""
    return f"{see}*Sources*{_citation(term.refs)}" if term.refs else see.rstrip()


def _references(page: str) -> Data:
    works = lists.works()
    full = {key: works.format(key)[1] for key in lists.cited() if key in works.entries}
    keys = sorted(full, key=lambda key: full[key].lower())
    return {"works": [(key, _with_links(full[key])) for key in keys]}


def _with_links(html: str) -> str:
    return re.sub(r"(https?://[^\s<\"]+)", r'<a href="\1">\1</a>', html)


_MAKERS: list[Callable[[str], Data]] = [
    _bounds, _corrections, _evidence, _facts, _game, _glossary, _guess,
    _kinds, _minutes, _played, _predictions, _prompts, _references, _strip, _totals,
]  # fmt: skip
DIRECTIVES = {make.__name__.strip("_"): make for make in _MAKERS}
