"""The three lists: read, formatted, and read again when they change."""

import os
import re

import pytest
import yaml

from perspectives.written import files, lists


def test_a_list_is_read_again_when_it_changes(project):
    assert lists.forms()["tokens"].term == "Token"
    path = project.edit("docs/glossary.yml", "term: Token", "term: Tokin")
    os.utime(path, (1, 1))
    assert lists.forms()["tokens"].term == "Tokin"


def test_a_row_with_a_wrong_field_names_file_and_line(project):
    project.edit("docs/claims.yml", "note: null", "nota: null")
    with pytest.raises(files.SourceError, match=r"docs/claims\.yml:1: NTP-01: unknown field nota"):
        lists.claims()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("- [a, b]", "['a', 'b']: a row holds fields, each as `name: value`"),
        ("- id: [a]", "['a']: missing: term, group, definition, why"),
        ("- token", "token: a row holds fields, each as `name: value`"),
    ],
)
def test_a_row_that_is_none_names_the_fields(project, row, fault):
    project.write("docs/glossary.yml", f"{row}\n")
    with pytest.raises(files.SourceError) as error:
        lists.glossary()
    names = "id, term, group, definition, why, forms, trap, see, refs"
    assert str(error.value) == f"docs/glossary.yml:1: {fault}; the fields are {names}"


def test_broken_yaml_names_its_line(project):
    project.write("docs/claims.yml", "- id: A\n  claim: [\n")
    with pytest.raises(files.SourceError, match=r"docs/claims\.yml:3: invalid YAML"):
        lists.claims()


def test_the_entries_that_contributing_shows_have_the_fields_that_entries_have():
    shown = re.search(r"```yaml\n(.*?)```", files.read(files.ROOT / "CONTRIBUTING.md"), re.S)
    term, claim = yaml.safe_load(shown[1])
    assert lists.Term(**term).group in {known.group for known in lists.glossary().values()}
    assert lists.Claim(**claim).verdict in lists.VERDICTS and claim["kind"] in lists.KINDS
    assert {*term["see"]} <= lists.glossary().keys() and {
        *term["refs"],
        *claim["evidence"]["refs"],
    } <= lists.works().entries.keys()
