"""What the edition says of itself: its authors in every form that CITATION.cff allows, corrections,
addresses that moved.
"""

from perspectives.written import edition


def test_entities_and_persons_are_authors(project):
    project.edit(
        "CITATION.cff",
        "  - name: Its makers\n",
        "  - name: Its makers\n  - family-names: Berg\n    given-names: Ada\n    name-particle: van den\n",
    )
    assert edition.authors() == [
        {"literal": "Its makers"},
        {"family": "Berg", "given": "Ada", "non-dropping-particle": "van den"},
    ]


def test_a_correction_has_its_version_its_place_now_and_all_its_lines(project):
    project.write("docs/redirects.yml", "views/old.md: views/v.md\n")
    point = "- [NTP-01](docs/views/old.md#NTP-01): said one thing,\n  says another.\n- Without a place.\n"
    project.edit(
        "CHANGELOG.md", "### Corrected\n", f"### Added\n\n- A page.\n\n### Corrected\n\n{point}"
    )
    assert [correction[1:] for correction in edition.corrections()] == [
        ("0.2.0, 2027-01-10", "views/v.md#NTP-01", "NTP-01", "said one thing, says another."),
        ("0.2.0, 2027-01-10", "", "", "Without a place."),
    ]
    assert [correction.line for correction in edition.corrections()] == [11, 13]


def test_an_address_leads_on_by_itself_or_with_its_page(project):
    project.write("docs/redirects.yml", "views/old.md: views/v.md\nviews/old.md#a: index.md#b\n")
    assert edition.successor("views/old.md#a") == "index.md#b"
    assert edition.successor("views/old.md#c") == "views/v.md#c"
    assert edition.successor("views/v.md#c") == "views/v.md#c"
