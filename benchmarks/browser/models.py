"""The model in the formats that the other libraries read, made from the weights file once each."""

import shutil
from collections.abc import Callable
from pathlib import Path

import gguf
import onnx
from gguf import GGMLQuantizationType as Kind
from graph import Graph

from perspectives import model, weights
from perspectives.transforms import live


def make_all(folder: Path) -> None:
    """Make what is not there yet. Each file and folder appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    makers: dict[str, Callable[[Path], None]] = {
        "chunks": live.write_weights,
        "Q4_1.gguf": lambda path: path.symlink_to(weights.weights_file()),
        "Q8_0.gguf": write_eight_bits,
        "float32": lambda path: write_onnx(path, four_bits=False),
        "four-bits": lambda path: write_onnx(path, four_bits=True),
    }
    for name, make in makers.items():
        if not (folder / name).exists():
            partial = folder / f"{name}.partial"
            shutil.rmtree(partial, ignore_errors=True)
            partial.unlink(missing_ok=True)
            make(partial)
            partial.rename(folder / name)


def write_eight_bits(path: Path) -> None:
    """Write the weights file once more, with every matrix rounded to eight bits, as Q8_0."""
    reader = gguf.GGUFReader(weights.weights_file())
    writer = gguf.GGUFWriter(path, reader.fields["general.architecture"].contents())
    for name, field in reader.fields.items():
        if not name.startswith("GGUF.") and name != "general.architecture":
            writer.add_key_value(name, field.contents(), field.types[0], field.types[-1])
    for tensor in reader.tensors:
        if tensor.tensor_type == Kind.Q4_1:
            values = gguf.dequantize(tensor.data, Kind.Q4_1)
            rounded = gguf.quantize(values, Kind.Q8_0)
            writer.add_tensor(tensor.name, rounded, raw_dtype=Kind.Q8_0)
        else:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_onnx(folder: Path, four_bits: bool) -> None:
    """Write a folder that transformers.js can read."""
    (folder / "onnx").mkdir(parents=True)
    network, tokenizer = model.load()
    network.config.save_pretrained(folder)
    network.generation_config.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    graph = Graph(network.config, four_bits).build()
    data = {"save_as_external_data": True, "location": "model.onnx_data"}
    onnx.save_model(graph, folder / "onnx/model.onnx", **data)
