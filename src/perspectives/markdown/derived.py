"""What stands on a page but is written in a list: {{evidence}}, {{glossary}}, {{references}}, {{strip PAGE}}, {{facts PAGE}} ..."""

import html
import itertools
import logging
import re
from collections import Counter

from markdown.preprocessors import Preprocessor

from perspectives import lists, pages
from perspectives.lists import VERDICTS, Claim
from perspectives.markdown.marks import CITATION, keys

DIRECTIVE = re.compile(r"(?<!`)\{\{(\w+)(?: ([\w/.-]+))?\}\}")
_SIGNS = dict(zip(VERDICTS, "●◉◐✕○◇", strict=True))
_LOG = logging.getLogger("mkdocs.perspectives")


class Derived(Preprocessor):
    """Replaces each directive by Markdown made from the lists."""

    def run(self, lines: list[str]) -> list[str]:
        return [part for line in lines for part in DIRECTIVE.sub(self._expand, line).split("\n")]

    def _expand(self, m: re.Match) -> str:
        if m[1] not in DIRECTIVES:
            _LOG.warning("unknown directive %s: there are %s", m[0], ", ".join(DIRECTIVES))
            return m[0]
        return DIRECTIVES[m[1]](*([m[2]] if m[2] else []))


def cited() -> set[str]:
    """The keys of all works that a page, a claim or a glossary entry cites."""
    prose = "\n".join(line for page in pages.DOCS.rglob("*.md") for _, line in pages.prose(page))
    written = [prose, *(f"{c.claim} {c.why} {c.predicts}" for c in lists.claims())]
    found = {key for text in written for m in CITATION.finditer(text) for key, _ in keys(m[1])}
    found.update(*(claim.evidence.get("refs", []) for claim in lists.claims()), *(term.refs for term in lists.glossary().values()))
    return found


def _claims_of(page: str) -> list[Claim]:
    return [claim for claim in lists.claims() if claim.at.split("#")[0] == page]


def _number(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def strip(page: str) -> str:
    """The verdicts of a page as a row of marks, in the order of the verdicts."""
    count = Counter(claim.verdict for claim in _claims_of(page))
    words = ", ".join(f"{count[v]} {v if count[v] == 1 else plural}" for v, plural in VERDICTS.items() if count[v])
    marks = "".join(f'<i class="{v.replace(" ", "-")}">{_SIGNS[v] * count[v]}</i>' for v in VERDICTS if count[v])
    return f'<span class="strip" role="img" aria-label="{_number(count.total(), "claim")}: {words}">{marks}</span>'


def demonstrations(page: str) -> str:
    """How many demonstrations a page has: snippets that are not exercises."""
    folder = pages.SNIPPETS / page.removeprefix("views/").removesuffix(".md")
    return str(sum(not path.stem.startswith("exercise") for path in folder.glob("*.py")))


def facts(page: str) -> str:
    """The line under a page's standfirst: its verdicts, how many claims and demonstrations."""
    n = len(_claims_of(page))
    return f"{strip(page)} [{_number(n, 'claim')}](/evidence.md), {_number(int(demonstrations(page)), 'demonstration')}\n{{.facts}}"


def evidence() -> str:
    """All claims as a table that can be filtered by verdict without a script."""
    rows = lists.claims()
    count = Counter(claim.verdict for claim in rows)
    choices = [("checked", "all", len(rows))]
    choices += [(f'value="{claim.mark}"', f'<span class="v {claim.mark}">{v}</span>', count[v]) for v in VERDICTS for claim in rows if claim.verdict == v]
    labels = "\n".join(
        f'<label><input type="radio" name="v" {attribute}> {name} <span class="n">{n}</span></label>'
        for attribute, name, n in dict.fromkeys(choices)
    )
    table = "\n".join(f"| {' | '.join(_row(claim))} |" for claim in rows)
    top = f'<fieldset class="filter"><legend>Show</legend>\n{labels}\n</fieldset>'
    return f"//// html | div.ledger\n\n{top}\n\n| Claim | What the essay says, and what we say | Tested by | Verdict |\n|---|---|---|---|\n{table}\n\n////"


def _row(claim: Claim) -> tuple[str, str, str, str]:
    expected = f'<span class="why"><i>The view expects:</i> {claim.predicts}</span>' if claim.predicts else ""
    sources = f" [{'; '.join('@' + key for key in claim.evidence['refs'])}]" if claim.evidence.get("refs") else ""
    names = [name.replace("_", "-").split("/") for name in claim.evidence.get("snippets", [])]  # a demonstration's anchor is its snippet's name
    tests = "<br>".join(f"[{snippet}](/views/{view}.md#{snippet})" for view, snippet in names)
    words = f'{claim.claim}{expected}<span class="why">{claim.why}{sources}</span>'
    return f"[{claim.id}](/{claim.at}){{.cid #{claim.id}}}", words, tests, f'<span class="v {claim.mark}">{claim.verdict}</span>'


def glossary() -> str:
    """All terms, in their groups, each with a place for where it is used."""
    known = lists.glossary()
    parts = []
    for group, terms in itertools.groupby(known.values(), key=lambda term: term.group):
        parts.append(f"## {group} {{#{re.sub(r'[^a-z]+', '-', group.lower())}}}")
        for term in terms:
            more = [f"See {', '.join(f'[{known[other].term.lower()}](#{other})' for other in term.see if other in known)}."] if term.see else []
            more += [f"[{'; '.join('@' + key for key in term.refs)}]"] if term.refs else []
            trap = f"\n\n**Trap.** {term.trap}" if term.trap else ""
            parts.append(
                f"/// html | div.term-entry\n\n### {term.term} {{#{term.id}}}\n\n{term.definition} {term.why}{trap}\n\n"
                f'{" ".join(more)}\n{{.more}}\n\n<p class="used" id="used-{term.id}"></p>\n\n///'
            )
    return "\n\n".join(parts)


def references() -> str:
    """The works that are cited anywhere, by author, each with a place for where it is cited."""
    works = lists.works()
    rows = []
    for key in sorted(cited() & works.entries.keys(), key=lambda key: works.format(key)[1].lower()):
        full = re.sub(r"(https?://[^\s<]+)", r'<a href="\1">\1</a>', works.format(key)[1])
        unsure = " <em>Not every field of this entry could be verified.</em>" if "unverified" in works.entries[key].fields.get("keywords", "") else ""
        rows.append(f'<li id="{html.escape(key)}">{full}{unsure} <span class="used" id="used-{html.escape(key)}"></span></li>')
    return '<div class="refs"><ul>\n' + "\n".join(rows) + "\n</ul></div>"


DIRECTIVES = {f.__name__: f for f in (strip, demonstrations, facts, evidence, glossary, references)}
