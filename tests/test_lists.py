"""The three lists: read, formatted, and read again when they change."""

import os

import pytest

from perspectives import lists, pages


def test_a_list_is_read_again_when_it_changes(project):
    assert lists.forms()["tokens"].term == "Token"
    path = project.edit("docs/glossary.yml", "term: Token", "term: Tokin")
    os.utime(path, (1, 1))
    assert lists.forms()["tokens"].term == "Tokin"


@pytest.mark.parametrize(
    ("bibtex", "short", "full"),
    [
        (
            "@inproceedings{x, title={On the {LLM}: Too Big?}, author={{\\L}uk, Anna and Vi{\\'e}gas, Bo}, "
            "booktitle={Proc}, pages={1--3}, year={2021}, eprint={2101.1}}",
            "Łuk & Viégas, 2021",
            "Łuk, A., &amp; Viégas, B. (2021). On the LLM: Too Big? <i>Proc</i>, 1–3. https://arxiv.org/abs/2101.1",
        ),
        ("@online{x, title={An Essay}, organization={Site}, url={https://example.org/e}}", "An Essay, n.d.", "An Essay</i>. (n.d.). Site. https://example.org/e"),
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


def test_a_row_with_a_wrong_field_names_file_and_line(project):
    project.edit("docs/claims.yml", "note: null", "nota: null")
    with pytest.raises(pages.PageError, match=r"docs/claims\.yml:1: NTP-01: got an unexpected keyword argument 'nota'"):
        lists.claims()


def test_broken_yaml_names_its_line(project):
    project.write("docs/claims.yml", "- id: A\n  claim: [\n")
    with pytest.raises(pages.PageError, match=r"docs/claims\.yml:3: not YAML"):
        lists.claims()
