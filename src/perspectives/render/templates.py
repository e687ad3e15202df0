"""The templates in templates/, for what stands on the pages and for what is made of the built ones; and what they ask for."""

import codecs
import functools
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import jinja2

from perspectives.written import bibliography, edition, lists, marks, pages, recorded

_HERE = Path(__file__).with_name("templates")
DIRECTIVE = re.compile(r"(?<!`)\{\{(\w+)(?: ([\w/.-]+))?\}\}")
DIRECTIVES = sorted(path.stem for path in _HERE.glob("*.md"))
JINJA = jinja2.Environment(  # {# starts an id in Markdown, so comments are marked otherwise
    loader=jinja2.FileSystemLoader(_HERE), autoescape=jinja2.select_autoescape(["html"]),
    trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, comment_start_string="<#", comment_end_string="#>",
)  # fmt: skip
JINJA.filters |= {
    "plain": marks.plain,
    "untagged": bibliography.untagged,
    "json": functools.partial(json.dumps, ensure_ascii=False),
    "day": lambda value: date(*value["date-parts"][0]),  # of CSL-JSON
    "written": lambda day: (
        f"{int(day[8:])} {date.fromisoformat(day):%B %Y}"
    ),  # 2026-01-03 as 3 January 2026
    # The codec "ulatex", which turns & into \&, is there since bibliography.py was imported; BibTeX counts braces, escaped ones too.
    "latex": lambda text: codecs.encode(re.sub(r"[{}]", "", text), "ulatex+utf8"),
}


def render(name: str, **values) -> str:
    return JINJA.get_template(name).render(values)


def cited() -> set[str]:
    """The keys of all works that a page, a claim or a glossary entry cites."""
    prose = "\n".join(line for page in pages.sources() for _, line in pages.prose(page))
    written = [prose, *(f"{c.claim} {c.why} {c.predicts}" for c in lists.claims())]
    found = {
        key
        for text in written
        for m in marks.CITATION.finditer(text)
        for key, _ in marks.keys(m[1])
    }
    return found.union(
        *(claim.evidence.get("refs", []) for claim in lists.claims()),
        *(term.refs for term in lists.glossary().values()),
    )


def tally(claims: list[lists.Claim]) -> list[dict]:
    """How many of the claims have each verdict, in the order of the verdicts, with its mark and its sign."""
    count = Counter(claim.verdict for claim in claims)
    return [
        {
            "verdict": verdict,
            "n": n,
            "mark": verdict.replace(" ", "-"),
            "sign": word["sign"],
            "words": verdict if n == 1 else word["plural"],
        }
        for verdict, word in lists.VERDICTS.items()
        if (n := count[verdict])
    ]


def demonstrations_of(page: str) -> int:
    """How many demonstrations a page has: snippets that are not exercises."""
    return sum(
        not snippet.stem.startswith("exercise") for snippet in recorded.snippets(Path(page).stem)
    )


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


JINJA.globals |= {
    "edition": edition,
    "lists": lists,
    **{
        function.__name__: function
        for function in (tally, title, place, demonstrations_of, reference)
    },
    "views": lambda: list(
        dict.fromkeys(claim.at.split("#")[0] for claim in lists.claims())
    ),  # in the order of the essay and the site
    "claims_of": lambda page: [claim for claim in lists.claims() if claim.at.split("#")[0] == page],
    "cited": lambda: sorted(
        cited() & lists.works().entries.keys(), key=lambda key: lists.works().format(key)[1].lower()
    ),
    "passages": recorded.passages,
    "number": lambda n, noun: f"{n} {noun}{'' if n == 1 else 's'}",
    "cite": lambda refs: f" [{'; '.join(f'@{key}' for key in refs)}]" if refs else "",
    "link": lambda snippet: f"[{place(snippet).split('#')[1]}](/{place(snippet)})",
    "slug": lambda text: re.sub(r"[^a-z]+", "-", text.lower()),
}
