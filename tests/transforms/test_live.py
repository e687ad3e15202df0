"""What a widget is given when the site is built: its record, its table, its program, the weights."""

import json
from hashlib import sha256

import pytest
from lxml import html
from mkdocs.exceptions import Abort

from perspectives import weights
from perspectives.transforms import live

PAGE = "docs/views/v.md"
ROWS = """{"name": "one", "prompt": "A & b", "tokens": ["A", " &", " b"], "top": [[" 3", "0.7500"], ["<i>", "0.1250"]], "sums": ["-0.500"]}
{"name": "two", "prompt": "Two", "tokens": ["Two"], "top": [[" is", "0.5000"]], "sums": ["-1.000"]}
"""
SNIPPET = (
    "# --8<-- [start:demo]\nprompt = 'A & b'\n# --8<-- [end:demo]\n"
    "# --8<-- [start:data]\nkept = []\n# --8<-- [end:data]\n"
    "# --8<-- [start:check]\nassert prompt, 'none'\n# --8<-- [end:check]\n"
)
CHUNKED = bytes(range(256)) * 10


@pytest.fixture
def widget(project):
    """The small project with a widget on its page: adds it, builds the site and finds it there."""
    project.write("recorded/live/next_token.jsonl", ROWS)
    project.write("snippets/live/next_token.py", SNIPPET)
    project.write("live/next-token.mjs", "// the widget")
    project.write("live/engine.wasm", b"\0asm")

    def widget(tag='<next-token record="one two"></next-token>'):
        project.edit(PAGE, "It printed", f"{tag}\n\nIt printed")
        site = project.build()
        page = html.parse(site / "views/v/index.html")
        return site, page.find(".//next-token")

    return widget


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """A wheel with small weights, and chunks of a kilobyte."""
    package = tmp_path / "pretended_weights"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "w.gguf").write_bytes(CHUNKED)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(weights, "PACKAGE", package.name)
    monkeypatch.setattr(weights, "FILE", "w.gguf")
    monkeypatch.setattr(weights, "SHA256", sha256(CHUNKED).hexdigest())
    monkeypatch.setattr(live, "CHUNK", 1024)
    monkeypatch.setenv("LIVE", "yes")
    return package / "w.gguf"


def test_a_widget_shows_its_record_where_no_script_runs(widget):
    _, found = widget()
    assert found.getparent().tag != "p", "a paragraph cannot hold a table"
    assert found.get("id") == "next-token-1" and not found.get("megabytes")
    assert json.loads(found.get("prompts")) == ["A & b", "Two"]
    assert found.find("table/caption").text == "After “A & b”, what comes next"
    rows = [[cell.text for cell in row] for row in found.findall("table/tbody/tr")]
    assert rows == [[" 3", "0.7500"], ["<i>", "0.1250"]]


def test_a_widget_loads_numbers_as_numbers_and_its_program(widget):
    site, _ = widget()
    one = json.loads((site / "live/recorded/next-token/one.json").read_text("utf8"))
    assert one["top"] == [[" 3", 0.75], ["<i>", 0.125]] and one["sums"] == [-0.5]
    assert (site / "live/recorded/next-token/two.json").exists()
    assert (site / "live/python/next-token.py").read_text() == "prompt = 'A & b'\n"
    assert (site / "live/next-token.mjs").read_text() == "// the widget"
    assert (site / "live/engine.wasm").read_bytes() == b"\0asm"


def test_a_widget_keeps_the_id_that_it_has(widget):
    _, found = widget('<next-token id="mine" record="two"></next-token>')
    assert found.get("id") == "mine"


def test_a_widget_without_its_record_ends_the_build_with_what_there_is(widget, caplog):
    with pytest.raises(Abort):
        widget('<next-token record="nope"></next-token>')
    choice = '<next-token record="nope">: name one or more of one, two'
    assert f"{choice}: `python -m perspectives.check` names" in caplog.messages[-1]


def test_the_weights_are_cut_into_chunks_that_join_to_the_file(widget, wheel):
    site, _ = widget()
    folder = site / "live/weights"
    manifest = json.loads((folder / "manifest.json").read_text())
    chunks = [(folder / chunk["file"]).read_bytes() for chunk in manifest["chunks"]]
    assert b"".join(chunks) == CHUNKED and max(map(len, chunks)) == 1024
    assert [chunk["sha256"] for chunk in manifest["chunks"]] == [
        sha256(chunk).hexdigest() for chunk in chunks
    ]
    assert (manifest["bytes"], manifest["sha256"]) == (len(CHUNKED), weights.SHA256)


def test_a_plain_site_carries_no_weights(widget):
    site, _ = widget()
    assert not (site / "live/weights").exists()


def test_altered_weights_stop_the_build(widget, wheel):
    wheel.write_bytes(b"altered")
    with pytest.raises(Abort, match=r"w\.gguf: not the expected bytes"):
        widget()
