"""How the marks of the edition are rendered: terms, citations, quoted numbers, claims, notes, what
is derived from the lists.
"""

import logging

import lxml.html
import markdown
import pytest


@pytest.fixture
def render(project):
    def render(text: str):
        extensions = [
            "attr_list",
            "footnotes",
            "tables",
            "md_in_html",
            "pymdownx.blocks.html",
            "pymdownx.superfences",
            "perspectives.render.extension",
        ]
        configs = {
            "footnotes": {"USE_DEFINITION_ORDER": False},
            "tables": {"use_align_attribute": True},
        }
        return lxml.html.fromstring(
            f"<main>{markdown.markdown(text, extensions=extensions, extension_configs=configs)}</main>"
        )

    return render


def links(page, kind: str) -> list[tuple[str, str]]:
    return [(a.text, a.get("href")) for a in page.xpath(f"//a[@class='{kind}']")]


def test_a_term_is_linked_at_its_first_use_in_any_form(render):
    page = render("A [[Tokens]] and a [[token]].\n\nThree [[pieces -> token]].")
    assert links(page, "term") == [("Tokens", "/glossary.md#token")]
    assert page.xpath("//a")[0].get("title") == "Token: A unit of text."
    assert "and a token." in page.text_content() and "Three pieces." in page.text_content()


def test_a_citation_is_author_and_year_with_the_whole_on_hover(render):
    page = render("So it is [@shannon1951, p. 5; @shannon1951].")
    assert links(page, "cite") == [("Shannon, 1951", "/references.md#shannon1951")] * 2
    assert (
        page.xpath("//span[@class='cites']")[0].text_content()
        == "(Shannon, 1951, p. 5; Shannon, 1951)"
    )
    assert (
        page.xpath("//a")[0].get("title")
        == "Shannon, C. E. (1951). Prediction and Entropy. BSTJ. https://doi.org/10.1/x"
    )


def test_a_citation_of_an_unverified_work_says_so(project, render):
    project.edit("docs/references.bib", "10.1/x}", "10.1/a_b}, annote = {the year}")
    [link] = render("So it is [@shannon1951, p. 5].").xpath("//a")
    assert [(mark.text, mark.get("aria-label")) for mark in link.xpath("sup")] == [
        ("†", "not every field verified")
    ]
    assert link.get("title").endswith(
        "https://doi.org/10.1/a_b Not every field is verified: the year."
    )


def test_a_number_comes_from_its_record(render):
    number = render("It was [=v/one:row:n].").xpath("//span[@class='rec']")[0]
    assert number.text == "1.25"


def test_a_bound_is_not_shown(render):
    page = render("It was only [=v/one:row:n >1 <2], and [=v/one:row:n <=1.25].")
    assert page.text_content().strip() == "It was only 1.25, and 1.25."


@pytest.mark.parametrize("tag", ["<figcaption>", '<figcaption class="wide">'])
@pytest.mark.parametrize("mark", ["[=v/one:row:n]", "[=v/one:row:n >1 <2]"])
def test_a_caption_has_its_numbers(render, mark, tag):
    page = render(f"<figure>\n{tag}Means over {mark} cases.</figcaption>\n</figure>")
    [caption] = page.xpath("//figcaption")
    assert caption.text_content() == "Means over 1.25 cases."
    assert caption.xpath("span[@class='rec']/text()") == ["1.25"]


def test_a_wrong_number_in_a_caption_warns(render, caplog):
    with caplog.at_level(logging.WARNING, "mkdocs.perspectives"):
        page = render("<figure>\n<figcaption>[=v/one:row:n <1]</figcaption>\n</figure>")
    assert "[=v/one:row:n <1]" in page.text_content() and caplog.records


@pytest.mark.parametrize(
    "mark", ["[[tokenz]]", "[@nobody2020]", "[=v/one:rwo:n]", "[=v/one:row:n <1]", "{{evidense}}"]
)
def test_what_is_unknown_stays_as_it_is_and_warns(render, caplog, mark):
    with caplog.at_level(logging.WARNING, "mkdocs.perspectives"):
        page = render(f"So {mark} it is.")
    assert mark in page.text_content() and caplog.records


@pytest.mark.parametrize("mark", ["[[token]]", "[@shannon1951]", "[=v/one:row:n]", "{{evidence}}"])
def test_code_is_left_alone(render, mark):
    assert mark in render(f"So `{mark}` it is.").text_content()
    assert mark in render(f"```text\n{mark}\n```\n").text_content()


def test_a_claim_opens_with_its_id_and_its_verdict(render):
    [claim] = render("The essay says so.\n{#NTP-01 .claim}").xpath("//p[@id='NTP-01']")
    assert links(claim, "cid") == [("NTP-01", "#NTP-01")]
    assert links(claim, "v holds") == [("holds", "/evidence.md#NTP-01")]
    assert claim.text_content().endswith("The essay says so.")


def test_a_cell_has_the_class_of_its_columns_header(render):
    page = render("| Claim {.id} | Text |\n|---|---|\n| A | b |\n| C | d |\n")
    assert [(td.text, td.get("class")) for td in page.xpath("//td")] == [
        ("A", "id"), ("b", None), ("C", "id"), ("d", None),
    ]  # fmt: skip
    assert [th.text for th in page.xpath("//th")] == ["Claim", "Text"]


def test_the_alignment_of_a_column_is_a_class_on_each_of_its_cells(render):
    page = render("| Claim {.id} | Number |\n|---:|--:|\n| A | 1 |\n")
    assert [cell.get("class") for cell in page.xpath("//th | //td")] == ["id right", "right"] * 2
    assert not page.xpath("//@align | //@style")


def test_a_twenty_first_note_has_no_class(render):
    marks = "".join(f"a[^{n}] " for n in range(21))
    notes = "".join(f"[^{n}]: b\n" for n in range(21))
    page = render(f"{marks}\n\n{notes}")
    names = [li.get("class") for li in page.xpath("//li")]
    assert len(names) == 21 and names[19:] == ["n20", None]


def test_notes_are_numbered_by_class_whatever_their_labels(render):
    page = render("One.[^b] Two.[^essay-3]\n\n[^essay-3]: Second.\n[^b]: First.\n")
    assert [(sup.get("class"), sup.get("id")) for sup in page.xpath("//sup")] == [
        ("n1", "fnref:b"),
        ("n2", "fnref:essay-3"),
    ]
    assert [(li.get("class"), li.get("id")) for li in page.xpath("//li")] == [
        ("n1", "fn:b"),
        ("n2", "fn:essay-3"),
    ]


def test_the_evidence_table_has_a_row_a_claim_and_a_choice_a_verdict(project, render):
    project.edit("docs/claims.yml", "note: null", "note: 7")
    page = render("{{evidence}}")
    assert page.xpath("//tbody/tr/td[1]/a[1]/@id") == ["NTP-01"]
    assert page.xpath("//td[1]/span[@class='kind']/text()") == ["thesis"]
    assert page.xpath("//td[1]/a[2]/@href") == ["/views/v.md#fn:essay-7"]
    assert page.xpath("//td[3]/a/@href") == ["/views/v.md#one"]
    assert page.xpath("//form[@hidden]//select[@name='verdict']/option/@value") == ["", "holds"]
    assert page.xpath("//select[@name='view']/option/@value") == ["", "v"]


def test_the_evidence_table_has_what_was_expected_and_measured(project, render):
    project.edit(
        "docs/claims.yml",
        "predicts: null",
        "predicts: Much.\n  measured: It was [=v/one:row:n].\n"
        "  tests: ['[=v/one:row:n >1]', '[=v/one:row:n >2]']",
    )
    assert (
        "The view expects: Much. Measured: It was 1.25. Forecast: in part"
        in render("{{evidence}}").xpath("//td[2]")[0].text_content()
    )


def test_the_totals_are_drawn_and_tabled_and_the_kinds_explained(render):
    assert (
        "Of 1 claims, 1 holds. The numbers of each page are in the table below."
        in render("{{totals}}").xpath("//*[local-name()='svg']/@aria-label")[0]
    )
    assert "thesis (1)" in render("{{kinds}}").text_content()


def test_strips_and_facts_count_the_claims_of_a_page(render):
    strip = render("{{strip views/v.md}}")
    assert strip.xpath("//span[@class='unseen']")[0].text == "1 holds"
    [mark] = strip.xpath("//span[@class='strip']/a")
    assert (mark.get("href"), mark.get("title")) == ("/views/v.md#NTP-01", "NTP-01 holds")
    facts = render("{{facts views/v.md}}").text_content()
    assert "1 claim, 1 demonstration, 1 minute" in facts


def test_a_guess_is_a_slider_or_buttons(render):
    slider = render("{{guess v/one:row:n; 0.0 to 4.0; bits}}")
    assert slider.xpath("//form/@data-answer") == ["1.25"]
    assert slider.xpath("//input/@step") == ["0.1"]
    choice = render("{{guess worse; better, worse}}")
    assert choice.xpath("//button/@value") == ["better", "worse"]
    assert choice.xpath("//form/@data-answer") == ["worse"]


def test_what_the_model_expects_is_drawn_in_bars(project, render):
    rows = '{"prompt": "A & b", "next": {" c": "0.5012", "all others": "0.4988"}}\n'
    project.write("recorded/next-token/distribution.jsonl", rows + rows.replace("A & b", "d"))
    page = render("{{prompts}}")
    assert page.xpath("//label/span/text()") == ["A & b", "d"]
    assert page.xpath("//input/@checked") == ["checked"]
    first, _ = page.xpath("//*[local-name()='svg']")
    assert first.get("aria-label") == "After “A & b”:  c 0.5012, all others 0.4988"
    assert first.xpath("*[local-name()='rect']/@width") == ["100.2", "99.8"]


def test_the_glossary_and_the_references_have_a_place_for_each_entry(render):
    assert render("{{glossary}}").xpath("//h3/@id") == ["token"]
    references = render("{{references}}")
    assert references.xpath("//li/@id") == ["shannon1951"]
    assert references.xpath("//li/a/@href") == ["https://doi.org/10.1/x"]
    assert references.xpath("//a[@download]/@href") == ["/references.bib"]


def test_a_prediction_stands_beside_what_was_measured(project, render):
    project.edit(
        "docs/claims.yml",
        "predicts: null",
        "predicts: Much.\n  measured: It was [=v/one:row:n].\n"
        "  tests: ['[=v/one:row:n >1]', '[=v/one:row:n >2]']",
    )
    head, row, last = (
        [cell.text_content() for cell in tr.xpath("td")]
        for tr in render("{{predictions}}").xpath("//tbody/tr")
    )
    assert head == ["", "View", "1 in part", "", ""] and last[2] == "1 in part"
    assert row == ["NTP-01", "Much.", "It was 1.25. one", "in part", "Yes"]


def test_what_could_not_have_failed_is_not_counted_and_says_why(project, render):
    project.edit(
        "docs/claims.yml",
        "predicts: null",
        "predicts: Much.\n  measured: So.\n  tests: ['[=v/one:row:n >1]']\n  no_test: A toy.",
    )
    cells = [td.text_content() for td in render("{{predictions}}").xpath("//tbody/tr/td")]
    assert "A toy." in cells and "1 as expected" not in cells


def test_every_bound_stands_beside_what_came(project, render):
    project.edit(
        "docs/claims.yml",
        "predicts: null",
        "predicts: Much.\n  measured: So.\n  tests: ['[=v/one:row:n >1]', '[=v/one:row:n >2]']",
    )
    rows = [
        [td.text_content() for td in tr.xpath("td")]
        for tr in render("{{bounds}}").xpath("//tbody/tr")
    ]
    assert rows == [
        ["NTP-01", "one", "row: n", ">1", "1.25"],
        ["NTP-01", "one", "row: n", ">2", "1.25 ✕"],
    ]
