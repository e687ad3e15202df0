"""What the reader sees is what is tested: each form of a fence, and each trap that
pytest-markdown-docs alone falls into.
"""

import re
from pathlib import Path

import lxml.html
import markdown
import pytest
from markdown_it import MarkdownIt
from mkdocs.config import load_config
from pytest_markdown_docs.plugin import FenceSyntax, extract_fence_tests

from perspectives.written import files, pages, snippets

FORMS = {
    "plain": "```python\na = 1\n```\n",
    "title": '```python title="x.py"\na = 2\n```\n',
    "braces": "``` { .python }\na = 3\n```\n",
    "braces without blanks": '```{.python title="x.py"}\na = 4\n```\n',
    "tildes": "~~~python\na = 5\n~~~\n",
    "capital": "```Python\na = 6\n```\n",
    "short name": "```py3\na = 7\n```\n",
    "in a note": "!!! note\n    Text.\n\n    ```python\n    a = 8\n    ```\n",
    "in a fold": "??? note\n    Text.\n\n    ```python\n    a = 9\n    ```\n",
    "in a tab": '=== "One"\n\n    ```python\n    a = 10\n    ```\n\n=== "Two"\n\n    ```python\n    a = 11\n    ```\n',
    "in a block": "/// details | Fold\n    type: check\n\n```python\na = 12\n```\n///\n",
    "in a list": "1. One\n\n    ```python\n    a = 13\n    ```\n",
    "in a quote": "> Text.\n>\n> ```python\n> a = 14\n> ```\n",
    "in a note at the foot": "Text.[^1]\n\n[^1]: Note.\n\n    ```python\n    a = 15\n    ```\n",
    "the word notest in a title": '``` { .python title="why notest exists" }\na = 16\n```\n',
    "continuation": "``` { .python .continuation }\na = 17\n```\n",
    "four ticks hold three": "````python\na = '''\n```\n'''\n````\n",
    "a comment shows nothing": "<!--\n```python\na = 18\n```\n-->\n\nText.\n",
    "included": '```python\n--8<-- "snippets/v/one.py:demo"\n```\n',
}
MISSED = {"braces", "braces without blanks", "capital", "short name", "in a note", "in a fold", "in a tab", "in a note at the foot",
          "the word notest in a title", "continuation", "included"}  # fmt: skip


def convert(text: str) -> str:
    config = load_config(str(files.ROOT / "mkdocs.yml"))
    configs = config.mdx_configs | {
        "pymdownx.snippets": config.mdx_configs["pymdownx.snippets"]
        | {"base_path": [str(files.ROOT)]}
    }
    return markdown.markdown(text, extensions=config.markdown_extensions, extension_configs=configs)


def shown(html: str) -> list[str]:
    """The Python blocks of a piece of HTML, as text, in order."""
    blocks = lxml.html.fromstring(html).xpath("//div[contains(@class, 'language-')]")
    python = [
        block for block in blocks if re.search(r"language-py(thon)?3?\b", block.get("class"), re.I)
    ]
    return [block.xpath(".//pre")[0].text_content().strip("\n") for block in python]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_read_as_it_is_shown(project, form):
    text = "# Page {#page}\n\n" + FORMS[form]
    ours = [
        block.code.strip("\n")
        for block in pages.blocks(project.write("docs/x.md", text))
        if block.is_tested
    ]
    assert ours == shown(convert(text))


@pytest.mark.parametrize("form", sorted(MISSED))
def test_the_plugin_alone_misses_it(form):
    theirs = list(
        extract_fence_tests(
            MarkdownIt("commonmark"), FORMS[form], 0, Path("x.md"), fence_syntax=FenceSyntax.default
        )
    )
    assert not theirs or "--8<--" in theirs[0].source, (
        "pytest-markdown-docs sees this form now: its line in MISSED can go"
    )


@pytest.mark.parametrize("option", [".notest", "notest"])
def test_notest_counts_with_and_without_a_dot(project, option):
    [block] = pages.blocks(
        project.write(
            "docs/x.md", f'``` {{ .python {option} title="Not run: no reason" }}\na = 1\n```\n'
        )
    )
    assert block.is_python and not block.is_tested


def test_lines_are_those_of_the_page_and_of_the_snippet(project):
    demo, output, check = pages.blocks(project / "docs/views/v.md")
    assert (demo.line, demo.file.name, demo.first, demo.section) == (8, "one.py", 3, "demo")
    assert (check.line, check.first, check.title) == (16, 9, "v/one.py, check")
    assert "output" in output.options and output.code == "label  n\nrow    1.25\n"


def test_auto_append_does_not_reach_into_blocks(project):
    project.write("docs/words.md", "*[LLM]: a model\n")
    project.edit(
        "mkdocs.yml",
        "dedent_subsections: true",
        "dedent_subsections: true, auto_append: [docs/words.md]",
    )
    assert all("LLM" not in block.code for block in pages.blocks(project / "docs/views/v.md"))


def test_crlf_and_a_byte_order_mark_change_nothing(project):
    plain = (project / "docs/views/v.md").read_bytes()
    before = pages.blocks(project / "docs/views/v.md")
    project.write("docs/views/v.md", b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n"))
    assert pages.blocks(project / "docs/views/v.md") == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# T\n\n```python\na = 1\n", "docs/x.md:3: this fence is never closed"),
        (
            "```python notest\na = 1\n```\n",
            "docs/x.md:1: Material shows this header as text: write ``` { .python notest }",
        ),
        (
            '\n```python\n--8<-- "snippets/v/none.py:demo"\n```\n',
            "docs/x.md:2: snippets/v/none.py does not exist",
        ),
        (
            '```python\n--8<-- "snippets/v/one.py:dmo"\n```\n',
            "docs/x.md:1: snippets/v/one.py has no section 'dmo'",
        ),
        (
            '```python\n--8<-- "snippets/v/one.py:demo"\na = 1\n```\n',
            "docs/x.md:1: a fence holds one include or literal code",
        ),
    ],
)
def test_a_fault_names_file_line_and_mend(project, text, message):
    with pytest.raises(files.SourceError) as error:
        pages.blocks(project.write("docs/x.md", text))
    assert str(error.value).startswith(message)


def test_invalid_utf_8_names_its_line(project):
    with pytest.raises(files.SourceError, match=r"docs/x\.md:3: byte 0xe9 is not UTF-8"):
        pages.blocks(project.write("docs/x.md", b"# T\n\ncaf\xe9\n"))


@pytest.mark.parametrize(
    ("snippet", "message"),
    [
        (
            "import os\n# --8<-- [start:demo]\n# --8<-- [end:demo]\n",
            "s.py:1: code outside a section runs but is never shown",
        ),
        ("# --8<-- [start:demo]\nx = 1\n", "s.py:1: section 'demo' is never closed"),
        (
            "# --8<-- [start:a]\n# --8<-- [start:b]\n",
            "s.py:2: section 'b' is opened twice or inside 'a'",
        ),
        (
            "# --8<-- [start:a]\n# --8<-- [end:b]\n",
            "s.py:2: section 'b' ends here, but 'a' is open",
        ),
        ('"""Nothing."""\n', "s.py:1: this snippet has no section"),
    ],
)
def test_a_snippet_shows_all_that_it_runs(project, snippet, message):
    with pytest.raises(files.SourceError) as error:
        snippets.sections(project.write("snippets/v/s.py", snippet))
    assert str(error.value).startswith("snippets/v/" + message)


def test_prose_is_what_stands_outside_fences_and_comments(project):
    page = project.write("docs/x.md", "one\n\n```text\ntwo\n```\n<!-- three\nfour -->\nfive\n")
    assert [(n, row) for n, row in pages.prose(page) if row] == [(1, "one"), (8, "five")]


def test_lines_in_folds_are_told_from_the_others(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("one\n//// html | div\ntwo\n/// details | More\nthree\n///\nfour\n////\n")
    shown = [row for _, row in pages.unfolded(page) if row]
    assert shown == ["one", "two", "four"]


@pytest.mark.parametrize(
    ("names", "last"),
    [(["demo", "table", "check"], "table"), (["demo"], "demo"), (["check"], "check")],
)
def test_all_is_printed_once_the_last_section_before_the_check_has_run(project, names, last):
    text = "".join(f"# --8<-- [start:{name}]\nx = 1\n# --8<-- [end:{name}]\n" for name in names)
    assert snippets.shown(project.write("snippets/v/s.py", text)) == last
