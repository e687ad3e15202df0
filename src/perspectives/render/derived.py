"""What pages derive from the lists and records: for each directive a function, which prepares plain
data, and a template of its name.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

from perspectives.render import tables
from perspectives.written import (
    demonstrations,
    edition,
    guesses,
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
        "tally": tables.tally(claims),
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


def _game(page: str) -> Data:
    return {"passages": recorded.passages()[1:]}


def _guess(text: str) -> Data:
    return {"guess": guesses.parsed(text)}


def _prompts(page: str) -> Data:
    """What the model expects after each of a few prompts, as bars of at most 200 units."""
    found = []
    for row in recorded.kept("next-token/distribution"):
        shares = enumerate(row["next"].items())
        bars = [_bar(word, share, 25 * place) for place, (word, share) in shares]
        found.append({"prompt": row["prompt"], "bars": bars})
    return {"prompts": found}


def _bar(word: str, share: str, y: int) -> Data:
    """A bar, its word at its left and its share at its right, in a row that begins at y."""
    width = round(200 * float(share), 1)
    place = {"top": y + 2, "baseline": y + 16, "width": width, "end": width + 122}
    return {"word": word, "share": share, **place}


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
    return f"{see}*Sources*{tables.citation(term.refs)}" if term.refs else see.rstrip()


def _references(page: str) -> Data:
    works = lists.works()
    full = {key: works.format(key)[1] for key in lists.cited() if key in works.entries}
    keys = sorted(full, key=lambda key: full[key].lower())
    return {"works": [(key, _with_links(full[key])) for key in keys]}


def _with_links(html: str) -> str:
    return re.sub(r"(https?://[^\s<\"]+)", r'<a href="\1">\1</a>', html)


DIRECTIVES: dict[str, Callable[[str], Data]] = {
    "bounds": tables.bounds,
    "corrections": _corrections,
    "evidence": tables.evidence,
    "facts": _facts,
    "game": _game,
    "glossary": _glossary,
    "guess": _guess,
    "kinds": tables.kinds,
    "minutes": _minutes,
    "played": _played,
    "predictions": tables.predictions,
    "prompts": _prompts,
    "references": _references,
    "second": tables.second_model,
    "strip": _strip,
    "totals": tables.totals,
}
