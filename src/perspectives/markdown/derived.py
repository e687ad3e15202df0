"""What stands on a page but is written in a list: {{evidence}}, {{totals}}, {{glossary}}, {{references}}, {{strip PAGE}}, {{facts PAGE}} ...

Each directive is a template of its name in templates/, filled from the lists.
"""

import logging
import re
from collections import Counter
from pathlib import Path

from markdown.preprocessors import Preprocessor

from perspectives import edition, lists, pages, recorded
from perspectives.lists import VERDICTS, Claim
from perspectives.markdown.marks import CITATION, keys, plain
from perspectives.templates import DIRECTIVES, JINJA, render

DIRECTIVE = re.compile(r"(?<!`)\{\{(\w+)(?: ([\w/.-]+))?\}\}")
_LOG = logging.getLogger("mkdocs.perspectives")


class Derived(Preprocessor):
    """Replaces each directive by Markdown made from the lists."""

    def run(self, lines: list[str]) -> list[str]:
        return [part for line in lines for part in DIRECTIVE.sub(self._expand, line).split("\n")]

    def _expand(self, m: re.Match) -> str:
        if m[1] not in DIRECTIVES:
            _LOG.warning("unknown directive %s: there are %s", m[0], ", ".join(DIRECTIVES))
            return m[0]
        return render(f"{m[1]}.md", page=m[2], claims=lists.claims()).strip("\n")


def cited() -> set[str]:
    """The keys of all works that a page, a claim or a glossary entry cites."""
    prose = "\n".join(line for page in pages.sources() for _, line in pages.prose(page))
    written = [prose, *(f"{c.claim} {c.why} {c.predicts}" for c in lists.claims())]
    found = {key for text in written for m in CITATION.finditer(text) for key, _ in keys(m[1])}
    return found.union(*(claim.evidence.get("refs", []) for claim in lists.claims()), *(term.refs for term in lists.glossary().values()))


def tally(claims: list[Claim]) -> list[dict]:
    """How many of the claims have each verdict, in the order of the verdicts, with its mark and its sign."""
    count = Counter(claim.verdict for claim in claims)
    return [
        {"verdict": verdict, "n": n, "mark": verdict.replace(" ", "-"), "sign": word["sign"], "words": verdict if n == 1 else word["plural"]}
        for verdict, word in VERDICTS.items()
        if (n := count[verdict])
    ]


def demonstrations_of(page: str) -> int:
    """How many demonstrations a page has: snippets that are not exercises."""
    return sum(not snippet.stem.startswith("exercise") for snippet in recorded.snippets(Path(page).stem))


def place(snippet: str) -> str:
    """The page and anchor of a demonstration: the anchor is its snippet's name, but exercises stand together."""
    folder, name = snippet.split("/")
    page = f"views/{folder}.md" if (pages.DOCS / f"views/{folder}.md").exists() else f"{folder}.md"
    return f"{page}#{'exercises' if name.startswith('exercise') else name.replace('_', '-')}"


def title(page: str) -> str:
    """The heading of a page."""
    return re.search(r"(?m)^# (.+?) *(\{|$)", pages.text(pages.source(page)))[1]  # type: ignore[index]  # sources.py asks for it


def reference(key: str) -> str:
    """A whole reference as HTML, its addresses links."""
    return re.sub(r"(https?://[^\s<]+)", r'<a href="\1">\1</a>', lists.works().format(key)[1])


JINJA.filters["plain"] = plain
JINJA.globals |= {
    "edition": edition,
    "lists": lists,
    "tally": tally,
    "views": lambda: list(dict.fromkeys(claim.at.split("#")[0] for claim in lists.claims())),  # in the order of the essay and the site
    "title": title,
    "place": place,
    "demonstrations_of": demonstrations_of,
    "reference": reference,
    "claims_of": lambda page: [claim for claim in lists.claims() if claim.at.split("#")[0] == page],
    "cited": lambda: sorted(cited() & lists.works().entries.keys(), key=lambda key: lists.works().format(key)[1].lower()),
    "number": lambda n, noun: f"{n} {noun}{'' if n == 1 else 's'}",
    "cite": lambda refs: f" [{'; '.join(f'@{key}' for key in refs)}]" if refs else "",
    "link": lambda snippet: f"[{place(snippet).split('#')[1]}](/{place(snippet)})",
    "slug": lambda text: re.sub(r"[^a-z]+", "-", text.lower()),
}
