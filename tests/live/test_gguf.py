"""The head of a GGUF file: what it says is read, and a file that the model cannot be read from is refused."""

import struct

import pytest

pytest.importorskip("playwright.sync_api", reason="pages are opened in Chromium: nox -s live")

from served import Reader

PARSE = """
  const { parse } = await import("/live/gguf.mjs");
  try {
    const { settings, tensors } = parse(Uint8Array.from(a[0]));
    return [Object.fromEntries(settings), tensors];
  } catch (error) {
    return error.constructor === Error ? error.message : `a fault: ${error}`;
  }
"""
FEED = """
  const { LLM } = await import("/live/llm.mjs");
  const wasm = await (await fetch("/live/engine.wasm")).arrayBuffer();
  return await LLM.create(wasm).then(llm => llm.feed(Uint8Array.from(a[0]))).catch(error => error.message);
"""


@pytest.fixture(scope="module")
def reader(browser, server):
    return Reader(browser, server, page="free.html")


def string(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def head(magic=b"GGUF", version=3, setting=4, value=b"\7\0\0\0", kind=3, shape=(64, 2)) -> bytes:
    """The head of a file with three settings and one tensor."""
    parts = [magic, struct.pack("<IQQ", version, 1, 3)]
    parts += [string("general.architecture"), struct.pack("<I", 8), string("gpt2 ✓")]
    parts += [string("list"), struct.pack("<IIQ", 9, 5, 2), struct.pack("<ii", -1, 2)]
    parts += [string("number"), struct.pack("<I", setting), value]
    parts += [string("w"), struct.pack(f"<I{len(shape)}Q", len(shape), *shape)]
    return b"".join([*parts, struct.pack("<IQ", kind, 32)])


def test_settings_and_tensors_are_read(reader):
    data = head()
    settings, [tensor] = reader.run(PARSE, list(data + bytes(9)))
    assert settings == {"general.architecture": "gpt2 ✓", "list": [-1, 2], "number": 7}
    start = -(-len(data) // 32) * 32 + 32
    assert tensor == {"name": "w", "type": 3, "shape": [64, 2], "start": start, "bytes": 2 * 2 * 20}


REFUSED = [
    (head(magic=b"PK\3\4"), "not a GGUF file"),
    (head(version=1), "version 1"),
    (head(setting=77), "setting of type 77"),
    (head(kind=12), "type 12. Quantise it to one of these types: F32, Q4_1, Q8_0"),
    (head(shape=(48, 2)), "48 x 2, which Q4_1 cannot hold"),
    (head(shape=(32, 2, 2)), "32 x 2 x 2"),
    (head()[:-1], "ends within its head"),
    (head(setting=8, value=struct.pack("<Q", 2**60)), "ends within its head"),
    (head(setting=9, value=struct.pack("<IQ", 4, 2**60)), "ends within its head"),
    (b"", "ends within its head"),
]


@pytest.mark.parametrize(("data", "said"), REFUSED, ids=range(len(REFUSED)))
def test_other_files_are_refused_in_a_sentence(reader, data, said):
    message = reader.run(PARSE, list(data))
    assert said in message and message.endswith(".")


def test_another_kind_of_model_is_refused(reader):
    message = reader.run(FEED, list(head()))
    assert "gpt2" in message and message.endswith(".")
