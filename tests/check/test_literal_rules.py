"""Markdown that a page would show as it is written is named with its line; and what is written as
code is read by no rule and by no renderer.
"""

import lxml.html
import pytest

from perspectives.check import rules
from perspectives.written import lists, marks, pages

PAGE, SHOWN = "docs/views/v.md", "is shown as it is written: "
FRAMED = "/// details | A\n{}\n///"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A list:\n- a\n- b", f"21: this item of a list {SHOWN}put a blank line before it"),
        ("A list:\n1. a", "21: this item of a list"),
        ("- a\n\n    A list:\n    - b", "23: this item of a list"),
        ("1) a", f"20: this item of a list {SHOWN}write `1.` in place of `1)`"),
        ("A table:\n| a |\n|---|\n| b |", f"21: this table {SHOWN}put a blank line before it"),
        ("| a | b |\n|---|\n| c | d |", f"20: this table {SHOWN}below its header, write |---|"),
        ("| a | b |\n| c | d |", "20: this table"),
        ("Read [this][one].", f"20: [this][one] {SHOWN}write [this](ADDRESS)"),
        ("Read [this][].", "20: [this][]"),
        ("Read [this] (../index.md).", f"20: this link {SHOWN}remove the blank between ] and ("),
        ("#One {#uno}", "20: this line is a heading without its form or shown as written: write"),
        (" ## One {#uno}", "20: this line is a heading without its form"),
        ("!!! note\n\n    ## One {#uno}", "22: this line is a heading without its form"),
        ("> ## One {#uno}", "20: this line is a heading without its form"),
        ("- ### Words", "20: this line is a heading without its form"),
        (
            "- a\n  - b",
            "21: this item stands beside the one above: to put it below, indent by four",
        ),
        ("#1 of two", "20: this line is a heading without its form"),
        ("One\n===", "21: an underlined heading has no id: write it as `## Words {#id}`"),
        ("One\n-", "21: an underlined heading has no id"),
        ("<div>\n<h2 id='uno'>One</h2>\n</div>", "21: a heading in HTML enters no list: write"),
    ],
)
def test_what_is_shown_as_written_is_named(project, text, message):
    project.edit(PAGE, "It printed", f"{text}\n\nIt printed")
    assert [p for p in rules.problems() if p.startswith(f"{PAGE}:{message}")], rules.problems()


@pytest.mark.parametrize(
    "text",
    [
        "A list:\n\n- a\n  and more\n    - b\n1. c",
        FRAMED.format("- a\n- b"),
        FRAMED.format("| a | $|b|$ |\n|---|:-:|\n| c | `d|e` |"),
        FRAMED.format("A paragraph\n{.one}"),
        '!!! note "One"\n    - a',
        "## One {#uno}\n- a",
        "| Head {.one} |\n|---|\n| a |",
        "Term {.one}\n:   Meaning",
        "Read [this][one], [so][] and [[token]][^a].\n\n[one]: ../index.md\n[so]: ../index.md\n[^a]: A note.",
        "**A *word* of** 2 * 3 = 6, \\*so\\*, $a*b$ and ***all***, *one\nand two*.",
        "> A quote:\n>\n> - one",
        "A formula \\(n!\\) is no exclamation.",
        "`**`, `{.one}`, `` ` ``, `[a][b]`, `- a` and ``a\n- b``",
        "*A*{.one} and [this](../index.md){.two}\n{.three}",
        "A sentence\n\n---\n\nAnother",
        "<p>The sign * and - and #</p>",
        "In\n2017. Then",
    ],
)
def test_what_is_read_as_markdown_is_let_through(project, text):
    project.edit(PAGE, "It printed", f"{text}\n\nIt printed")
    assert [p for p in rules.problems() if "first marked" not in p] == []


def test_a_note_with_two_texts_is_named_with_both_lines(project):
    notes = "Noted[^a].\n\n[^a]: One.\n\n[^b]: Two[^b].\n\n[^a]: Three.\n\n"
    project.edit(PAGE, "It printed", f"{notes}It printed")
    message = "[^a] already has a text on line 22, which is lost: give one of the two notes"
    [problem] = rules.problems()
    assert problem.startswith(f"{PAGE}:26: {message}")


CODE = [
    "[=a:b:c]",
    "[[x]]",
    "[@nobody2020]",
    "@nobody2020",
    "{{name}}",
    "in {{facts}}",
    "{#view}",
    "{#NTP-09 .claim}",
    "[^x]",
    "[^x]: a",
    "[a](none.md)",
    "[a](#none)",
    "[a][b]",
    '<next-token record="none">',
    '<next-token record="none"></next-token>',
    "So!",
    "0.75",
    "/// html | script",
]


@pytest.mark.parametrize("code", CODE)
def test_a_mark_in_code_is_text(project, code):
    forms = f"Written `{code}` or `` {code} ``.\n\nOr `a\n{code}`, **`{code}`**."
    project.edit(PAGE, "It printed", f"{forms}\n\nIt printed")
    assert rules.problems() == []
    assert "nobody2020" not in lists.cited()


def test_a_mark_in_code_is_shown_as_it_is(project):
    written = "\n\n".join(f"Written `a {code}` here." for code in CODE)
    project.edit(PAGE, "It printed", f"{written}\n\nIt printed")
    page = lxml.html.parse(str(project.build() / "views/v/index.html"))
    shown = [code.text_content() for code in page.xpath("//p/code")]
    assert shown == [f"a {code}" for code in CODE]


def test_an_id_in_code_is_none(project):
    project.edit(PAGE, "### One? {#one}", "### One? `{#two}` {#one}")
    assert list(pages.ids(project / PAGE)) == ["view", "NTP-01", "one"]
    project.edit(PAGE, "`{#two}` {#one}", "`{#one}`")
    assert any(p.startswith(f"{PAGE}:6: this heading has no id") for p in rules.problems())


def test_a_mark_beside_code_is_still_read(project):
    project.edit(PAGE, "It printed", "`a`[[x]] and `b` [@nobody2020] `c`{{name}}\n\nIt printed")
    found = " ".join(rules.problems())
    for message in ("unknown term [[x]]", "unknown reference @nobody2020", "unknown directive"):
        assert message in found


def test_a_tooltip_keeps_what_is_code():
    assert marks.plain("The *sign* `<bos>` of `top_k`, [[token]]") == (
        "The sign <bos> of top_k, token"
    )


@pytest.mark.parametrize(
    ("mark", "first"),
    [
        ("[[Token unit -> token]]", "a token unit"),
        ("[[(token) -> token]]", "a (Token)"),
        ("[[token]]", "a\ntoken"),
    ],
)
def test_a_term_of_any_form_is_marked_at_its_first_use(project, mark, first):
    project.edit(PAGE, "It printed", f"Say {first}.\n\nA pre-token, {mark}.\n\nIt printed")
    [problem] = rules.problems()
    assert "is used here but first marked on line" in problem
