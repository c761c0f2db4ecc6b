"""A network whose matrices are multiplied in 8 bits, made from one in 32 bits and what it computes of texts.

Weights are rounded for each output, what comes in for each matrix, over the range that was seen. Where single
channels of what comes in are far larger than the rest, they would use up that range: they are divided by a
factor, and the weights for them multiplied by it (SmoothQuant, Xiao et al. 2023, equation 4). What rounding
the weights adds to a product on average is taken off again (Nagel et al. 2019, section 4.2). Processors
multiply so two to four times as many numbers at once as in 16 or 32 bits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.light_encoder import compile_model, runtime
from index.streams import Inputs

Floats = NDArray[np.float32]

SHARE = 0.75
"""How much of an outlier is moved to the weights. The paper has 0.5, for networks with larger ones; over 700
pieces of news, of 0.5 to 1 for all-MiniLM-L6-v2, 0.7 to 0.8 keep the cosines highest."""
HEADROOM = 1.1
"""The range over the one that was seen: other texts have larger numbers."""
MOST_ERROR = 0.001
"""The share of a product's variance that may be error; what errs more stays as it is. Of 24 in
all-MiniLM-L6-v2 four err by 0.002 to 0.02, the others by at most 0.0006: into the four come outliers at the
tokens that open and close a text. Without them 1,500 pieces of news are half as far off on average."""
EVERY = 8
"""Of so many rows that come in, one is kept to measure the error on, as all would take gigabytes in a large
network; the first, of the token that opens a text, is none of them."""
LEVELS = 256
_LEAST = 1e-6  # taken for channels that are all zero


@dataclass(frozen=True, slots=True)
class _Entry:
    """What comes into one or several products with weights, as three do that attention begins with."""

    source: Any
    """The output of the graph's that they take."""
    products: tuple[Any, ...]

    @property
    def weights(self) -> list[Floats]:
        """Each of shape (outputs, channels)."""
        return [np.asarray(one.input_value(1).get_node().data, np.float32) for one in self.products]


class _Came:
    """What was seen to come into an entry; numbers for each channel, shape (channels)."""

    def __init__(self) -> None:
        self._count = 0
        self._sum: Floats | float = 0.0
        self.low: Floats | float = 0.0
        self.high: Floats | float = 0.0
        self._kept: list[Floats] = []

    def add(self, rows: Floats) -> None:
        """Take note of rows, shape (n, channels)."""
        self._count += len(rows)
        self._sum = self._sum + rows.sum(axis=0)
        self.low = np.minimum(self.low, rows.min(axis=0))
        self.high = np.maximum(self.high, rows.max(axis=0))
        self._kept.append(rows[EVERY // 2 :: EVERY].copy())

    @property
    def mean(self) -> Floats:
        """Of all rows."""
        return np.asarray(self._sum / self._count, np.float32)

    @property
    def some(self) -> Floats:
        """Some of the rows."""
        return np.concatenate(self._kept)


@dataclass(frozen=True, slots=True)
class _Rounding:
    """How what comes in is rounded: zero is one of the levels."""

    factors: Floats
    """By which it is divided before, shape (channels)."""
    low: float
    step: float
    """Between two levels."""

    @property
    def high(self) -> float:
        """The highest level; `low` is the lowest."""
        return self.low + (LEVELS - 1) * self.step

    def rounded(self, rows: Floats) -> Floats:
        """Return rows, shape (n, channels), divided and rounded."""
        levels = np.clip(np.rint((rows / self.factors - self.low) / self.step), 0, LEVELS - 1)
        values: Floats = (levels * self.step + self.low).astype(np.float32)
        return values


@dataclass(frozen=True, slots=True)
class _RoundedWeights:
    """Weights as whole numbers."""

    levels: NDArray[np.int8]
    """Shape (outputs, channels)."""
    steps: Floats
    """What one is worth, shape (outputs, 1)."""

    @classmethod
    def of(cls, weights: Floats) -> "_RoundedWeights":
        """Round weights that were multiplied by the factors of what comes in."""
        steps = np.maximum(np.abs(weights).max(axis=1, keepdims=True), _LEAST) / (LEVELS // 2 - 1)
        return cls(np.rint(weights / steps).astype(np.int8), steps.astype(np.float32))

    @property
    def values(self) -> Floats:
        """The weights that they stand for."""
        values: Floats = self.levels * self.steps
        return values


def in_eight_bits(file: Path, batches: Sequence[Inputs]) -> Any:
    """Return the graph in a file with its products in 8 bits; `None` where all of them err too much.

    Args:
        file: OpenVINO's `model.xml`.
        batches: Inputs of the kind that it will be given.

    Raises:
        RuntimeError: OpenVINO cannot run it.
    """
    graph = runtime().read_model(str(file))
    changed = False
    for entry, came in zip(list(_entries(graph)), _seen(file, batches), strict=True):
        rounding = _rounding_for(entry.weights, came)
        if _error(entry.weights, rounding, came.some) <= MOST_ERROR:
            _replace(entry, rounding, came.mean)
            changed = True
    graph.validate_nodes_and_infer_types()
    return graph if changed else None


def _entries(graph: Any) -> Iterator[_Entry]:
    """Yield what comes into products with constant matrices, in the graph's order."""
    found: dict[tuple[str, int], list[Any]] = {}
    for node in graph.get_ordered_ops():
        if node.get_type_name() == "MatMul" and _is_linear(node):
            source = node.input_value(0)
            found.setdefault((source.get_node().get_friendly_name(), source.get_index()), []).append(node)
    for products in found.values():
        yield _Entry(products[0].input_value(0), tuple(products))


def _is_linear(product: Any) -> bool:
    weights = product.input_value(1).get_node()
    return (
        weights.get_type_name() == "Constant"
        and len(weights.get_output_shape(0)) == 2
        and product.get_attributes() == {"transpose_a": False, "transpose_b": True}
    )


def _seen(file: Path, batches: Sequence[Inputs]) -> list[_Came]:
    """Return what came into each entry over all batches."""
    graph = runtime().read_model(str(file))
    before = len(graph.outputs)
    graph.add_outputs([entry.source for entry in _entries(graph)])
    compiled = compile_model(graph, {"INFERENCE_PRECISION_HINT": "f32"})
    seen = [_Came() for _ in graph.outputs[before:]]
    for inputs in batches:
        results = compiled(list(inputs))
        for at, came in enumerate(seen, before):
            came.add(np.reshape(results[at], (-1, results[at].shape[-1])))
    return seen


def _rounding_for(weights: Sequence[Floats], came: _Came) -> _Rounding:
    """Return the rounding over the range of what was seen to come in."""
    largest = np.maximum(np.maximum(-came.low, came.high), _LEAST)
    heaviest = np.maximum(np.max([np.abs(one).max(axis=0) for one in weights], axis=0), _LEAST)
    factors = largest**SHARE / heaviest ** (1 - SHARE)
    low = HEADROOM * float((came.low / factors).min())
    high = max(HEADROOM * float((came.high / factors).max()), _LEAST)
    step = (high - low) / (LEVELS - 1)
    return _Rounding(factors, -round(-low / step) * step, step)


def _error(weights: Sequence[Floats], rounding: _Rounding, rows: Floats) -> float:
    """Return the largest share of a product's variance that is error."""
    came = rounding.rounded(rows)
    errors = []
    for one in weights:
        right = rows @ one.T
        made = came @ _RoundedWeights.of(one * rounding.factors).values.T
        errors.append(np.square(made - right).mean() / np.square(right - right.mean(axis=0)).mean())
    return float(max(errors))


def _replace(entry: _Entry, rounding: _Rounding, mean: Floats) -> None:
    """Have the entry's products take what comes in, on average `mean`, and their weights in 8 bits."""
    from openvino import opset13 as ops

    axes = len(entry.source.get_partial_shape())
    factors = (1 / rounding.factors).reshape([1] * (axes - 1) + [-1])
    low, high = (ops.constant(np.full([1] * axes, end, np.float32)) for end in (rounding.low, rounding.high))
    divided = ops.multiply(entry.source, ops.constant(factors.astype(np.float32)))
    came = ops.fake_quantize(divided, low, high, low, high, LEVELS)
    for product, weights in zip(entry.products, entry.weights, strict=True):
        wanted = weights * rounding.factors
        rounded = _RoundedWeights.of(wanted)
        levels = ops.convert(ops.constant(rounded.levels), "f32")
        product.input(0).replace_source_output(came.output(0))
        product.input(1).replace_source_output(ops.multiply(levels, ops.constant(rounded.steps)).output(0))
        _shift(product, (wanted - rounded.values) @ (mean / rounding.factors))


def _shift(product: Any, by: Floats) -> None:
    """Add to the constant that is added to a product, where there is one."""
    from openvino import opset13 as ops

    for taker in product.output(0).get_target_inputs():
        added, other = taker.get_node(), 1 - taker.get_index()
        constant = added.input_value(other).get_node() if added.get_type_name() == "Add" else None
        if constant is not None and constant.get_type_name() == "Constant":
            shifted = ops.constant((np.asarray(constant.data) + by).astype(np.float32))
            added.input(other).replace_source_output(shifted.output(0))
