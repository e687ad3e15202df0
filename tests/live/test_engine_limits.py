"""What the engine of the live pages reads out, takes and refuses, and that it is its source."""

import os
import subprocess
import sys

import pytest

pytest.importorskip("torch", reason="the engine is compared with PyTorch")
pytest.importorskip("wasmtime", reason="the engine runs outside a browser: nox -s live")

import engine as driver
import gguf
import numpy as np
import torch
import transformers
import wasmtime
from engine import off, softmax

from perspectives.written import files

# The largest differences that are allowed, and beside each the largest that was measured.
LOGIT = 1e-4  # 1.2e-5
FAST_LOGIT = 0.01  # 1.4e-3

EXPORTS = {
    *("memory", "allocate", "mark", "release", "set_up", "add_matrix", "add_vector", "place"),
    *("set_mode", "cut_edge", "restore_edges", "forward", "unembed", "log_sum_exp", "top"),
}
SHAPE = dict(zip(driver.SHAPE, (2, 64, 96, 4, 2, 16, 40), strict=True))
CONTEXT, BATCH = 16, 4


@pytest.fixture
def engine():
    """An engine that is set up for a small model, and has no weights yet."""
    made = driver.Engine()
    made.set_up_for(SHAPE, CONTEXT, BATCH, 10_000)
    return made


# ---- Reading out ----


@pytest.mark.parametrize("count", [1, 5, 100])
def test_the_top_is_sorted_and_its_probabilities_are_those_among_all(engine, count):
    logits = np.random.default_rng(count).normal(0, 6, 49152).astype(np.float32)
    logits[[7, 9]] = logits.max()  # equals: the lower id comes first
    at, ids, shares = engine.room(len(logits)), engine.room(count), engine.room(count)
    engine.write(at, logits)
    engine.top(at, len(logits), count, ids, shares)
    order = np.argsort(-logits, kind="stable")[:count]
    assert engine.read(ids, count, dtype=np.int32).tolist() == order.tolist()
    assert engine.read(shares, count) == pytest.approx(softmax(logits)[order], rel=1e-5)


@pytest.mark.parametrize("spread", [0, 1, 30])
def test_log_sum_exp_is_exact(engine, spread):
    logits = np.random.default_rng(1).normal(-5, spread, 49152).astype(np.float32)
    at = engine.room(len(logits))
    engine.write(at, logits)
    exact = torch.tensor(logits).double().logsumexp(-1).item()
    assert engine.log_sum_exp(at, len(logits)) == pytest.approx(exact, abs=1e-6)


# ---- What it takes ----


@pytest.mark.parametrize("fast", [0, 1], ids=["exact", "fast"])
@pytest.mark.parametrize("kind", [0, 3, 8], ids=["F32", "Q4_1", "Q8_0"])
def test_a_model_of_another_shape_and_type(engine, kind, fast):
    network, tensors = small(kind)
    engine.add(tensors)
    engine.set_mode(fast)
    ids = [3, 39, 0, 7, 7, 21, 8]
    some, last = engine.run(ids[:6]), engine.run(ids[6:], 6)
    ours = np.concatenate([engine.logits(some), engine.logits(last)])
    theirs = network(torch.tensor([ids])).logits[0].numpy()
    assert off(ours, theirs) < (FAST_LOGIT if fast else LOGIT)


def small(kind: int):
    """A small random network, and its tensors as llama.cpp would write them with this type."""
    torch.manual_seed(1)
    config = transformers.LlamaConfig(
        **{"num_hidden_layers": 2, "hidden_size": 64, "intermediate_size": 96, "vocab_size": 40},
        **{"num_attention_heads": 4, "num_key_value_heads": 2, "rms_norm_eps": 1e-5},
        tie_word_embeddings=True,
        initializer_range=0.3,
    )
    network = transformers.LlamaForCausalLM(config).eval().requires_grad_(False)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, 2)
    tensors = []
    for name, weight in network.model.named_parameters():
        called = names.get_name(f"model.{name}", (".weight",))
        if weight.ndim == 1:
            tensors.append((called, 0, weight.shape, weight.numpy()))
            continue
        data = gguf.quantize(weight.numpy(), kind)
        weight.copy_(torch.tensor(gguf.dequantize(data, kind)))
        if "attn_q" in called or "attn_k" in called:
            data = data.reshape(-1, 2, 8, data.shape[1]).swapaxes(1, 2).reshape(data.shape)
        tensors.append((called, kind, weight.shape, np.ascontiguousarray(data)))
    return network, tensors


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"layers": 65}, 2),
        ({"layers": 0}, 2),
        ({"kv_heads": -1}, 2),
        ({"width": 72}, 3),
        ({"mlp_width": 40}, 3),
        ({"head_width": 20, "heads": 8}, 4),
        ({"kv_heads": 3}, 4),
        ({"vocabulary": 42}, 5),
    ],
)
def test_shapes_that_it_cannot_compute_are_refused_by_number(change, number):
    assert refusal(SHAPE | change) == number


def refusal(shape: dict[str, int], context: int = CONTEXT, most_bytes: int = -1) -> int:
    """The number by which an engine refuses to be set up."""
    with pytest.raises(driver.RefusedError) as refused:
        driver.Engine(most_bytes).set_up_for(shape, context, BATCH, 10_000)
    return refused.value.args[0]


@pytest.mark.parametrize(
    ("tensor", "number"),  # slot, type, rows, columns, width of a head
    [
        ((1, 2, 64, 64, 16), 6),  # Q4_0
        ((1, 1, 64, 64, 16), 6),  # F16
        ((15, 0, 64, 64, 0), 7),
        ((-1, 0, 64, 64, 0), 7),
        ((2, 0, 64, 64, 16), 8),  # keys are narrower than queries
        ((0, 0, 64, 40, 0), 8),  # the embedding, turned over
        ((1, 0, 64, 64, 8), 8),  # not the width of a head
    ],
)
def test_tensors_that_do_not_fit_are_refused_by_number(engine, tensor, number):
    slot, kind, *shape = tensor
    assert engine.add_matrix(slot, kind, engine.room(64, 64), *shape) == number


def test_vectors_that_do_not_fit_are_refused_by_number(engine):
    source = engine.room(64)
    assert [engine.add_vector(slot, source, 64) for slot in (-1, 0, 4, 5)] == [7, 0, 0, 7]
    assert engine.add_vector(0, source, 32) == 8


def test_where_memory_ends_it_says_so_and_goes_on():
    assert refusal(SHAPE, context=1 << 20, most_bytes=8 << 20) == 1
    assert refusal(SHAPE, context=1 << 30) == 1, "these buffers take more than there are addresses"
    engine = driver.Engine(most_bytes=8 << 20)
    assert engine.allocate(8 << 20) == 0
    before = engine.mark()
    first = engine.room(1000)
    assert first % 64 == 0
    engine.release(before)
    assert engine.room(10) == first


RUNS = [(5, 0, 0), (1, 16, 0), (4, 13, 0), (3, 6, 8), (1, 16, 17)]


@pytest.mark.parametrize(("count", "start", "record"), RUNS)
def test_a_run_that_does_not_fit_is_stopped(engine, count, start, record):
    with pytest.raises(wasmtime.Trap):
        engine.forward(count, start, 0, engine.room(9) if record else 0, 0, record)


# ---- What is shipped ----


def test_it_imports_nothing_and_exports_what_is_documented():
    _, module = driver.compiled()
    assert not module.imports
    assert {export.name for export in module.exports} - {"__stack_pointer"} == EXPORTS


def test_the_committed_engine_is_what_its_source_compiles_to(tmp_path):
    pytest.importorskip("ziglang", reason="compiles the engine: nox -s live")
    compiler = files.ROOT / "live/compile.py"
    caches = {f"ZIG_{name}_CACHE_DIR": str(tmp_path / name) for name in ("LOCAL", "GLOBAL")}
    subprocess.run(
        [sys.executable, str(compiler), "engine.wasm"],
        cwd=tmp_path,
        check=True,
        env=os.environ | caches,
    )
    assert (tmp_path / "engine.wasm").read_bytes() == driver.WASM.read_bytes(), "run: nox -s live"
