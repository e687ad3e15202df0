"""The built site: it shows the tested code, links to itself only, and says where each term and work is used."""

import json
import re
from pathlib import Path

import lxml.html
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from pymdownx.snippets import SnippetMissingError

from perspectives import pages


def parse(path: Path):
    return lxml.html.parse(str(path)).getroot()


def built(site: Path, page: Path) -> Path:
    inner = page.relative_to(pages.DOCS).with_suffix("")
    return site / inner.parent / ("index.html" if inner.name == "index" else f"{inner.name}/index.html")


def test_every_block_that_a_reader_sees_is_tested(site, shown):
    count = 0
    for page in pages.DOCS.rglob("*.md"):
        tested = [block.code.strip("\n") for block in pages.blocks(page) if block.is_tested]
        unseen = [block.code.strip("\n") for block in pages.blocks(page) if block.is_python and not block.is_tested]
        seen = [code for code in shown(built(site, page).read_text()) if code not in unseen]
        assert seen == tested, f"{pages.relative(page)}: the reader sees other code than the tests ran"
        count += len(tested)
    assert count > 20


def test_every_output_that_a_reader_sees_is_a_record(site):
    for page in pages.DOCS.rglob("*.md"):
        outputs = [block for block in parse(built(site, page)).xpath("//div[contains(@class, 'output')]//pre")]
        records = [block.code.strip("\n") for block in pages.blocks(page) if "output" in block.options]
        for output in outputs:
            assert output.text_content().strip("\n") in records, f"{pages.relative(page)}: an output that no source shows"


def test_nothing_is_loaded_from_elsewhere(site):
    for path in site.rglob("*.html"):
        for address in parse(path).xpath("//@src | //link[not(@rel='canonical')]/@href | //form/@action"):
            assert not re.match(r"(https?:)?//", address), f"{path.relative_to(site)} asks another host for {address}"
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", path.read_text("utf8")), path


def test_every_figure_says_what_it_shows(site):
    for path in site.rglob("*.html"):
        for drawing in parse(path).xpath("//figure//*[local-name()='svg']"):
            assert len(drawing.get("aria-label", "")) > 20, path
        assert not parse(path).xpath("//article//img[not(@alt)]"), path


def test_no_mark_of_ours_is_left_as_it_was_written(site):
    for path in site.rglob("*.html"):
        for text in parse(path).xpath("//article//text()[not(ancestor::code or ancestor::pre or ancestor::script)]"):
            left = re.search(r"\[\[[^\]]+\]\]|\[@\w+|\[=\w+/|\{\{\w+|\{#[\w-]+", text)
            assert not left, f"{path.relative_to(site)} shows {left[0]}: a mark inside HTML is not read, move it out"


def test_ids_are_unique_on_each_page(site):
    for path in site.rglob("*.html"):
        ids = parse(path).xpath("//@id")
        assert len(ids) == len(set(ids)), f"{path.relative_to(site)}: {sorted({i for i in ids if ids.count(i) > 1})}"


def test_terms_and_works_link_back_to_their_uses(site):
    for name in ("glossary", "references"):
        for place in parse(site / name / "index.html").xpath("//*[@class='used']"):
            for address in place.xpath("a/@href"):
                page, _, anchor = address.partition("#")
                target = (site / name / page).resolve() / "index.html"
                assert parse(target).xpath(f"//*[@id='{anchor}']"), f"{place.get('id')}: no {address}"
    assert all(place.xpath("a") for place in parse(site / "glossary/index.html").xpath("//*[@class='used']"))


def test_every_link_inside_the_site_leads_somewhere(site):
    ids = {path: set(parse(path).xpath("//@id")) for path in site.rglob("*.html")}
    for path in ids.keys() - {site / "404.html"}:
        for address in parse(path).xpath("//a/@href"):
            if not re.match(r"\w+:", address):
                file, _, anchor = address.partition("#")
                target = (path.parent / file).resolve() if file else path
                target = target / "index.html" if target.is_dir() else target
                assert target in ids or target.is_file(), f"{path.relative_to(site)}: no {address}"
                assert not anchor or anchor in ids[target], f"{path.relative_to(site)}: no anchor {address}"


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
    ("old", "new"),
    [("views/v.md#one", "views/v.md#none"), ("views/v.md#one", "views/w.md"), ("[[token]]", "[[tokenz]]"), ("{#front}", '{#front}\n\n--8<-- "no.txt"\n')],
)
def test_a_build_with_a_fault_fails(project, monkeypatch, old, new):
    monkeypatch.chdir(project.root)
    config = str(project / "mkdocs.yml")
    build(load_config(config, site_dir=str(project / "site")))  # without the fault it does not
    project.edit("docs/index.md", old, new)
    with pytest.raises((Abort, SnippetMissingError), match=r"strict mode|no\.txt"):
        build(load_config(config, site_dir=str(project / "site")))
