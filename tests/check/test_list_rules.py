"""Every fault in the three lists is named with file and line, and how to fix it."""

import pytest

from perspectives.check import rules

CLAIMS = "docs/claims.yml"
GLOSSARY = "docs/glossary.yml"
WORKS = "docs/references.bib"
TESTED = "predicts: So.\n  measured: So.\n  no_test: A toy."

# What is changed in the file, from what, to what -> the message, which starts with the line.
OF_CLAIMS = [
    ("verdict: holds", "verdict: [holds]", "1: NTP-01: verdict is ['holds'], and should be str"),
    ("[v/one]", "v/one", "1: NTP-01: evidence is {'snippets': 'v/one'}, and should be dict"),
    ("why: It was seen.", "why: So.\n  why: It was seen.", "10: invalid YAML: 'why' stands twice"),
    (
        "It is so.",
        "It is: so.",
        "2: invalid YAML: mapping values are not allowed in this context; indent with spaces, like"
        " the rows above, and quote text with a colon or quotation mark",
    ),
    ("verdict: holds", "verdict: hold", "1: NTP-01: unknown verdict 'hold': use one of holds, "),
    ("kind: thesis", "kind: theses", "1: NTP-01: unknown kind 'theses': use one of definition, "),
    (
        "{snippets: ",
        "{proofs: ",
        "1: NTP-01: unknown evidence 'proofs': use one of snippets, labs, refs",
    ),
    (
        "v.md#NTP-01",
        "v.md#NTP-1",
        "1: NTP-01: not marked at views/v.md#NTP-1: end its paragraph there with {#NTP-01 .claim}, or fix `at`",
    ),
    ("v.md#NTP-01", "v.md#one", "1: NTP-01: not marked at views/v.md#one"),
    (
        "evidence: {snippets: [v/one]}\n  verdict: holds\n  why: It was seen.",
        "evidence: {}\n  verdict: holds\n  why: ''",
        "1: NTP-01: no evidence: name some, or say in `why` why there is none",
    ),
    (
        "[v/one]",
        "[v/won]",
        "1: NTP-01: snippets/v/won.py is referenced but missing: fix its name",
    ),
    (
        "predicts: null",
        "predicts: So.",
        "1: NTP-01: `predicts` and `measured` belong together: give both",
    ),
    (
        "predicts: null",
        "predicts: null\n  tests: ['[=v/one:row:n >1]']\n  no_test: A toy.",
        "1: NTP-01: `tests` and `no_test` speak of what the view `predicts`: give that too",
    ),
    (
        "predicts: null",
        "predicts: So.\n  measured: So.\n  tests: ['[=v/one:row:n >1]']",
        "1: NTP-01: no program of its tests asks the model: say so in `no_test`",
    ),
    (
        "predicts: null",
        f"{TESTED}\n  tests: ['[=v/one:row:n]']",
        "1: NTP-01: [=v/one:row:n]: no quote with a bound: write it as [=record:row:column >3]",
    ),
    (
        "predicts: null",
        f"{TESTED}\n  tests: ['[=v/one:rwo:n >1]']",
        "1: NTP-01: [=v/one:rwo:n >1]: recorded/v/one.txt has 0 rows 'rwo'",
    ),
    (
        "predicts: null\n  evidence: {snippets: [v/one]}",
        f"{TESTED}\n  tests: ['[=v/one:row:n >1]']\n  evidence: {{refs: [shannon1951]}}",
        "1: NTP-01: [=v/one:row:n >1]: name v/one under `evidence` too",
    ),
    (
        "predicts: null",
        "predicts: null\n  measured: It was 1.25.",
        "1: NTP-01: the number '1.25' is typed: quote it as [=view/snippet:row:column]",
    ),
    (
        "predicts: null",
        "predicts: null\n  measured: It was [=v/one:rwo:n].",
        "1: NTP-01: [=v/one:rwo:n]: recorded/v/one.txt has 0 rows 'rwo'",
    ),
    (
        "It was seen.",
        "It was [=v/one:rwo:n].",
        "1: NTP-01: [=v/one:rwo:n]: recorded/v/one.txt has 0 rows 'rwo'",
    ),
    (
        "It was seen.",
        "It was seen [@nobody2020].",
        "1: NTP-01: unknown reference nobody2020: add it to docs/references.bib, or fix the key",
    ),
    (
        "{snippets: [v/one]}",
        "{snippets: [v/one], refs: [nobody2020]}",
        "1: NTP-01: unknown reference nobody2020",
    ),
    (
        "It was seen.",
        "It was 1.25.",
        "1: NTP-01: the number '1.25' is typed: quote it as [=view/snippet:row:column], or cite",
    ),
    (
        "predicts: null",
        f"{TESTED}\n  tests: ['[=v/one:row:n >1]']".replace("So", "It is 1.25", 1),
        "1: NTP-01: the number '1.25' is typed: quote it as [=view/snippet:row:column], or cite",
    ),
    (
        "It was seen.",
        "It was [=v/one:row:n <1].",
        "1: NTP-01: [=v/one:row:n <1]: it is 1.25, and the sentence needs <1: reword it, or fix",
    ),
    (
        "It was seen.",
        "It was only [=v/one:row:n].",
        "1: NTP-01: 'only' weighs a number without a bound: say in the quote where it would be",
    ),
    (
        "It was seen.",
        "It was [=v/one:row:n] of 20.",
        "1: NTP-01: the number of cases '20' is typed: quote it too, as [=view/snippet:row:of]",
    ),
    (
        "predicts: null",
        "predicts: null\n  bears: sideways",
        "1: NTP-01: unknown bears 'sideways': use one of for, against, beyond",
    ),
    ("It was seen.", "It was seen!", "9: exclamation mark: use a full stop"),
    ("kind: thesis", "kid: thesis", "1: NTP-01: unknown field kid"),
    ("why: It was seen.", "why:", "1: NTP-01: empty: why"),
    ("claim: It is", "claim: 'It is", ""),
    (
        "claim: It",
        "claim: It: it",
        "2: invalid YAML: mapping values are not allowed in this context; indent",
    ),
]

OF_GLOSSARY = [
    ("forms: [tokens]", "forms: tokens", "1: token: forms is 'tokens', and should be list[str]"),
    (
        "forms: [tokens]",
        "forms: [token]",
        "1: token: the form 'token' is already listed under token: keep one",
    ),
    ("forms: [tokens]", "see: [tokn]", "1: token: unknown term 'tokn' under `see`: fix its id"),
    (
        "forms: [tokens]",
        "refs: [nobody2020]",
        "1: token: unknown reference nobody2020: add it to docs/references.bib, or fix the key",
    ),
    ("A unit of text.", "A unit of text [@nobody2020].", "1: token: unknown reference nobody2020"),
    (
        "A unit of text.",
        "About 0.75 of a word.",
        "1: token: the number '0.75' is typed: quote it as [=view/snippet:row:column], or cite its",
    ),
    (
        "Everything is made of it.",
        "It is [=v/one:rwo:n] long.",
        "1: token: [=v/one:rwo:n]: recorded/v/one.txt has 0 rows 'rwo'",
    ),
    (
        "  definition:",
        "  trap: There are 3 of 4.\n  definition:",
        "1: token: the number '3 of 4' is typed",
    ),
    (
        "  forms:",
        "\tforms:",
        "4: invalid YAML: found a tab character that violates indentation; indent",
    ),
]

OF_WORKS = [
    (
        "@article",
        "@misc{other2020, title = {O}, author = {O}, year = {2020}, url = {https://example.org}}\n@article",
        "1: other2020: never cited: cite it as [@other2020], or remove it",
    ),
    (
        "  journal = {BSTJ},\n",
        "",
        "1: shannon1951: missing journal: add what every article needs",
    ),
    (
        "  doi = {10.1/x}\n",
        "",
        "1: shannon1951: no address: add its doi, its eprint (arXiv) or a url",
    ),
    (
        "doi =",
        "keywords = {unverified},\n  doi =",
        "1: shannon1951: keywords = {unverified} and annote = {what is not verified} belong ",
    ),
    (
        "doi =",
        "annote = {the year},\n  doi =",
        "1: shannon1951: keywords = {unverified} and annote",
    ),
]

FAULTS = [(CLAIMS, *case) for case in OF_CLAIMS]
FAULTS += [(GLOSSARY, *case) for case in OF_GLOSSARY]
FAULTS += [(WORKS, *case) for case in OF_WORKS]


@pytest.mark.parametrize(("file", "old", "new", "message"), FAULTS)
def test_a_fault_in_a_list_is_named(project, file, old, new, message):
    project.edit(file, old, new)
    found = rules.problems()
    assert any(problem.startswith(f"{file}:{message}") for problem in found), found


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "docs/index.md",
            "[[token]]",
            "token",
            f"{GLOSSARY}:1: token: on no page: mark it on one as [[token]], or remove it",
        ),
        (
            "docs/index.md",
            ", [@shannon1951]",
            "",
            f"{WORKS}:1: shannon1951: never cited: cite it as [@shannon1951], or remove it",
        ),
        (
            "docs/views/v.md",
            "{#NTP-01 .claim}",
            "{#NTP-01}",
            f"{CLAIMS}:1: NTP-01: not marked at views/v.md#NTP-01",
        ),
    ],
)
def test_what_no_page_uses_is_named(project, file, old, new, message):
    project.edit(file, old, new)
    [problem] = rules.problems()
    assert problem.startswith(message)


def test_a_complete_prediction_is_let_through(project):
    prediction = f"{TESTED}\n  tests: ['[=v/one:row:n >1]']"
    project.edit(CLAIMS, "predicts: null", prediction)
    assert rules.problems() == []


@pytest.mark.parametrize("text", ["It was 1.25 [@shannon1951].", "Head `1.25` of GPT-3.5."])
def test_a_number_with_a_source_or_a_name_is_let_through(project, text):
    project.edit(CLAIMS, "It was seen.", text)
    assert rules.problems() == []


def test_two_rows_with_one_id_are_named(project):
    text = (project / GLOSSARY).read_text()
    project.write(GLOSSARY, text + text)
    assert rules.problems() == [f"{GLOSSARY}:1: token: two rows have this id; rename one"]


@pytest.mark.parametrize(
    ("field", "first", "again"),
    [
        ("doi", "title = {One}, doi = {10.1/x}", "title = {Two}, doi = {10.1/X}"),
        ("eprint", "title = {One}, eprint = {2101.1}", "title = {Two}, eprint = {2101.1}"),
        (
            "url",
            "title = {One}, url = {https://example.org/e}",
            "title = {Two}, url = {https://example.org/e/}",
        ),
        (
            "title",
            "title = {On {LLMs}: One}, doi = {10.1/x}",
            "title = {On LLMs---one}, doi = {10.1/y}",
        ),
    ],
)
def test_two_entries_for_one_work_are_named(project, field, first, again):
    work = "@misc{{{}1951, author = {{A, B.}}, year = {{1951}}, {}}}\n"
    project.write(WORKS, work.format("first", first) + work.format("again", again))
    project.edit("docs/index.md", "@shannon1951", "@first1951; @again1951")
    message = f"the same {field} as first1951: remove one of them, or fix the {field}"
    assert rules.problems() == [f"{WORKS}:2: again1951: {message}"]
