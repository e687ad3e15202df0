"""references.bib: read by others too, and formatted."""

import re

import bibtexparser
import pytest
from csl_reference import Reference

from perspectives.written import bibliography, files, lists
from perspectives.written.files import SourceError


def test_the_list_that_is_offered_can_be_read_by_another_parser():
    library = bibtexparser.parse_file(str(files.DOCS / "references.bib"))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == list(lists.works().entries)


def test_every_work_obeys_the_schema_of_csl():
    known = {field.alias or name for name, field in Reference.model_fields.items()}
    for key, entry in lists.works().entries.items():
        item = bibliography.csl(key, entry)
        assert item.keys() <= known and Reference.model_validate(item).title, key


@pytest.mark.parametrize(
    ("bibtex", "short", "full"),
    [
        (
            "@inproceedings{x, title={On the {LLM}: Too Big?}, author={{\\L}uk, Anna and Vi{\\'e}gas, Bo}, "
            "booktitle={Proc}, pages={1--3}, year={2021}, eprint={2101.1}}",
            "Łuk & Viégas, 2021",
            "Łuk, A., &amp; Viégas, B. (2021). On the LLM: Too Big? <i>Proc</i>, 1–3. https://arxiv.org/abs/2101.1",
        ),
        (
            "@online{x, title={An Essay}, organization={Site}, url={https://example.org/e}}",
            "An Essay, n.d.",
            "An Essay</i>. (n.d.). Site. https://example.org/e",
        ),
        (
            "@book{x, title={Its \\emph{Own}---\\$2}, author={Ng, Jr., Ping-yeh and Li, A. and others}, publisher={P}, edition={2}, year={2021}}",
            "Ng et al., 2021",
            "Ng, P.-Y., Jr., Li, A., et al. (2021). <i>Its Own—$2</i> (2nd ed.). P.",
        ),
        (
            "@misc{x, title={T}, author={A, B.}, year={2021}, doi={10.1/a_b}, eprint={2101.1}, annote={the year}}",
            "A, 2021",
            "<i>T</i>. https://doi.org/10.1/a_b https://arxiv.org/abs/2101.1 <em>Not every field is verified: the year.</em>",
        ),
    ],
)
def test_works_are_formatted_in_apa_style(project, bibtex, short, full):
    project.write("docs/references.bib", bibtex)
    found = lists.works().format("x")
    assert found[0] == short and full in found[1].replace("In <i>", "<i>")


def test_works_that_would_be_cited_alike_get_letters(project):
    entry = "@misc{{{key}, title={{{title}}}, author={{Bai, A. and B, B. and {third}}}, year={{{year}}}, url={{https://example.org/{key}}}}}\n"
    rows = [
        ("x", "On Zebras", "C, C.", 2022),
        ("y", "On Apes", "D, D.", 2022),
        ("z", "On Ants", "E, E.", 2023),
    ]
    project.write(
        "docs/references.bib",
        "".join(
            entry.format(key=key, title=title, third=third, year=year)
            for key, title, third, year in rows
        ),
    )
    works = lists.works()
    assert [works.format(key)[0] for key in "xyz"] == [
        "Bai et al., 2022b",
        "Bai et al., 2022a",
        "Bai et al., 2023",
    ]
    assert "(2022b)" in works.format("x")[1]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title = {", "title = ", "2: invalid BibTeX: undefined string in line 2: Prediction"),
        (
            "@article",
            "@misc{shannon1951,}\n@article",
            "2: invalid BibTeX: repeated bibliography entry: shannon1951",
        ),
        (
            "@article",
            "@phdthesis",
            "1: shannon1951: the type phdthesis is unknown: use one of article, inproceedings, ",
        ),
        ("  title = {Prediction and Entropy},\n", "", "1: shannon1951: no title: add one"),
        (
            "{1951}",
            "{forthcoming}",
            "1: shannon1951: the year 'forthcoming' is no number: write four digits, or leave it out",
        ),
    ],
)
def test_a_work_that_cannot_be_read_is_named(project, old, new, message):
    project.edit("docs/references.bib", old, new)
    with pytest.raises(SourceError, match=re.escape(f"docs/references.bib:{message}")):
        lists.works()
