"""The reader's weights → a graph that OpenVINO runs; built from arrays, so that no torch is needed."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.light_encoder import Precision, compile_model, openvino, precisions

Weights = Mapping[str, NDArray[np.float32]]

HEADS = 12
EPSILON = 1e-12
"""Of layer normalisation; both as the bundled embedding model has them (its config.json)."""


def built(weights: Weights, layers: int) -> Any:
    """Return the graph.

    Its inputs are the embedded tokens, float32 (n, tokens, width), and what is added to attention
    scores, float32 (n, 1, 1, tokens): 0, or a very negative number for padding. Its output is
    start and end logits, float32 (n, tokens, 2).

    Args:
        weights: By name: layers.{i}.{attention|out|inner|outer}.{weight|bias}, each weight of shape
            (inputs, outputs), layers.{i}.norm{1|2}.{weight|bias}, ends.{weight|bias}.
        layers: How many layers there are.
    """
    ov = openvino()
    from openvino import opset13 as ops

    width = weights["ends.weight"].shape[0]
    tokens = ops.parameter([-1, -1, width], np.float32, name="tokens")
    mask = ops.parameter([-1, 1, 1, -1], np.float32, name="mask")
    state = tokens
    for layer in range(layers):
        state = _Layer(ops, weights, f"layers.{layer}", width).over(state, mask)
    ends = _linear(ops, state, weights, "ends")
    return ov.Model([ends], [tokens, mask], "reader")


def precision() -> Precision:
    """Return what the reader computes in on this processor."""
    return "bf16" if "bf16" in precisions() else "f32"


def running(graph: Any) -> Any:
    """Return an inference request of a graph, compiled.

    Raises:
        ModelError: OpenVINO cannot run it here.
    """
    settings = {"INFERENCE_PRECISION_HINT": precision(), "PERFORMANCE_HINT": "LATENCY"}
    try:
        return compile_model(graph, settings).create_infer_request()
    except RuntimeError as error:
        raise ModelError(f"the reader of passages cannot be run here: {str(error)[:200]}") from error


class _Layer:
    """One layer of a BERT."""

    def __init__(self, ops: Any, weights: Weights, name: str, width: int) -> None:
        self._ops, self._weights, self._name, self._width = ops, weights, name, width

    def over(self, state: Any, mask: Any) -> Any:
        """Return the states after this layer, shape (n, tokens, width)."""
        ops, weights, name = self._ops, self._weights, self._name
        attended = _linear(ops, self._attention(state, mask), weights, f"{name}.out")
        state = self._normed(ops.add(state, attended), "norm1")
        inner = ops.gelu(_linear(ops, state, weights, f"{name}.inner"), "erf")
        return self._normed(ops.add(state, _linear(ops, inner, weights, f"{name}.outer")), "norm2")

    def _attention(self, state: Any, mask: Any) -> Any:
        ops = self._ops
        size = self._width // HEADS
        joint = _linear(ops, state, self._weights, f"{self._name}.attention")
        split = ops.reshape(joint, np.array([0, 0, 3, HEADS, size]), special_zero=True)
        heads = ops.transpose(split, np.array([2, 0, 3, 1, 4]))  # (3, n, heads, tokens, size)
        query, key, value = (ops.gather(heads, np.array(one), np.array(0)) for one in range(3))
        attended = ops.scaled_dot_product_attention(query, key, value, mask, causal=False)
        return ops.reshape(
            ops.transpose(attended, np.array([0, 2, 1, 3])), np.array([0, 0, self._width]), special_zero=True
        )

    def _normed(self, state: Any, norm: str) -> Any:
        ops, name = self._ops, f"{self._name}.{norm}"
        even = ops.mvn(state, np.array([2]), True, EPSILON, "inside_sqrt")
        scaled = ops.multiply(even, ops.constant(self._weights[f"{name}.weight"]))
        return ops.add(scaled, ops.constant(self._weights[f"{name}.bias"]))


def _linear(ops: Any, state: Any, weights: Weights, name: str) -> Any:
    product = ops.matmul(state, ops.constant(weights[f"{name}.weight"]), False, False)
    return ops.add(product, ops.constant(weights[f"{name}.bias"]))
