"""Figures: legible in both schemes, nothing that leaks into the page, words beside them."""

import re
import sys

import pytest

from perspectives import figure
from perspectives.output import Output, capture


@pytest.fixture
def svg():
    drawn = Output()
    with capture(drawn):
        for alt in ("A line that rises from 1 to 2.", "A line that falls from 2 to 1."):
            fig, ax = figure.axes(120)
            ax.plot([1, 2], [1, 2], "o-", color=figure.MODEL)
            ax.plot([1, 2], [2, 1], color=figure.INK)
            ax.set_xlabel("n")
            figure.show(fig, alt)
    return drawn.figures


def test_colours_are_the_page_s_in_both_schemes(svg):
    assert (
        "var(--model, #1c4daf)" in svg[0]
        and "currentColor" in svg[0]
        and "var(--soft, #565a63)" in svg[0]
    )
    outside = re.sub(r"var\([^)]*\)", "", svg[0])
    assert not re.search(r"#[0-9a-f]{6}\b", outside), "a colour of one scheme"


def test_nothing_leaks_into_the_page(svg):
    assert "style" not in svg[0] and "xmlns" not in svg[0] and "<?xml" not in svg[0]
    ids = [set(re.findall(r' id="([^"]+)"', drawing)) for drawing in svg]
    assert ids[0] and not ids[0] & ids[1]


def test_it_is_380_wide_and_has_its_words(svg):
    assert svg[0].startswith(
        '<svg viewBox="0 0 380 120" role="img" aria-label="A line that rises from 1 to 2.">'
    )
    with pytest.raises(ValueError, match="needs an alternative text"):
        figure.show(figure.axes()[0], "A line.")


def test_a_snippet_run_by_hand_leaves_a_file(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["anywhere/one.py"])
    monkeypatch.delitem(
        sys.modules, "ipykernel", raising=False
    )  # which whoever runs notebooks has loaded, too
    figure.show(figure.axes()[0], "Two axes with nothing between them.")
    assert (tmp_path / "one.svg").exists() and "one.svg" in capsys.readouterr().err
