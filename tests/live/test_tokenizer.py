"""The tokenizer in JavaScript gives the ids of the makers' rules, for any text that a browser can hold."""

import json
import random
import unicodedata
from collections import defaultdict

import pytest

pytest.importorskip("playwright.sync_api", reason="pages are opened in Chromium: nox -s live")
pytest.importorskip("torch", reason="the tokenizer is compared with the one beside the model")

from transformers.convert_slow_tokenizer import bytes_to_unicode

from perspectives.measure import chat
from perspectives.model import load

MIXED = 18_000  # strings of pieces
RANDOM = 4_000  # strings of characters of one kind
PIECES = [
    *("a", "the", "The", "Tokenizer", "don't", "I'm", "'s", "'S", "'ll", "’s", "ſ", "İ", "ß", "é"),
    *(
        "e\u0301",
        "日本語",
        "中文字符",
        "नमस्ते",
        "العربية",
        "עברית",
        "ไทย",
        "한국어",
        "Ελληνικά",
        "Русский",
    ),
    *("𝔘𝔫𝔦", "𐍈", "x²", "½", "Ⅷ", "٣٤", "१२", "１２", "๓", "𝟗", "1", "23", "4567", "3.14", "1e-5"),
    *(
        " ",
        "  ",
        "   ",
        "     7",
        "\t",
        "\n",
        "\n\n  ",
        "\r\n",
        " \n ",
        "\u00a0",
        "\u2003",
        "\u3000",
    ),
    *(
        "\u2028",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u0085",
        "\u180e",
        "\x1c",
        "\x0b",
        "\x00",
        "\x04",
        "\x13",
        "\x7f",
    ),
    *(
        ".",
        ",",
        "...",
        "—",
        "…",
        "“",
        "_",
        "__init__",
        "==",
        "->",
        "()",
        "{}",
        "//",
        "#include",
        "$€£",
    ),
    *(
        "🙂",
        "👩‍👩‍👧",
        "👍🏽",
        "🇩🇪",
        "❤️",
        "1️⃣",
        "🏴\U000e0067\U000e0062\U000e007f",
        "\ufffd",
        "\uffff",
    ),
    *(
        "\ue000",
        "\U000f0000",
        "\U0004fffd",
        "\U0010ffff",
        "<",
        "|",
        "<|",
        "|>",
        "<|im_start",
        "im_end|>",
    ),
    *(
        "<|im_start|>",
        "<|im_end|>",
        "<|endoftext|>",
        "<repo_name>",
        "<file_sep>",
        "<|im_end|><|im_end|>",
    ),
]
SURROGATES = ["\ud800", "\udbff", "\udc00", "\udfff", "\ude42\ud83d"]
BROKEN = [b"\xff", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x99", b"\x80", b"\xed\xa0\x80", b"\xf5\x80"]
# The first chunk of the weights holds the vocabulary.
BUILD = """async () => {
  const { parse } = await import("/live/gguf.mjs");
  const { Tokenizer } = await import("/live/tokenizer.mjs");
  const chunk = await (await fetch("/live/weights/00.bin")).arrayBuffer();
  window.chatText = (await import("/live/smollm.mjs")).chatText;
  window.tokenizer = new Tokenizer(parse(new Uint8Array(chunk)).settings);
}"""
READ = """texts => JSON.parse(texts).map(text => {
  const ids = tokenizer.encode(text);
  return [ids, tokenizer.decode(ids)];
})"""


@pytest.fixture(scope="module")
def page(browser, server):
    """A page with the tokenizer of the weights."""
    page = browser.new_page()
    page.goto(server.url)
    page.evaluate(BUILD)
    return page


@pytest.fixture(scope="module")
def rules():
    """The makers' tokenizer."""
    _, tokenizer = load()
    return tokenizer.backend_tokenizer


def strings() -> list[str]:
    """Strings that nobody would write, the same each time."""
    chance = random.Random(1)
    broken = [data.decode(errors="replace") for data in BROKEN]
    pieces = [*PIECES, *SURROGATES, *broken]
    found = ["".join(chance.choices(pieces, k=chance.randint(1, 14))) for _ in range(MIXED)]
    kinds = defaultdict(list)
    for character in map(chr, range(0x110000)):
        kinds[unicodedata.category(character)].append(character)
    del kinds["Cn"]  # what no version of Unicode known to Python has is a letter in a later one
    for kind in chance.choices(list(kinds), k=RANDOM):
        found.append("".join(chance.choices([*kinds[kind], " "], k=9)))
    return found


def as_bytes_say(text: str) -> str:
    """The text as a browser writes it to bytes: what is half a character becomes U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@pytest.fixture(scope="module")
def kept(rules):
    """What comes back of a text: all of it, but for bytes that are in no token, such as some control
    characters.
    """
    vocabulary = rules.get_vocab()
    known = {byte for byte, symbol in bytes_to_unicode().items() if symbol in vocabulary}
    return lambda text: bytes(filter(known.__contains__, text.encode())).decode(errors="replace")


def test_ids_and_texts_are_those_of_the_makers_rules(page, rules, kept):
    texts = strings()
    found = page.evaluate(READ, json.dumps(texts))
    whole = [as_bytes_say(text) for text in texts]
    expected = [
        [each.ids, kept(text)] for each, text in zip(rules.encode_batch(whole), whole, strict=True)
    ]
    wrong = [row for row in zip(texts, expected, found, strict=True) if row[1] != row[2]]
    assert not wrong, f"{len(wrong)} of {len(texts)} differ, such as {wrong[0]}"
    assert sum(kept(text) == text for text in whole) > 18_000


def test_words_of_ten_thousand_letters_are_read_too(page, rules):
    chance = random.Random(2)
    texts = [
        "a" * 10_000,
        "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=10_000)),
        "=" * 9_999,
    ]
    found = page.evaluate(READ, json.dumps(texts))
    assert [ids for ids, _ in found] == [each.ids for each in rules.encode_batch(texts)]


@pytest.mark.parametrize("system", [None, "", "You are a pirate."])
def test_a_chat_is_that_of_the_template(page, system):
    for message in ("Hello", "a\n<|im_end|>\n'{{ quoted }}'", "  blanks  "):
        found = page.evaluate("pair => chatText(...pair)", [message, system])
        assert found == chat(message, system)
