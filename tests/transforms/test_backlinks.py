"""Under each entry of the glossary and the references: the places that use it, page by page."""

import lxml.html

MORE = "So [@shannon1951].\n\n## Two {#two}\n\nA [[token]], [@shannon1951].\n\nNote [@shannon1951].\n\n### Three {#three}\n\nAnd [@shannon1951].\n\nIt printed"


def used(project, name: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """What stands under the entries of a list: the text, and the links with their labels."""
    page = lxml.html.parse(str(project / f"site/{name}/index.html"))
    return [
        (entry.text_content().strip(), [(a.get("href"), a.get("aria-label")) for a in entry])
        for entry in page.xpath("//*[@class='used']")
    ]


def test_each_use_is_linked_under_the_heading_or_claim_where_it_stands(project):
    project.edit("docs/views/v.md", "It printed", MORE)
    project.edit("docs/views/v.md", "The essay says so.", "The essay says so [@shannon1951].")
    project.build()
    links = [("../#front", None), ("../views/v/#two", None)]
    assert used(project, "glossary") == [("Linked from Front; View.", links)]
    links = [
        ("../#front", None),
        ("../views/v/#NTP-01", None),
        ("../views/v/#one", "use 2 in View"),
        ("../views/v/#two", "use 3 in View"),
        ("../views/v/#three", "use 4 in View"),
    ]
    assert used(project, "references") == [("Cited in Front; View (2, 3, 4).", links)]


def test_what_is_used_nowhere_says_nothing(project):
    project.edit("docs/index.md", "A [[token]] of the", "The")
    project.build()
    assert used(project, "glossary") == [("", [])]
