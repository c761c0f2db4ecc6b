"""A trained reader → the file the program runs: matrices of 8 bits, one scale for each output."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGEST = 127
Array = NDArray[np.generic]


def store(state: dict[str, Any], path: Path) -> None:
    """Write a trained reader's weights, but for the vocabulary, which is the embedding model's own.

    Args:
        state: The state of a `MarkingReader`.
        path: Where to.
    """
    arrays = {name: tensor.numpy().astype(np.float32) for name, tensor in state.items()}
    layers = 1 + max(int(name.split(".")[3]) for name in arrays if name.startswith("bert.encoder.layer."))
    stored: dict[str, Array] = {
        "kinds": arrays["bert.embeddings.token_type_embeddings.weight"],
        "norm.weight": arrays["bert.embeddings.LayerNorm.weight"],
        "norm.bias": arrays["bert.embeddings.LayerNorm.bias"],
        "ends.weight": arrays["ends.weight"].T,
        "ends.bias": arrays["ends.bias"],
        "positions": arrays["bert.embeddings.position_embeddings.weight"].astype(np.float16),
    }
    for layer in range(layers):
        stored |= _layer(arrays, layer)
    np.savez_compressed(path, **stored)  # type: ignore[arg-type]  # its stub forgets arrays by name


def _layer(arrays: dict[str, Any], layer: int) -> dict[str, Array]:
    old, new = f"bert.encoder.layer.{layer}", f"layers.{layer}"
    own = [f"{old}.attention.self.{part}" for part in ("query", "key", "value")]
    linear = {
        "attention": tuple(
            np.concatenate([arrays[f"{one}.{of}"] for one in own]) for of in ("weight", "bias")
        ),
        **{
            name: (arrays[f"{old}.{where}.weight"], arrays[f"{old}.{where}.bias"])
            for name, where in (
                ("out", "attention.output.dense"),
                ("inner", "intermediate.dense"),
                ("outer", "output.dense"),
            )
        },
    }
    stored: dict[str, Array] = {}
    for name, (weight, bias) in linear.items():
        scale = np.abs(weight).max(1) / LARGEST  # of each output
        stored[f"{new}.{name}.weight"] = np.rint(weight / scale[:, None]).astype(np.int8).T
        stored[f"{new}.{name}.weight:scale"] = scale.astype(np.float32)
        stored[f"{new}.{name}.bias"] = bias
    for norm, where in (("norm1", "attention.output"), ("norm2", "output")):
        for part in ("weight", "bias"):
            stored[f"{new}.{norm}.{part}"] = arrays[f"{old}.{where}.LayerNorm.{part}"]
    return stored
