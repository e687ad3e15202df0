"""The engine of the live pages outside a browser: run by wasmtime, its memory read as arrays."""

import functools
from pathlib import Path

import gguf
import numpy as np
import wasmtime

from perspectives.written import files

WASM = files.ROOT / "live/engine.wasm"
TOKENS, COSINES, SINES, HEAD_SCALES, RESIDUAL = range(5)  # what `place` numbers
KINDS = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
SHAPE = ("layers", "width", "mlp_width", "heads", "kv_heads", "head_width", "vocabulary")


class RefusedError(Exception):
    """The engine refused what it was given; the only argument is the number that it answered."""


@functools.cache
def compiled() -> tuple[wasmtime.Engine, wasmtime.Module]:
    runtime = wasmtime.Engine()
    return runtime, wasmtime.Module.from_file(runtime, WASM)


class Engine:
    """One engine and its memory. Every function that it exports is a method of the same name."""

    def __init__(self, most_bytes: int = -1) -> None:
        """An engine without a model, which gets `most_bytes` of memory and no more."""
        runtime, module = compiled()
        self._store = wasmtime.Store(runtime)
        self._store.set_limits(memory_size=most_bytes)
        self._exports = wasmtime.Instance(self._store, module, []).exports(self._store)

    def __getattr__(self, name: str):
        return functools.partial(self._exports[name], self._store)

    def write(self, address: int, values: np.ndarray) -> None:
        self._exports["memory"].write(self._store, values.tobytes(), address)

    def read(self, address: int, *shape: int, dtype=np.float32) -> np.ndarray:
        count = int(np.prod(shape))
        stop = address + count * np.dtype(dtype).itemsize
        data = self._exports["memory"].read(self._store, address, stop)
        return np.frombuffer(data, dtype, count).reshape(shape)

    def room(self, *shape: int) -> int:
        """The address of memory for an array of float32 or int32."""
        address = self.allocate(4 * int(np.prod(shape)))
        if not address:
            raise MemoryError("the engine has no more memory: ask for less")
        return address

    def set_up_for(self, shape: dict[str, int], context: int, batch: int, base: float) -> None:
        """Set up for a model of this shape, and fill in the angles of its positions."""
        self.shape, self.batch = shape, batch
        accept(self.set_up(*(shape[name] for name in SHAPE), context, batch, 1e-5))
        pairs = np.arange(0, shape["head_width"], 2, dtype=np.float32) / shape["head_width"]
        turns = 1 / np.float32(base) ** pairs  # rounded as in PyTorch: it shows at far places
        angles = np.arange(context, dtype=np.float32)[:, None] * turns
        self.write(self.place(COSINES), np.cos(angles))
        self.write(self.place(SINES), np.sin(angles))

    def add(self, tensors) -> None:
        """Add tensors, each a name, a type, a shape and bytes, as they stand in a GGUF file."""
        tensors = list(tensors)
        source = self.room(max(data.nbytes for *_, data in tensors) // 4 + 1)
        for name, kind, shape, data in tensors:
            self.write(source, data)
            part, layer = name.split(".")[-2], int(name.split(".")[1]) if "blk" in name else -1
            if len(shape) == 1:
                slot = 1 + 2 * layer + (part == "ffn_norm") if layer >= 0 else 0
                accept(self.add_vector(slot, source, *shape))
            else:
                slot = 1 + 7 * layer + KINDS.index(part) if layer >= 0 else 0
                head = self.shape["head_width"] if part in ("attn_q", "attn_k") else 0
                accept(self.add_matrix(slot, kind, source, *shape, head))

    def run(self, ids, start: int = 0, first_layer: int = 0, stream=None, record: int = 0):
        """Run tokens in batches from place `start` on.

        Returns the residual stream at the end, (tokens, width). With `record`, the length of the
        whole text, returns also the stream before each layer and at the end, (layers + 1, record,
        width), and attention, (layers, heads, to, from). `stream` is what `first_layer` reads.
        """
        layers, heads, width = (self.shape[name] for name in ("layers", "heads", "width"))
        before = self.mark()
        hidden = self.room(layers + 1, record, width) if record else 0
        shares = self.room(layers, heads, record, record) if record else 0
        ends = []
        for i in range(0, len(ids), self.batch):
            some = ids[i : i + self.batch]
            self.write(self.place(TOKENS), np.array(some, np.int32))
            if stream is not None:
                self.write(self.place(RESIDUAL), stream[i : i + self.batch])
            self.forward(len(some), start + i, first_layer, hidden, shares, record)
            ends.append(self.read(self.place(RESIDUAL), len(some), width))
        end = np.concatenate(ends)
        if record:
            streams = self.read(hidden, layers + 1, record, width)
            end = end, streams, self.read(shares, layers, heads, record, record)
        self.release(before)
        return end

    def logits(self, stream: np.ndarray) -> np.ndarray:
        """What a stream, (tokens, width), predicts: (tokens, vocabulary)."""
        count, size = len(stream), self.shape["vocabulary"]
        before = self.mark()
        address, out = self.room(*stream.shape), self.room(count, size)
        self.write(address, stream)
        self.unembed(address, count, out)
        logits = self.read(out, count, size)
        self.release(before)
        return logits

    def scale_heads(self, scales: dict[tuple[int, int], float]) -> None:
        """What heads write, by (layer, head), is multiplied; what the others write is not."""
        wanted = np.ones((self.shape["layers"], self.shape["heads"]), np.float32)
        for at, scale in scales.items():
            wanted[at] = scale
        self.write(self.place(HEAD_SCALES), wanted)


def off(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The largest difference between two arrays of one shape."""
    assert ours.shape == theirs.shape
    return float(np.abs(ours - theirs).max())


def softmax(logits: np.ndarray) -> np.ndarray:
    shares = np.exp(logits.astype(float) - logits.max(-1, keepdims=True))
    return shares / shares.sum(-1, keepdims=True)


def accept(answer: int) -> None:
    if answer:
        raise RefusedError(answer)


def from_file(path: Path, context: int, batch: int) -> Engine:
    """An engine that holds the model of a GGUF file."""
    reader = gguf.GGUFReader(path)
    names = ("block_count", "embedding_length", "feed_forward_length", "attention.head_count")
    names = (*names, "attention.head_count_kv", "rope.dimension_count", "vocab_size")
    values = (int(reader.fields[f"llama.{name}"].contents()) for name in names)
    engine = Engine()
    base = reader.fields["llama.rope.freq_base"].contents()
    engine.set_up_for(dict(zip(SHAPE, values, strict=True)), context, batch, base)
    engine.add(
        (tensor.name, int(tensor.tensor_type), tensor.shape[::-1].tolist(), tensor.data)
        for tensor in reader.tensors
    )
    return engine
