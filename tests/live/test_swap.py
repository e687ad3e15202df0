"""A text is shown in pieces that can be read, also where single tokens are no characters."""

import pytest

pytest.importorskip("playwright.sync_api", reason="pages are opened in Chromium: nox -s live")

from served import Reader

PIECES = """
  const { pieces } = await import("/live/swap.mjs");
  const [text, tokens] = a;
  return pieces({ text, tokens, bits: tokens.map(() => 1) }).map(({ token, bits, start }) => [token, bits, start]);
"""
B = "\ufffd"  # bytes that are no character alone


@pytest.fixture(scope="module")
def reader(browser, server):
    return Reader(browser, server)


def test_tokens_that_share_characters_are_one_piece_as_the_reader_wrote_it(reader):
    tokens = ["See", " (", B, B, B, ")", f" {B}", B * 2, "é", B, B * 2, f" {B}", B, "?"]
    assert reader.run(PIECES, "See (世) 🙂é🙂 ѓ?", tokens) == [
        ["See", 1, 0],
        [" (", 1, 3],
        ["世", 3, 5],
        [")", 1, 6],
        [" 🙂", 2, 7],
        ["é", 1, 10],
        ["🙂 ѓ", 4, 11],
        ["?", 1, 15],
    ]


def test_a_character_that_the_tokenizer_left_out_hides_nothing_before_it(reader):
    text, tokens = "🙂🙂é" * 30 + "\x04🙂 z", [B, B * 2, B, B * 2, "é"] * 30 + [B, B * 2, " z"]
    found = reader.run(PIECES, text, tokens)
    assert [token for token, *_ in found] == [*["🙂🙂", "é"] * 30, B * 3, " z"]


def test_nor_does_it_after_many_characters_in_one_piece(reader):
    """Two tokens of the vocabulary are a letter and the first byte of another. A pattern that tries
    all ways to match never comes to an end here.
    """
    text, tokens = "оѓ🙂" * 44 + "\x04z", [f"о{B}", B, B, B * 2] * 44 + ["z"]
    found = reader.run(PIECES, text, tokens)
    assert [token for token, *_ in found] == ["".join(tokens[:-1]), "z"]
