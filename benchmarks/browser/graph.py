"""The model as an ONNX graph, made from the weights file."""

import math

import gguf
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from perspectives import weights

BLOCK = 32  # weights that share a scale
CONTEXT = 512  # tokens


class Graph:
    """The forward pass as an ONNX graph, of the operators that published models are made of.

    With `four_bits` the blocks of the file stay as they are, otherwise all weights are float32.
    RoPE is interleaved, because the file has the rows of queries and keys in that order.
    """

    def __init__(self, config, four_bits: bool) -> None:
        reader = gguf.GGUFReader(weights.weights_file())
        self.tensors = {tensor.name.removesuffix(".weight"): tensor for tensor in reader.tensors}
        self.config = config
        self.head_width = config.hidden_size // config.num_attention_heads
        self.four_bits = four_bits
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[TensorProto] = []

    def build(self) -> onnx.ModelProto:
        """Tokens [1, T], a mask [1, P + T], and P past keys and values give logits [1, T,
        vocabulary].
        """
        self.positions()
        stream = self.embed()
        for layer in range(self.config.num_hidden_layers):
            stream = self.add("Add", stream, self.attend(layer, stream))
            stream = self.add("Add", stream, self.mlp(layer, stream))
        self.unembed(self.norm("output_norm", stream))
        graph = helper.make_graph(
            self.nodes, "smollm2", self.inputs(), self.outputs(), self.constants
        )
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def inputs(self) -> list[onnx.ValueInfoProto]:
        tokens = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "T"])
        mask = helper.make_tensor_value_info("attention_mask", TensorProto.INT64, [1, "P + T"])
        return [tokens, mask, *self.cache("past_key_values", "P")]

    def outputs(self) -> list[onnx.ValueInfoProto]:
        shape = [1, "T", self.config.vocab_size]
        logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, shape)
        return [logits, *self.cache("present", "P + T")]

    def cache(self, name: str, length: str) -> list[onnx.ValueInfoProto]:
        shape = [1, self.config.num_key_value_heads, length, self.head_width]
        return [
            helper.make_tensor_value_info(f"{name}.{layer}.{part}", TensorProto.FLOAT, shape)
            for layer in range(self.config.num_hidden_layers)
            for part in ("key", "value")
        ]

    def add(self, kind: str, *inputs: str, outputs: list[str] | None = None, **options) -> str:
        """Add a node; returns the name of its first output."""
        outputs = outputs or [f"{kind}_{len(self.nodes)}"]
        self.nodes.append(helper.make_node(kind, inputs, outputs, **options))
        return outputs[0]

    def constant(self, values: np.ndarray) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def positions(self) -> None:
        """How many tokens there are, and the angles by which RoPE turns at each position."""
        one = self.constant(np.array([1]))
        last = self.add("Sub", self.add("ReduceSum", "attention_mask", one, keepdims=0), one)
        self.last = self.add("Cast", last, to=TensorProto.INT32)
        length = self.add("Shape", "attention_mask", start=1)
        length = self.add("Squeeze", length)
        self.length = self.add("Cast", length, to=TensorProto.INT32)
        base = self.config.rope_parameters["rope_theta"]
        speeds = base ** -(np.arange(0, self.head_width, 2) / self.head_width)
        angles = np.outer(np.arange(CONTEXT), speeds)
        self.cosines = self.constant(np.cos(angles).astype(np.float32))
        self.sines = self.constant(np.sin(angles).astype(np.float32))

    def norm(self, name: str, stream: str) -> str:
        scale = self.constant(np.array(self.tensors[name].data))
        epsilon = self.config.rms_norm_eps
        return self.add("SimplifiedLayerNormalization", stream, scale, axis=-1, epsilon=epsilon)

    def attend(self, layer: int, stream: str) -> str:
        normed = self.norm(f"blk.{layer}.attn_norm", stream)
        queries, keys, values = (self.linear(f"blk.{layer}.attn_{x}", normed) for x in "qkv")
        past = [f"past_key_values.{layer}.{part}" for part in ("key", "value")]
        present = [f"present.{layer}.{part}" for part in ("key", "value")]
        mixed = self.add(
            "GroupQueryAttention",
            *(queries, keys, values, *past, self.last, self.length, self.cosines, self.sines),
            outputs=[f"mixed_{layer}", *present],
            domain="com.microsoft",
            num_heads=self.config.num_attention_heads,
            kv_num_heads=self.config.num_key_value_heads,
            do_rotary=1,
            rotary_interleaved=1,
            scale=1 / math.sqrt(self.head_width),
        )
        return self.linear(f"blk.{layer}.attn_output", mixed)

    def mlp(self, layer: int, stream: str) -> str:
        normed = self.norm(f"blk.{layer}.ffn_norm", stream)
        gate, up = (self.linear(f"blk.{layer}.ffn_{x}", normed) for x in ("gate", "up"))
        gate = self.add("Mul", gate, self.add("Sigmoid", gate))
        return self.linear(f"blk.{layer}.ffn_down", self.add("Mul", gate, up))

    def linear(self, name: str, stream: str) -> str:
        """A stream [1, T, columns] times a matrix [rows, columns] of the file: [1, T, rows]."""
        tensor = self.tensors[name]
        if not self.four_bits:
            matrix = gguf.dequantize(tensor.data, tensor.tensor_type).T
            return self.add("MatMul", stream, self.constant(matrix))
        packed, scales, zeros = four_bit_blocks(tensor.data)
        rows, blocks = scales.shape
        return self.add(
            "MatMulNBits",
            *(stream, self.constant(packed), self.constant(scales), self.constant(zeros)),
            domain="com.microsoft",
            **{"K": blocks * BLOCK, "N": rows, "bits": 4, "block_size": BLOCK},
        )

    def embed(self) -> str:
        """The residual stream [1, T, width] of tokens [1, T]."""
        tensor = self.tensors["token_embd"]
        if not self.four_bits:
            self.matrix = self.constant(gguf.dequantize(tensor.data, tensor.tensor_type))
            return self.add("Gather", self.matrix, "input_ids")
        integers, scales = eight_bit_blocks(tensor.data)
        self.integers, self.scales = self.constant(integers), self.constant(scales)
        rows = self.add("Gather", self.integers, "input_ids")
        shifted = self.add("Cast", rows, to=TensorProto.FLOAT)
        centred = self.add("Sub", shifted, self.constant(np.array(128, np.float32)))
        scale = self.add("Gather", self.scales, "input_ids")
        scale = self.add("Unsqueeze", scale, self.constant(np.array([-1])))
        shape = self.constant(np.array([0, 0, -1]))
        return self.add("Reshape", self.add("Mul", centred, scale), shape)

    def unembed(self, stream: str) -> None:
        """Logits [1, T, vocabulary] of a residual stream [1, T, width], by the embedding again."""
        if not self.four_bits:
            self.add("MatMul", stream, self.add("Transpose", self.matrix), outputs=["logits"])
            return
        size = {"K": self.config.hidden_size, "N": self.config.vocab_size}
        self.add(
            "MatMulNBits",
            *(stream, self.integers, self.scales),
            outputs=["logits"],
            domain="com.microsoft",
            **size,
            bits=8,
            block_size=BLOCK,
        )


def four_bit_blocks(data: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A Q4_1 matrix as MatMulNBits has it: integers, scales, and the integer that stands for 0.

    In the file a block is a scale, a least value, and sixteen bytes: byte i has weights i and
    i + 16. MatMulNBits has weights 2i and 2i + 1 in byte i.
    """
    blocks = data.reshape(len(data), -1, 20)
    scales, least = np.moveaxis(blocks[..., :4].copy().view(np.float16), -1, 0).astype(np.float32)
    integers = np.concatenate([blocks[..., 4:] & 15, blocks[..., 4:] >> 4], axis=-1)
    packed = integers[..., ::2] | integers[..., 1::2] << 4
    return packed, scales, -least / scales


def eight_bit_blocks(data: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A Q8_0 matrix as MatMulNBits has it: integers, of which 128 stands for 0, and scales."""
    blocks = data.reshape(len(data), -1, 34)
    integers = (blocks[..., 2:].view(np.int8).astype(np.int16) + 128).astype(np.uint8)
    return integers, blocks[..., :2].copy().view(np.float16)[..., 0].astype(np.float32)
