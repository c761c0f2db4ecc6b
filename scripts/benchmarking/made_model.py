"""A language model of the size people use, with random weights: how long it takes does not depend on them."""

from pathlib import Path

import gguf
import numpy as np
from numpy.typing import NDArray

from index.bundled import bundled_file
from qa.models.bundled import LANGUAGE_MODEL
from qa.places import cache_directory

LAYERS, WIDTH, INNER, HEADS, KEYS = 16, 2048, 8192, 32, 8
"""Of a network with as many weights as the smallest the program has write prose, and as such networks are
built: keys and values of `KEYS` heads are shared (Ainslie et al. 2023)."""
HEAD = WIDTH // HEADS
WINDOW = 8192
BLOCK, BYTES = 32, 18
"""Weights in a block of Q4_0, and the bytes of one: a scale in half precision and half a byte a weight."""
SCALE = 0.005
SEED = 7

MATRICES = {
    "attn_q": (HEADS * HEAD, WIDTH),
    "attn_k": (KEYS * HEAD, WIDTH),
    "attn_v": (KEYS * HEAD, WIDTH),
    "attn_output": (WIDTH, HEADS * HEAD),
    "ffn_gate": (INNER, WIDTH),
    "ffn_up": (INNER, WIDTH),
    "ffn_down": (WIDTH, INNER),
}
"""Of a layer: outputs and inputs."""
NORMS = ("attn_norm", "ffn_norm")
OWN = ("GGUF.", "general.architecture", "llama.")
"""What it does not take over from the bundled model; the rest is vocabulary and template."""


def make_model(path: Path) -> Path:
    """Write a GGUF file of a billion weights of 4 bits, 0.6 GB, with the bundled model's vocabulary."""
    random = np.random.default_rng(SEED)
    bundled = gguf.GGUFReader(bundled_file(LANGUAGE_MODEL, cache=cache_directory()))
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(WINDOW)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEYS)
    writer.add_rope_dimension_count(HEAD)
    writer.add_layer_norm_rms_eps(1e-5)
    for name, field in bundled.fields.items():
        if not name.startswith(OWN):
            inner = field.types[1] if len(field.types) > 1 else None
            writer.add_key_value(name, field.contents(), field.types[0], sub_type=inner)
    words = len(bundled.fields["tokenizer.ggml.tokens"].data)
    _add(writer, "token_embd", (words, WIDTH), random)
    for layer in range(LAYERS):
        for name, shape in MATRICES.items():
            _add(writer, f"blk.{layer}.{name}", shape, random)
        for name in NORMS:
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(WIDTH, np.float32))
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add(writer: gguf.GGUFWriter, name: str, shape: tuple[int, int], random: np.random.Generator) -> None:
    writer.add_tensor(f"{name}.weight", _blocks(shape, random), raw_dtype=gguf.GGMLQuantizationType.Q4_0)


def _blocks(shape: tuple[int, int], random: np.random.Generator) -> NDArray[np.uint8]:
    """Return random weights of 4 bits, shape (outputs, bytes)."""
    outputs, inputs = shape
    blocks = random.integers(0, 256, (outputs, inputs // BLOCK, BYTES), np.uint8)
    blocks[:, :, :2] = np.frombuffer(np.float16(SCALE).tobytes(), np.uint8)
    return blocks.reshape(outputs, -1)
