"""The built pages: they show the tested code and the recorded output, and say where each term and work is used."""

import copy
import json
import re

import lxml.html
import pytest
from pybtex.database import parse_file

from perspectives.written import files, labs, lists
from perspectives.written import pages as sources


def code(page: lxml.html.HtmlElement) -> list[str]:
    """The Python blocks of a page, in order."""
    blocks = page.xpath("//div[contains(@class, 'language-py')]//pre")
    return [block.text_content().strip("\n") for block in blocks]


def test_every_block_that_a_reader_sees_is_tested(pages):
    count = 0
    for name, page in pages.items():
        path = sources.source(f"{name}.{'ipynb' if name.startswith('labs/') else 'md'}")
        written = [block for block in sources.blocks(path) if block.is_python]
        assert code(page) == [block.code.strip("\n") for block in written], (
            f"{files.relative(path)}: the reader sees other code than the tests run"
        )
        count += sum(block.is_tested for block in written)
    assert count > 150


def test_every_output_that_a_reader_sees_is_a_record(pages):
    for name, page in pages.items():
        if name.startswith("labs/"):
            record = json.loads(files.read(files.DOCS / f"{name}.ipynb"))
            records = ["".join(o.get("text", "")) for c in record["cells"] for o in c["outputs"]]
        else:
            blocks = sources.blocks(files.DOCS / f"{name}.md")
            records = [block.code for block in blocks if "output" in block.options]
        seen = page.xpath("//div[contains(@class, 'output')]//pre")
        recorded = [record.strip("\n") for record in records if record.strip()]
        assert [output.text_content().strip("\n") for output in seen] == recorded, name


def left(page: lxml.html.HtmlElement) -> list[str]:
    """Marks that a page shows as they were written."""
    texts = page.xpath(
        "//article//text()[not(ancestor::code or ancestor::pre or ancestor::script)]"
    )
    marks = r"\[\[[^\]]+\]\]|\[@\w+|\[=[\w-]+/|\{\{\w+|\{#[\w-]+|\[\^[\w-]+\]|--8<--"
    return [match[0] for text in texts for match in re.finditer(marks, text)]


def test_no_mark_is_left_as_it_was_written(trees):
    shows = [f"{path}: shows {mark}" for path, page in trees.items() for mark in left(page)]
    assert not shows, "\n".join([*shows, "a mark inside HTML is not read: move it out"])


@pytest.mark.parametrize(
    "mark",
    [
        "[[token]]",
        "[@shannon1951]",
        "[=next-token/loop:prompts]",
        "{{facts}}",
        "{#one}",
        "[^one]",
        '--8<-- "x"',
    ],
)
def test_a_mark_that_is_left_is_found(pages, mark):
    page = copy.deepcopy(pages["verdict"])
    page.xpath("//article//p")[0].text = f"See {mark}."
    [found] = left(page)
    assert mark.startswith(found)


def uses(page: lxml.html.HtmlElement) -> list[str]:
    """The entries of glossary and references that a page links to, once under each heading, claim, row or note."""
    found, anchor = [], ""
    for element in page.xpath("//article//*"):
        classes = (element.get("class") or "").split()
        if element.get("id") and (
            element.tag in ("h1", "h2", "h3", "li") or {"claim", "cid"} & set(classes)
        ):
            anchor = element.get("id")
        if element.tag == "a" and {"term", "cite"} & set(classes):
            found.append((element.get("href").rpartition("#")[2], anchor))
    return [f"{name} {anchor}" for name, anchor in dict.fromkeys(found)]


def test_terms_and_works_link_back_to_each_use(site, trees):
    due = sorted(f"{path} {use}" for path, page in trees.items() for use in uses(page))
    found = []
    for name in ("glossary", "references"):
        for place in trees[f"{name}/index.html"].xpath("//*[@class='used']"):
            assert place.xpath("a"), f"{place.get('id')} is used nowhere"
            for link in place.xpath("a"):
                page, _, anchor = link.get("href").partition("#")
                target = (site / name / page).resolve() / "index.html"
                path = target.relative_to(site.resolve()).as_posix()
                assert not link.text.isdigit() or link.get("aria-label").startswith(
                    f"use {link.text} in "
                ), "a number does not say what it is"
                found.append(f"{path} {place.get('id').removeprefix('used-')} {anchor}")
    assert sorted(found) == due


def unmarked(page: lxml.html.HtmlElement) -> list[str]:
    """The citations of a page that do not say that a field of the work's entry is not verified."""
    entries = lists.works().entries.items()
    doubted = [f"references/#{key}" for key, entry in entries if "annote" in entry.fields]
    links = page.xpath("//a[contains(@href, 'references/#')]")
    return [
        link.get("href")
        for link in links
        if link.get("href").split("../")[-1] in doubted
        and (
            "Not every field is verified: " not in link.get("title", "")
            or not link.xpath("sup[@aria-label]")
        )
    ]


def test_every_citation_of_an_unverified_work_says_so(trees):
    assert not [(path, found) for path, page in trees.items() if (found := unmarked(page))]


@pytest.mark.parametrize(
    "fault", ["//sup[@class='unverified']", "//a[sup[@class='unverified']]/@title/.."]
)
def test_a_citation_that_hides_it_is_found(pages, fault):
    page = copy.deepcopy(pages["views/simulator"])
    [element, *_] = page.xpath(fault)
    if element.tag == "sup":
        element.drop_tree()
    else:
        element.set("title", "")
    assert unmarked(page)


def test_the_references_come_as_bibtex(site, pages):
    given = parse_file(str(site / "references.bib"), "bibtex").entries
    page = pages["references"]
    assert page.xpath("//p[@class='facts']/a[@download]/@href") == ["../references.bib"]
    assert f"{len(given)} works;" in page.text_content()
    for key, entry in given.items():
        links = page.xpath(f"//li[@id='{key}']/a/@href")
        wanted = {"doi": "https://doi.org/", "eprint": "https://arxiv.org/abs/"}
        assert {
            start + entry.fields[name] for name, start in wanted.items() if name in entry.fields
        } <= set(links), key
        assert links or entry.type == "book", f"{key} has no link"


def test_the_totals_agree_with_the_claims(pages):
    page = pages["evidence"]
    signs = page.xpath("//details//th/i/@aria-label")
    *views, last = (
        [cell.text_content().strip() for cell in row.xpath("td")]
        for row in page.xpath("//details//tbody/tr")
    )
    counts = [sum(claim.verdict == sign for claim in lists.claims()) for sign in signs]
    assert [int(n) for n in last[1:]] == [*counts, len(lists.claims())]
    assert [sum(int(row[n]) for row in views) for n in range(1, 8)] == [int(n) for n in last[1:]]
    bars = page.xpath("//figure[@class='totals']//*[local-name()='svg']/*[local-name()='g']")
    for bar, row in zip(bars, [*views, last], strict=True):
        widths = bar.xpath(".//*[local-name()='rect']/@width")
        assert len(widths) == sum(n != "0" for n in row[1:-1])
        # Each is rounded.
        assert sum(map(float, widths)) == pytest.approx(166, abs=len(widths) / 2)


def test_no_page_of_a_lab_is_heavier_than_400_kb(site):
    sizes = {path: path.stat().st_size for path in site.glob("labs/*/index.html")}
    assert len(sizes) == len(labs.lab_files())
    assert not {path: size for path, size in sizes.items() if size > 400_000}
