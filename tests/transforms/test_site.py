"""The built site: it shows the tested code, links to itself only, and says where each term and work
is used.
"""

import json
import re
from pathlib import Path

import lxml.html
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from pybtex.database import parse_file
from pymdownx.snippets import SnippetMissingError

from perspectives.written import lists, pages


def parse(path: Path):
    return lxml.html.parse(str(path)).getroot()


def built(site: Path, page: Path) -> Path:
    inner = page.relative_to(pages.DOCS).with_suffix("")
    return (
        site
        / inner.parent
        / ("index.html" if inner.name == "index" else f"{inner.name}/index.html")
    )


def test_every_block_that_a_reader_sees_is_tested(site, shown):
    count = 0
    for page in pages.DOCS.rglob("*.md"):
        tested = [block.code.strip("\n") for block in pages.blocks(page) if block.is_tested]
        unseen = [
            block.code.strip("\n")
            for block in pages.blocks(page)
            if block.is_python and not block.is_tested
        ]
        seen = [code for code in shown(built(site, page).read_text()) if code not in unseen]
        assert seen == tested, (
            f"{pages.relative(page)}: the reader sees other code than the tests ran"
        )
        count += len(tested)
    assert count > 20


def test_every_output_that_a_reader_sees_is_a_record(site):
    for page in pages.DOCS.rglob("*.md"):
        outputs = [
            block
            for block in parse(built(site, page)).xpath("//div[contains(@class, 'output')]//pre")
        ]
        records = [
            block.code.strip("\n") for block in pages.blocks(page) if "output" in block.options
        ]
        for output in outputs:
            assert output.text_content().strip("\n") in records, (
                f"{pages.relative(page)}: an output that no source shows"
            )


def left(page) -> list[str]:
    """Marks of ours that a page shows as they were written."""
    texts = page.xpath(
        "//article//text()[not(ancestor::code or ancestor::pre or ancestor::script)]"
    )
    return [
        m[0]
        for text in texts
        for m in re.finditer(
            r"\[\[[^\]]+\]\]|\[@\w+|\[=[\w-]+/|\{\{\w+|\{#[\w-]+|\[\^[\w-]+\]|--8<--", text
        )
    ]


def twice(page) -> set[str]:
    """Ids that stand on a page more than once."""
    ids = page.xpath("//@id")
    return {name for name in ids if ids.count(name) > 1}


def test_no_mark_of_ours_is_left_as_it_was_written(site):
    shows = [
        f"{path.relative_to(site)}: shows {mark}"
        for path in site.rglob("*.html")
        for mark in left(parse(path))
    ]
    assert not shows, "\n".join([*shows, "a mark inside HTML is not read: move it out"])


def test_ids_are_unique_on_each_page(site):
    found = [
        f"{path.relative_to(site)}: the id {name} stands twice"
        for path in site.rglob("*.html")
        for name in twice(parse(path))
    ]
    assert not found, "\n".join([*found, "give one of the two another id"])


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
def test_a_mark_that_is_left_is_found(site, mark):
    page = parse(site / "verdict/index.html")
    page.xpath("//article//p")[0].text = f"See {mark}."
    [found] = left(page)
    assert mark.startswith(found)


def test_an_id_that_stands_twice_is_found(site):
    page = parse(site / "verdict/index.html")
    page.xpath("//article//p")[0].set("id", page.xpath("//article//h1/@id")[0])
    assert twice(page) == {"verdict"}


def uses(path: Path) -> list[str]:
    """The glossary's and the references' entries that a page of the site links to, once under each
    heading, claim, row or note.
    """
    found, anchor = [], ""
    for element in parse(path).xpath("//article//*"):
        classes = (element.get("class") or "").split()
        if element.get("id") and (
            element.tag in ("h1", "h2", "h3", "li") or {"claim", "cid"} & set(classes)
        ):
            anchor = element.get("id")
        if element.tag == "a" and {"term", "cite"} & set(classes):
            found.append((element.get("href").split("/")[-2:], anchor))
    return [
        f"{name.split('#')[1]} {anchor}"
        for (_, name), anchor in dict.fromkeys((tuple(target), anchor) for target, anchor in found)
    ]


def test_terms_and_works_link_back_to_each_use(site):
    due = sorted(
        f"{path.parent.relative_to(site)} {use}"
        for path in site.rglob("index.html")
        for use in uses(path)
    )
    found, ids = [], {path: parse(path).xpath("//@id") for path in site.rglob("index.html")}
    for name in ("glossary", "references"):
        for place in parse(site / name / "index.html").xpath("//*[@class='used']"):
            assert place.xpath("a"), f"{place.get('id')} is used nowhere"
            for link in place.xpath("a"):
                page, _, anchor = link.get("href").partition("#")
                target = (site / name / page).resolve() / "index.html"
                assert anchor in ids[target], f"{place.get('id')}: no {link.get('href')}"
                assert not link.text.isdigit() or link.get("aria-label").startswith(
                    f"use {link.text} in "
                ), "a number does not say what it is"
                found.append(
                    f"{target.parent.relative_to(site)} {place.get('id').removeprefix('used-')} {anchor}"
                )
    assert sorted(found) == due


def unmarked(page) -> list[str]:
    """The citations of a page that do not say that not every field of the work's entry is verified."""
    doubted = [
        f"references/#{key}"
        for key, entry in lists.works().entries.items()
        if "annote" in entry.fields
    ]
    links = [
        a
        for a in page.xpath("//a[contains(@href, 'references/#')]")
        if a.get("href").split("../")[-1] in doubted
    ]
    return [
        a.get("href")
        for a in links
        if "Not every field is verified: " not in a.get("title", "")
        or not a.xpath("sup[@aria-label]")
    ]


def test_every_citation_of_an_unverified_work_says_so(site):
    assert not [(path, found) for path in site.rglob("*.html") if (found := unmarked(parse(path)))]


@pytest.mark.parametrize(
    "fault", ["//sup[@class='unverified']", "//a[sup[@class='unverified']]/@title/.."]
)
def test_a_citation_that_hides_it_is_found(site, fault):
    page = parse(site / "views/simulator/index.html")
    [element, *_] = page.xpath(fault)
    if element.tag == "sup":
        element.drop_tree()
    else:
        element.set("title", "")
    assert unmarked(page)


def test_the_references_come_as_bibtex(site):
    given = parse_file(str(site / "references.bib"), "bibtex").entries
    page = parse(site / "references/index.html")
    assert (
        page.xpath("//p[@class='facts']/a[@download]/@href") == ["../references.bib"]
        and f"{len(given)} works;" in page.text_content()
    )
    for key, entry in given.items():
        links = page.xpath(f"//li[@id='{key}']/a/@href")
        wanted = {"doi": "https://doi.org/", "eprint": "https://arxiv.org/abs/"}
        assert {
            start + entry.fields[name] for name, start in wanted.items() if name in entry.fields
        } <= set(links), key
        assert links or entry.type == "book", f"{key} has no link"


def test_search_knows_the_claims_and_the_terms(site):
    index = json.loads((site / "search/search_index.json").read_text())
    text = " ".join(f"{entry['title']} {entry['text']}" for entry in index["docs"])
    assert "NTP-05" in text and "Surprisal" in text


@pytest.mark.parametrize("repository", ["", "https://example.org/us/seven"])
def test_edit_links_stand_only_where_there_is_a_repository(tmp_path, monkeypatch, repository):
    monkeypatch.setenv("REPOSITORY_URL", repository)
    build(load_config(str(pages.ROOT / "mkdocs.yml"), site_dir=str(tmp_path)))
    page = parse(tmp_path / "views/next-token/index.html")
    found = page.xpath("//a[contains(@href, '/edit/main/')]/@href")
    if repository:
        assert f"{repository}/edit/main/docs/views/next-token.md" in found
        assert f"{repository}/edit/main/snippets/next-token/loop.py" in found
    else:
        assert not found and page.xpath("//span[@class='filename']")


@pytest.mark.parametrize(
    ("address", "citation"),
    [
        ("", "/views/v/#one"),
        ("https://example.org/seven", "https://example.org/seven/views/v/#one"),
        ("https://example.org/", "https://example.org/views/v/#one"),
    ],
)
def test_what_is_cited_stands_at_the_address_of_the_site(project, monkeypatch, address, citation):
    monkeypatch.setenv("SITE_URL", address)
    project.build()
    assert json.loads((project / "site/cite/views/v.json").read_text())[-1]["URL"] == citation


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("views/v.md#one", "views/v.md#none"),
        ("views/v.md#one", "views/w.md"),
        ("[[token]]", "[[tokenz]]"),
        ("{#front}", '{#front}\n\n--8<-- "no.txt"\n'),
    ],
)
def test_a_build_with_a_fault_fails(project, monkeypatch, old, new):
    monkeypatch.chdir(project.root)
    config = str(project / "mkdocs.yml")
    build(load_config(config, site_dir=str(project / "site")))  # without the fault it does not
    project.edit("docs/index.md", old, new)
    with pytest.raises((Abort, SnippetMissingError), match=r"strict mode|no\.txt"):
        build(load_config(config, site_dir=str(project / "site")))


@pytest.mark.parametrize(
    ("name", "old", "new", "missing"),
    [
        (
            "docs/claims.yml",
            "{snippets: [v/one]}",
            "{snippets: [v/one], refs: [nobody2020]}",
            "nobody2020",
        ),
        ("docs/claims.yml", "at: views/v.md#NTP-01", "at: views/w.md#NTP-01", "views/w"),
    ],
)
def test_a_list_that_names_what_there_is_not_ends_the_build_with_a_way_on(
    project, caplog, name, old, new, missing
):
    project.edit(name, old, new)
    with pytest.raises(Abort):
        project.build()
    assert re.search(rf"{missing}.* says ", caplog.messages[-1])
