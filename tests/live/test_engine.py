"""The engine of the live pages computes what PyTorch does, also inside and with parts cut."""

import pytest

pytest.importorskip("torch", reason="the engine is compared with PyTorch")
pytest.importorskip("wasmtime", reason="the engine runs outside a browser: nox -s live")

import numpy as np
import torch
from engine import from_file, off, softmax

from perspectives import inside, measure, model, weights

# The largest differences that are allowed, and beside each the largest that was measured, over six
# texts of up to 512 tokens.
LOGIT = 4e-4  # 1.4e-4
HIDDEN = 1e-3  # 2.9e-4, as a part of the root mean square of a row of the stream
SHARE = 5e-5  # 8.1e-6, of a head's attention
FAST_LOGIT = 0.1  # 0.024
FAST_PROBABILITY = 0.005  # 0.0012

CONTEXT, BATCH = 512, 32
TEXTS = {
    "a program": (measure.DATA / "programs/prime.py").read_text(),
    "German": "Die Katze schläft auf dem warmen Ofen.",
    "a chat": "<|im_start|>user\nHow many legs has a cat?<|im_end|>\n<|im_start|>assistant\n",
    "one token": "a",
}


@pytest.fixture(scope="module")
def loaded():
    return from_file(weights.weights_file(), CONTEXT, BATCH)


@pytest.fixture
def engine(loaded):
    """The edition's model as it is: exact, with every head and edge."""
    yield loaded
    loaded.set_mode(0)
    loaded.scale_heads({})
    loaded.restore_edges()


def ids_of(text: str, limit: int = 128) -> list[int]:
    return model.load()[1](text).input_ids[:limit]


def pytorch(ids: list[int]) -> np.ndarray:
    """Logits, (tokens, vocabulary)."""
    return model.load()[0](torch.tensor([ids])).logits[0].numpy()


PROSE = ids_of((measure.DATA / "prose.txt").read_text(), CONTEXT)
SHORT = PROSE[:24]


# ---- What it computes ----


def test_logits_are_pytorchs_over_a_whole_context(engine):
    assert len(PROSE) == CONTEXT
    assert off(engine.logits(engine.run(PROSE)[::8]), pytorch(PROSE)[::8]) < LOGIT


@pytest.mark.parametrize("ids", [PROSE[:128], *map(ids_of, TEXTS.values())], ids=["prose", *TEXTS])
def test_the_inside_is_pytorchs(engine, ids):
    # In the library's own list of hidden states, the last one is behind the final norm.
    with inside.read(*inside.blocks()) as after:
        out = model.load()[0](
            torch.tensor([ids]), output_hidden_states=True, output_attentions=True
        )
    theirs = torch.cat([out.hidden_states[0], *after]).numpy()
    end, hidden, shares = engine.run(ids, record=len(ids))
    rows = np.sqrt((theirs**2).mean(-1, keepdims=True))
    assert off(hidden / rows, theirs / rows) < HIDDEN
    assert off(shares, torch.cat(out.attentions).numpy()) < SHARE
    assert not np.triu(shares, 1).any(), "a token has seen what comes after it"
    assert np.array_equal(end, hidden[-1])
    assert off(engine.logits(end), out.logits[0].numpy()) < LOGIT


def test_any_layer_can_be_unembedded(engine):
    ids = SHORT
    network, _ = model.load()
    with inside.read(inside.blocks()[11]) as after:
        pytorch(ids)
    theirs = network.lm_head(network.model.norm(after[0]))[0].numpy()
    _, hidden, _ = engine.run(ids, record=len(ids))
    assert off(engine.logits(hidden[12]), theirs) < LOGIT


@pytest.mark.parametrize("sizes", [[1] * 9, [5, 1, 32, 2], [31, 33], [3, 40]], ids=str)
def test_a_text_may_come_in_pieces(engine, sizes):
    ids, ends = PROSE[: sum(sizes)], []
    for size in sizes:
        start = sum(map(len, ends))
        ends.append(engine.run(ids[start : start + size], start))
    assert off(engine.logits(np.concatenate(ends)), pytorch(ids)) < LOGIT


def test_what_was_read_before_may_be_replaced(engine):
    engine.run(PROSE[:50])
    ids = PROSE[:20] + PROSE[100:110]
    assert off(engine.logits(engine.run(ids[20:], 20)), pytorch(ids)[20:]) < LOGIT


@pytest.mark.parametrize("fast", [False, True], ids=["exact", "fast"])
def test_tokens_may_be_run_one_by_one(engine, fast):
    ids = PROSE[:50]
    engine.set_mode(int(fast))
    rows = [engine.logits(engine.run([token], at)) for at, token in enumerate(ids)]
    ours, theirs = np.concatenate(rows), pytorch(ids)
    if fast:
        assert LOGIT < off(ours, theirs) < FAST_LOGIT
        assert off(softmax(ours), softmax(theirs)) < FAST_PROBABILITY
    else:
        assert off(ours, theirs) < LOGIT


# ---- Interference ----


@pytest.mark.parametrize("heads", [[(0, 1)], [(17, 2), (17, 3), (18, 6)], [(29, 8)]], ids=str)
def test_heads_are_silenced_as_in_pytorch(engine, heads):
    ids = SHORT
    before = engine.logits(engine.run(ids))
    engine.scale_heads(dict.fromkeys(heads, 0))
    ours = engine.logits(engine.run(ids))
    with inside.cut(heads):
        assert off(ours, pytorch(ids)) < LOGIT
    assert off(ours, before) > 100 * LOGIT


@pytest.mark.parametrize("edge", [(4, 7, 10, 3), (2, -1, -1, 1), (-1, 5, 20, 4)], ids=str)
def test_edges_are_cut_as_by_a_mask_in_pytorch(engine, edge):
    ids = SHORT
    before = engine.logits(engine.run(ids))
    engine.cut_edge(*edge)
    ours = engine.logits(engine.run(ids))
    assert off(ours, masked(ids, *edge)) < LOGIT
    assert off(ours, before) > 2 * LOGIT


def masked(ids: list[int], layer: int, head: int, query: int, key: int) -> np.ndarray:
    """PyTorch's logits where an edge, or every edge that fits, is masked."""
    mask = torch.full((1, 9, len(ids), len(ids)), -torch.inf).triu(1)
    mask[0, *(slice(None) if i < 0 else i for i in (head, query, key))] = -torch.inf

    def put(module, args, options):
        return args, options | {"attention_mask": mask}

    blocks = inside.blocks() if layer < 0 else [inside.blocks()[layer]]
    hooks = [b.self_attn.register_forward_pre_hook(put, with_kwargs=True) for b in blocks]
    try:
        return pytorch(ids)
    finally:
        for hook in hooks:
            hook.remove()


def test_a_head_without_edges_is_a_silenced_head(engine):
    engine.cut_edge(6, 3, -1, -1)
    cut, _, shares = engine.run(PROSE[:10], record=10)
    assert not shares[6, 3].any()
    engine.restore_edges()
    engine.scale_heads({(6, 3): 0})
    assert np.array_equal(cut, engine.run(PROSE[:10]))


def test_only_64_edges_are_kept(engine):
    assert [engine.cut_edge(0, 0, 9, key % 9) for key in range(65)] == [0] * 64 + [1]


@pytest.mark.parametrize("layer", [1, 20])
def test_a_run_from_a_later_layer_is_a_whole_run(engine, layer):
    ids = PROSE[:40]
    _, hidden, _ = engine.run(ids, record=len(ids))
    engine.scale_heads({(20, 4): 0})
    whole = engine.run(ids)
    engine.run(PROSE[40:80])  # leaves other keys and values behind
    assert np.array_equal(engine.run(ids, first_layer=layer, stream=hidden[layer]), whole)


def test_nothing_stays_behind(engine):
    first = engine.run(PROSE[:40], record=40)
    engine.cut_edge(-1, -1, -1, 0)
    engine.scale_heads({(3, 3): 0.5})
    engine.set_mode(1)
    engine.run(PROSE[40:41])
    engine.set_mode(0)
    engine.scale_heads({})
    engine.restore_edges()
    for before, after in zip(first, engine.run(PROSE[:40], record=40), strict=True):
        assert np.array_equal(before, after)
