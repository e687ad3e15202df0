"""What a widget of each kind reads of its record, and the table that stands in its place."""

from base64 import b64decode

import pytest

from perspectives.written import live

PAIRS = [[" 3", "0.7500"], [" &", "0.1250"]]
NUMBERS = [(" 3", 0.75), (" &", 0.125)]
# 30 layers of 9 heads: the last head of the second layer looks in halves, any other at the first.
HEADS = ["1.00 1.00 0.00"] * 17 + ["1.00 0.50 0.50"] + ["1.00 1.00 0.00"] * 252
LAYERS = [[[["so", "0.1"]], [[f" of {n}", f"0.{n:02}"], ["no", "0.0"]]] for n in range(31)]


@pytest.mark.parametrize(
    ("tag", "row", "changed"),
    [
        ("next-token", {"top": PAIRS, "sums": ["-0.5"]}, {"top": NUMBERS, "sums": [-0.5]}),
        ("surprise-text", {"bits": ["1.5", "2.0"]}, {"bits": [None, 1.5, 2.0]}),
        (
            "logit-lens",
            {"layers": [[PAIRS, PAIRS], [PAIRS]]},
            {"layers": [[NUMBERS, NUMBERS], [NUMBERS]]},
        ),
        (
            "knock-out",
            {"before": PAIRS, "after": PAIRS[::-1], "bits": [["0.5", "-1"], ["0", "2"]]},
            {"before": NUMBERS, "after": NUMBERS[::-1], "bits": [[0.5, -1], [0, 2]]},
        ),
        ("generate-text", {"text": " 3"}, {}),
    ],
)
def test_a_widget_reads_numbers_as_numbers_and_the_rest_as_it_is(tag, row, changed):
    row = {"name": "one", "prompt": "A & b", **row}
    assert live.data(tag, row) == row | changed


def test_attention_is_packed_in_bytes_of_per_cent():
    found = live.data("attention-map", {"prompt": "A", "heads": ["1.00 0.29 0.71"]})
    assert found.keys() == {"prompt", "weights"} and found["prompt"] == "A"
    assert list(b64decode(found["weights"])) == [100, 29, 71]


TABLES = [
    (
        "next-token",
        {"top": [*PAIRS, *PAIRS, *PAIRS]},
        "After “A & b”, what comes next",
        ["token", "probability"],
        [*PAIRS, *PAIRS, PAIRS[0]],
    ),
    (
        "surprise-text",
        {"tokens": ["A", " &", " b"], "bits": ["1.5", "2.0"]},
        "What each token costs",
        ["token", "bits"],
        [[" &", "1.5"], [" b", "2.0"]],
    ),
    (
        "attention-map",
        {"tokens": ["A", " &"], "heads": HEADS, "shown": [1, 8]},
        "Where the last token looks in head 1.8",
        ["token", "share"],
        [["A", "0.50"], [" &", "0.50"]],
    ),
    (
        "logit-lens",
        {"layers": LAYERS},
        "After “A & b”, what each layer would say",
        ["layer", "token", "share"],
        [[f"{n - 1}", f" of {n}", f"0.{n:02}"] for n in range(30, 0, -3)],
    ),
    (
        "knock-out",
        {"heads": [[28, 2], [0, 1]], "before": [*PAIRS] * 3, "after": [["x", "1"]] * 6},
        "After “A & b”, without head 28.2, 0.1",
        ["token", "before", "after"],
        [[token, share, "1"] for token, share in [*PAIRS, *PAIRS, PAIRS[0]]],
    ),
    (
        "generate-text",
        {"text": " 3"},
        "How the model goes on",
        ["who", "text"],
        [["You", "A & b"], ["It", " 3"]],
    ),
]


@pytest.mark.parametrize(("tag", "row", "caption", "header", "cells"), TABLES)
def test_a_table_stands_in_for_a_widget(tag, row, caption, header, cells):
    found = live.table(tag, {"prompt": "A & b", **row})
    assert (found[0], list(found[1]), [list(cell) for cell in found[2]]) == (caption, header, cells)


def test_a_widget_opens_with_the_records_that_it_names(project):
    project.write("recorded/live/lens.jsonl", '{"name": "one"}\n{"name": "two"}\n')
    tags = '<logit-lens id="a" record="two one"> <two-valleys> <knock-out></knock-out>'
    assert live.opened(tags) == [("logit-lens", "two one"), ("knock-out", "")]
    assert live.states("logit-lens", "two one") == [{"name": "two"}, {"name": "one"}]


@pytest.mark.parametrize("names", ["", " ", "one none"])
def test_a_widget_that_names_no_record_is_told_what_there_is(project, names):
    project.write("recorded/live/lens.jsonl", '{"name": "one"}\n{"name": "two"}\n')
    with pytest.raises(LookupError) as error:
        live.states("logit-lens", names)
    assert str(error.value) == f'<logit-lens record="{names}">: name one or more of one, two'
