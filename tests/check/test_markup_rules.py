"""What would run, load or send something, and markup in heads and lists, is named with its line."""

import pytest

from perspectives.check import rules

PAGE = "docs/views/v.md"
ACTIVE = "is active content: remove it (scripts belong in theme/ or live/)"


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (
            """description: 'x"><script>alert(41)</script><meta name="y" content="z'""",
            "2: description holds markup: write it as plain text",
        ),
        ("title: A <b>view", "2: title holds markup"),
        (
            "title: A view\nauthor: Somebody",
            "3: unknown field 'author' in the head: use title, description, hide only",
        ),
        ("template: other.html", "2: unknown field 'template' in the head"),
        ("hide: [toc]\nsearch: {exclude: true}", "3: unknown field 'search'"),
        ("description: [one, two]", "2: description is no such value: write a text"),
        ("title: One\ntitle: Two", "1: the head has two values for title: remove one"),
        ("description: ''", "2: description is empty: write it, or remove the line"),
        ("hide: toc", "2: hide is no such value: write a list, as [navigation, toc]"),
        ("title: A view: ours", "1: this head cannot be read, and is shown as text"),
    ],
)
def test_a_fault_in_a_head_is_named(project, head, message):
    project.edit(PAGE, "# View", f"---\n{head}\n---\n# View")
    assert [p for p in rules.problems() if p.startswith(f"{PAGE}:{message}")], rules.problems()


def test_a_head_without_its_lines_is_one_too(project):
    project.edit(PAGE, "# View", "Author: Somebody\n\n# View")
    assert any(p.startswith(f"{PAGE}:1: unknown field 'author'") for p in rules.problems())


def test_plain_words_are_let_through(project):
    head = "title: 'Q & A: \"1 < 2\"'\ndescription: One & two.\nhide: [toc]"
    project.edit(PAGE, "# View", f"---\n{head}\n---\n# View")
    assert rules.problems() == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<script>alert(1)</script>", f"20: <script> {ACTIVE}"),
        ("<iframe src='x'></iframe>", f"20: <iframe> {ACTIVE}"),
        ("<style>p {}</style>", f"20: <style> {ACTIVE}"),
        ("<meta http-equiv='refresh'>", f"20: <meta> {ACTIVE}"),
        ("<i\nonclick = 'alert(1)'>a</i>", f"20: onclick= {ACTIVE}"),
        ("<i STYLE='color: red'>a</i>", f"20: style= {ACTIVE}"),
        ("<form action='https://example.org'></form>", f"20: action= {ACTIVE}"),
        ("<a href='javascript&#58;alert(1)'>a</a>", f"20: javascript: {ACTIVE}"),
        ("<svg aria-label='A line from one to two.'><a href=' javascript:x'/></svg>", "20: javasc"),
        ("*a*{onclick=alert(1)}", f"20: onclick= {ACTIVE}"),
        ("*a*{: .b style='color: red'}", f"20: style= {ACTIVE}"),
        ("/// html | script\nalert(1)\n///", f"20: <script> {ACTIVE}"),
        ("/// html | div[onclick=x]\na\n///", f"20: onclick= {ACTIVE}"),
        ("[a](javascript:alert(1))", f"20: a link to javascript: {ACTIVE}"),
    ],
)
def test_active_content_on_a_page_is_named(project, text, message):
    project.edit(PAGE, "It printed", f"{text}\n\nIt printed")
    assert [p for p in rules.problems() if p.startswith(f"{PAGE}:{message}")], rules.problems()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<div>a</div>\n</div>", "21: </div> closes nothing: remove it, or write <div> before"),
        ("<b><i>a</i>\n\nb</b> c</b>", "22: </b> closes nothing: remove it, or write <b> before"),
        ("`</div>`, <br/> and <br> <!-- </div> -->", None),
    ],
)
def test_a_closing_tag_that_closes_nothing_is_named(project, text, message):
    project.edit(PAGE, "It printed", f"{text}\n\nIt printed")
    assert rules.problems() == ([f"{PAGE}:{message} it"] if message else [])


def test_html_that_shows_something_is_let_through(project):
    text = "<figure><i class='one'>a</i><figcaption>A <em>line</em></figcaption></figure>"
    code = "`<script>`, `` `<img onerror=x>` `` and `{style=x}`"
    project.edit(PAGE, "It printed", f"{text}\n\nWritten {code}.\n\nIt printed")
    assert rules.problems() == []


IMAGE = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("docs/claims.yml", "It is so.", f"It is so {IMAGE}.", 2),
        ("docs/claims.yml", "predicts: null", f"predicts: '{IMAGE}'", 6),
        ("docs/glossary.yml", "A unit", f"A {IMAGE} unit", 5),
        ("docs/references.bib", "Prediction and", f"Prediction {IMAGE} and", 2),
        ("docs/references.bib", "BSTJ", "BSTJ `<b>`", 4),
        ("CITATION.cff", "The Small", f"The {IMAGE} Small", 1),
        ("CHANGELOG.md", "- All of it.", f"- All {IMAGE} of it.", 9),
        ("mkdocs.yml", "site_name: ", f"site_name: {IMAGE} ", 1),
    ],
)
def test_html_in_a_list_is_named(project, name, old, new, line):
    project.edit(name, old, new)
    message = "HTML: write plain text or Markdown, and what looks like a tag between ` and `"
    assert f"{name}:{line}: {message}" in rules.problems()


def test_html_among_the_addresses_that_moved_is_named(project):
    project.write("docs/redirects.yml", f"\n'{IMAGE}.md': index.md\n")
    assert any(p.startswith("docs/redirects.yml:2: HTML: ") for p in rules.problems())


def test_a_link_to_a_script_in_a_list_is_named(project):
    project.edit("docs/claims.yml", "It is so.", "'It is [so](JavaScript:alert(1)).'")
    assert f"docs/claims.yml:2: a link to JavaScript: {ACTIVE}" in rules.problems()


def test_code_in_a_list_may_look_like_html(project):
    project.edit("docs/glossary.yml", "A unit", "Written `<bos>`, a unit")
    assert rules.problems() == []
