"""The model in a browser answers as PyTorch does, whatever it is asked, and says what to do where it cannot."""

import math

import pytest

pytest.importorskip("playwright.sync_api", reason="pages are opened in Chromium: nox -s live")
pytest.importorskip("torch", reason="the answers are compared with PyTorch's")

import torch
from served import Reader

from perspectives import inside, measure
from perspectives.model import load

NEAR = 1e-3  # of a share, and in bits; the most that was seen: 4e-5 of a share, 2e-4 bits
PROMPT = "The capital of France is"
PROMPTS = [PROMPT, "a", "<|im_start|>user\nHi<|im_end|>\n", "Ça va, 世界? 🙂 12345 "]
FULL = "word " * 511  # 512 tokens


@pytest.fixture(scope="module")
def reader(browser, server):
    """A reader who has loaded the model."""
    reader = Reader(browser, server)
    assert reader.load()[-1]["done"] > 9e7
    return reader


def near(values):
    return pytest.approx(values, abs=NEAR)


def ids_of(text: str) -> list[int]:
    return load()[1](text).input_ids


def texts_of(ids) -> list[str]:
    return [load()[1].decode(i) for i in ids]


def is_likeliest(top, shares: torch.Tensor) -> bool:
    """Are these the likeliest tokens and their shares? Tokens of nearly one share may change places."""
    values, ids = shares.topk(len(top))
    known = dict(zip(texts_of(ids), values.tolist(), strict=True))
    found = [share for _, share in top]
    same = [share == near(known.get(text, 0)) for text, share in top if text != "\ufffd"]
    return found == near(values.tolist()) and all(same)


@pytest.mark.parametrize("prompt", PROMPTS, ids=range(len(PROMPTS)))
def test_next_is_the_distribution_of_pytorch(reader, prompt):
    result = reader.ask("next", prompt=prompt)["result"]
    assert result["tokens"] == texts_of(ids_of(prompt))
    assert len(result["top"]) == 20
    bits = measure.next_token(prompt)[0]
    assert is_likeliest(result["top"], bits.exp2())
    sums = [(bits / (quarters / 4)).exp2().sum().log2().item() for quarters in range(1, 9)]
    assert result["sums"] == near(sums)


def test_costs_are_those_of_measure(reader):
    text = "The cat sat on the mat, and then it purred. " * 6
    tokens = texts_of(ids_of(text))
    result = reader.ask("costs", text=text)["result"]
    assert result["tokens"] == tokens and result["bits"][0] is None
    assert result["bits"][1:] == near(
        measure.costs(tokens[0], text.removeprefix(tokens[0]))[0].tolist()
    )
    assert reader.ask("costs", text="The")["result"]["bits"] == [None]


@pytest.mark.parametrize("prompt", [PROMPT, "a", "one two " * 17])
def test_attention_is_that_of_pytorch(reader, prompt):
    ids = torch.tensor([ids_of(prompt)])
    maps = torch.stack(load()[0](ids, output_attentions=True).attentions)[:, 0]
    row, column = torch.tril_indices(*maps.shape[2:])
    result = reader.ask("attention", prompt=prompt)["result"]
    assert result["weights"] == near(maps[:, :, row, column].flatten().tolist())


@pytest.mark.parametrize("prompt", ["I fed the black", "a b c d e f g h " * 4 + "i"])
def test_lens_reads_every_stream(reader, prompt):
    network, _ = load()
    with inside.read(network.get_input_embeddings(), *inside.blocks()) as streams:
        network(torch.tensor([ids_of(prompt)]))
    answer = reader.ask("lens", prompt=prompt, count=2)
    assert answer["parts"] == [{"done": layer + 1, "total": 31} for layer in range(31)]
    for found, stream in zip(answer["result"]["layers"], streams, strict=True):
        shares = network.lm_head(network.model.norm(stream))[0].softmax(-1)
        assert all(map(is_likeliest, found, shares))


def test_edges_are_cut_for_one_call(reader):
    edges = [[-1, -1, 4, 0], [-1, -1, 3, 2]]
    unseen = torch.full((5, 5), -math.inf).triu(1)
    for _, _, query, key in edges:
        unseen[query, key] = -math.inf
    ids = torch.tensor([ids_of(PROMPT)])
    blind = load()[0](ids, attention_mask=unseen[None, None]).logits[0, -1].softmax(-1)
    usual = measure.next_token(PROMPT)[0].exp2()
    result = reader.ask("knockout", prompt=PROMPT, heads=[], edges=edges, count=4)["result"]
    assert_both(result, usual, blind)
    assert is_likeliest(reader.ask("next", prompt=PROMPT)["result"]["top"], usual)


def test_heads_are_cut_for_one_call(reader):
    heads = [[0, 4], [3, 1], [20, 5]]
    usual = measure.next_token(PROMPT)[0].exp2()
    with inside.cut(heads):
        cut = measure.next_token(PROMPT)[0].exp2()
    result = reader.ask("knockout", prompt=PROMPT, heads=heads, edges=[], count=4)["result"]
    assert_both(result, usual, cut)
    assert is_likeliest(reader.ask("next", prompt=PROMPT)["result"]["top"], usual)


def assert_both(result, usual: torch.Tensor, cut: torch.Tensor) -> None:
    """Both distributions are told of the same tokens: those that are likeliest in either."""
    either = set(usual.topk(4).indices.tolist()) | set(cut.topk(4).indices.tolist())
    order = sorted(either, key=lambda i: -usual[i])
    for shares, found in ((usual, result["before"]), (cut, result["after"])):
        assert [text for text, _ in found] == texts_of(order)
        assert [share for _, share in found] == near(shares[order].tolist())


def test_each_head_costs_what_it_costs_pytorch(reader):
    answer = reader.ask("each_head", prompt=PROMPT)
    result = answer["result"]
    assert result["target"] == " Paris" and answer["parts"][-1] == {"done": 270, "total": 270}
    usual = measure.cost(PROMPT, " Paris")[0]
    for layer, head in [(0, 0), (0, 8), (7, 3), (15, 1), (29, 8)]:
        with inside.cut([(layer, head)]):
            bits = (measure.cost(PROMPT, " Paris")[0] - usual).item()
        assert result["bits"][layer][head] == near(bits)


def test_a_head_alone_is_read_again_over_many_batches(browser, server):
    """With batches of three tokens, and the file in pieces whose ends fall anywhere."""
    prompt, layers = "One sheep, two sheep, three sheep, four", [0, 12, 29]
    reader = Reader(browser, server, page="free.html")
    found = reader.run(SMALL, prompt, layers)
    reader.context.close()
    target = measure.next_token(prompt)[0].argmax()
    for layer, bits in zip(layers, found, strict=True):
        with inside.cut([(layer, 5)]):
            assert bits == near(-measure.next_token(prompt)[0, target].item())


SMALL = """
  const { LLM } = await import("/live/llm.mjs");
  const get = async name => new Uint8Array(await (await fetch(`/live/${name}`)).arrayBuffer());
  const llm = await LLM.create(await get("engine.wasm"), { context: 40, batch: 3 });
  for (const { file } of (await (await fetch("/live/weights/manifest.json")).json()).chunks) {
    const bytes = await get(`weights/${file}`);
    for (let at = 0; at < bytes.length; at += 1_999_993) llm.feed(bytes.subarray(at, at + 1_999_993));
  }
  llm.reset();
  await llm.record(llm.tokenizer.encode(a[0]));
  const [[target]] = llm.top(1);
  const found = [];
  for (const layer of a[1]) {
    llm.scaleHead(layer, 5, 0);
    await llm.rerun(layer);
    llm.scaleHead(layer, 5, 1);
    found.push(llm.surprisal(target));
  }
  return found;
"""


@pytest.mark.parametrize("prompt", [PROMPT, "def add(a, b):\n"])
def test_what_is_written_with_the_likeliest_tokens_is_what_pytorch_writes(reader, prompt):
    answer = reader.ask("generate", prompt=prompt, limit=16)
    result, parts = answer["result"], answer["parts"]
    assert result["text"] == measure.greedy([prompt], 16)[0]
    assert result["ended"] == "limit" and len(result["tokens"]) == 16
    assert [part["token"] for part in parts] == result["tokens"]
    assert parts[-1]["text"] == result["text"]


@pytest.mark.parametrize("system", [None, "You are a pirate."])
def test_a_chat_is_answered_up_to_the_end_that_the_model_sets(reader, system):
    message = "What is the capital of France?"
    result = reader.ask("generate", prompt=message, system=system, chat=True, limit=40)["result"]
    assert result["text"] == measure.greedy([measure.chat(message, system)], 40)[0]
    assert result["ended"] == "eos"


@pytest.mark.parametrize(
    "rule",
    [
        {"temperature": 1.0, "seed": 7},
        {"temperature": 0.7, "top_k": 5, "seed": 2**40 + 3},
        {"temperature": 1.5, "top_p": 0.8, "seed": -1},
        {"temperature": 1.2, "top_k": 20, "top_p": 0.6, "seed": 0},
    ],
)
def test_tokens_are_drawn_by_the_rule(reader, rule):
    result = reader.ask("generate", prompt="Once upon a time", limit=8, **rule)["result"]
    assert result["tokens"] == texts_of(drawn("Once upon a time", 8, **rule))


def drawn(prompt: str, limit: int, temperature: float, seed: int, top_k=0, top_p=1.0) -> list[int]:
    """The same rule in Python."""
    written: list[int] = []
    for _ in range(limit):
        ids = torch.tensor([ids_of(prompt) + written])
        shares = (load()[0](ids).logits[0, -1].double() / temperature).softmax(-1)
        shares, order = shares.sort(descending=True, stable=True)
        shares = shares[: top_k or None]
        shares = shares[shares.cumsum(0) - shares < top_p * shares.sum()]
        seed = (1664525 * seed + 1013904223) % 2**32
        passed = shares.cumsum(0) / shares.sum()
        written.append(order[(passed <= seed / 2**32).sum()].item())
    return written


def test_a_text_that_fills_the_context_has_one_more_token(reader):
    assert len(ids_of(FULL)) == 512
    result = reader.ask("generate", prompt=FULL)["result"]
    assert result["tokens"] == measure.greedy([FULL], 1) and result["ended"] == "context"


REFUSED = [
    ("next", {"prompt": ""}, "empty"),
    ("costs", {"text": "\x04"}, "empty"),
    ("generate", {"prompt": "", "chat": True}, "empty"),
    ("next", {"prompt": "a " * 513}, "514 tokens, and at most 512 fit"),
    ("generate", {"prompt": "a " * 513}, "514 tokens, and at most 512 fit"),
    ("attention", {"prompt": "a" + " b" * 128}, "129 tokens, and at most 128"),
    ("lens", {"prompt": "a" + " b" * 128}, "129 tokens, and at most 128"),
    ("knockout", {"prompt": "a" + " b" * 128}, "129 tokens, and at most 128"),
    ("each_head", {"prompt": "a" + " b" * 128}, "129 tokens, and at most 128"),
    ("next", {"prompt": "colourless " * 909}, "tokens, and at most 512 fit"),
    ("next", {"prompt": "é" * 10_000}, "tokens, and at most 512 fit"),
    ("next", {"prompt": "a" * 10_001}, "10001 characters"),
    ("knockout", {"prompt": "a", "heads": [[3, 9]]}, "no head 9 in layer 3"),
    ("knockout", {"prompt": "a", "edges": [[0, 0, 0, 0]] * 65}, "Cut fewer"),
    ("next", {"prompt": "a", "count": 0}, "1 to 1000"),
]


@pytest.mark.parametrize(("call", "options", "said"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_answered_is_refused_in_a_sentence(reader, call, options, said):
    name, message = reader.ask(call, **options)["error"]
    assert name == "LiveError" and said in message and message.endswith(".")
    assert reader.ask("next", prompt="a", count=1)["result"]["tokens"] == ["a"]
