"""Citations as other programs read them: made from CSL-JSON items, which are dicts."""

import re
from datetime import date
from itertools import accumulate
from typing import Any

import rispy
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

Item = dict[str, Any]
Name = dict[str, str]

_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_LATEX |= {sign: f"\\{sign}" for sign in "$%#&_{}"}
_DEPTHS = {"{": 1, "}": -1}


def day(item: Item, field: str) -> date:
    """A date of an item."""
    return date(*item[field]["date-parts"][0])


def date_parts(iso: str) -> dict[str, list[list[int]]]:
    """2026-11-23 as CSL writes it."""
    return {"date-parts": [[int(part) for part in iso.split("-")]]}


def inverted(name: Name) -> str:
    """'van Berg, Ada, Jr.', or the name of an entity."""
    if "literal" in name:
        return name["literal"]
    return ", ".join(_parts(name, "family", "given", "suffix"))


def spoken(name: Name) -> str:
    """'Ada van Berg Jr.', or the name of an entity."""
    if "literal" in name:
        return name["literal"]
    return " ".join(_parts(name, "given", "family", "suffix"))


def _parts(name: Name, *fields: str) -> list[str]:
    whole = name | {"family": family(name)}
    return [whole[field] for field in fields if whole.get(field)]


def family(name: Name) -> str:
    """With its particle: 'van Berg'."""
    particle = name.get("non-dropping-particle")
    return f"{particle} {name['family']}" if particle else name["family"]


class _RisWriter(rispy.RisWriter):
    """rispy's writer, which would number the records."""

    def set_header(self, count):
        return ""


def ris(items: list[Item]) -> str:
    """Records of RIS."""
    return rispy.dumps([_ris(item) for item in items], implementation=_RisWriter)


def _ris(item: Item) -> dict[str, Any]:
    issued, accessed = day(item, "issued"), day(item, "accessed")
    record = {
        "type_of_reference": "ELEC",
        "id": item["id"],
        "authors": [inverted(name) for name in item["author"]],
        "title": item["title"],
        "secondary_title": item.get("container-title"),
        "year": str(issued.year),
        "date": f"{issued:%Y/%m/%d}",
        "edition": item["version"],
        "abstract": item.get("abstract"),
        "type_of_work": item.get("genre"),
        "urls": [item["URL"]],
        "access_date": f"{accessed:%Y/%m/%d}",
        "language": item["language"],
    }
    return {name: value for name, value in record.items() if value}


class _BibtexWriter(Writer):
    """pybtex's writer, without its own escapes, which leave $ and backslashes alone, and without
    quotation marks around the name of a month, a macro of BibTeX.
    """

    def _write_field(self, stream, type, value):
        if type == "month":
            stream.write(f",\n    {type} = {value}")
        else:
            super()._write_field(stream, type, value)

    def _encode(self, text):
        return text


def bibtex(item: Item) -> str:
    """An entry of BibTeX."""
    issued = day(item, "issued")
    where = f"In {item['container-title']}, version" if "container-title" in item else "Version"
    note = f"{where} {item['version']}, as of {issued.day} {issued:%B %Y}"
    fields = {
        "title": f"{{{_latex(item['title'])}}}",
        "year": str(issued.year),
        "month": f"{issued:%b}".lower(),
        "note": _latex(f"{note}. {item['genre']}" if "genre" in item else note),
        "url": item["URL"],
        "urldate": str(day(item, "accessed")),
    }
    if "abstract" in item:
        fields["abstract"] = _latex(item["abstract"])
    persons = {"author": [_person(name) for name in item["author"]]}
    entries = {item["id"]: Entry("misc", fields, persons)}
    return _BibtexWriter(encoding="utf8").to_string(BibliographyData(entries)).strip()


def _latex(text: str) -> str:
    """Text as LaTeX writes it. BibTeX counts braces, escaped ones too: they stay if they match."""
    depths = [0, *accumulate(_DEPTHS.get(sign, 0) for sign in text)]
    if min(depths) != 0 or depths[-1] != 0:
        text = re.sub(r"[{}]", "", text)
    return "".join(_LATEX.get(sign, sign) for sign in text)


def _person(name: Name) -> Person:
    if "literal" in name:
        return Person(last=f"{{{_latex(name['literal'])}}}")
    known = {field: _latex(text) for field, text in name.items()}
    return Person(
        first=known.get("given", ""),
        prelast=known.get("non-dropping-particle", ""),
        last=f"{{{known['family']}}}" if " " in known["family"] else known["family"],
        lineage=known.get("suffix", ""),
    )


def apa(item: Item) -> str:
    """One line in APA's form, with the day on which the page was read."""
    issued, accessed = day(item, "issued"), day(item, "accessed")
    title = item["title"]
    if "container-title" in item:
        title += f"{'' if title[-1] in '?!' else '.'} In {item['container-title']}"
    genre = f" [{item['genre']}]" if "genre" in item else ""
    return (
        f"{_apa_authors(item['author'])} ({issued:%Y, %B} {issued.day})."
        f" {title} (Version {item['version']}){genre}."
        f" Retrieved {accessed:%B} {accessed.day}, {accessed.year}, from {item['URL']}"
    )


def _apa_authors(names: list[Name]) -> str:
    """'The Makers, Berg, A. C., & van Stein, D.', ended by a full stop."""
    written = [_apa_name(name) for name in names]
    if len(written) > 1:
        written = [f"{', '.join(written[:-1])}, & {written[-1]}"]
    return written[0] if written[0].endswith(".") else f"{written[0]}."


def _apa_name(name: Name) -> str:
    if "literal" in name:
        return name["literal"]
    initials = re.sub(r"(\w)\w*\.?", r"\1.", name.get("given", ""))
    return ", ".join(_parts(name | {"given": initials}, "family", "given", "suffix"))
