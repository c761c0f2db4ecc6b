"""How fast this machine multiplies matrices, by torch and by OpenVINO, in both precisions.

Command line: the folder of an embedding model, whose matrices are multiplied, and seconds for each.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarking.arithmetic import Shape
from index.light_encoder import FOR_MANY, Precision, openvino, precisions, runtime

TOKENS = 4096
"""Rows of what the weights are multiplied with: a full batch."""
LARGE = 2048
"""Rows and columns of the large square."""
DEPTH = 8
"""Multiplications in a row in a graph, so that bringing numbers in and out counts little."""

Matrices = Sequence[tuple[int, int]]


def main(model: Path, seconds: float) -> None:
    """Print GFLOP/s by library, precision and matrices."""
    shape = Shape.of(model)
    cases: dict[str, tuple[int, Matrices]] = {
        "the model's own": (TOKENS, shape.matrices),
        f"{LARGE} x {LARGE}": (LARGE, ((LARGE, LARGE),) * DEPTH),
    }
    known = sorted(precisions() - {FOR_MANY}, reverse=True)
    rates = {
        library: {
            precision: {name: _rate(make(*case, precision), *case, seconds) for name, case in cases.items()}
            for precision in known
        }
        for library, make in (("OpenVINO", _by_openvino), ("torch", _by_torch))
    }
    print(json.dumps(rates))


def _rate(multiply: Callable[[], object], rows: int, matrices: Matrices, seconds: float) -> float:
    """Return the best GFLOP/s of some tries: what disturbs makes it only slower."""
    operations = 2 * rows * sum(inputs * outputs for inputs, outputs in matrices)
    multiply()
    best, ends = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < ends or best == float("inf"):
        started = time.perf_counter()
        multiply()
        best = min(best, time.perf_counter() - started)
    return operations / best / 1e9


def _by_torch(rows: int, matrices: Matrices, precision: Precision) -> Callable[[], object]:
    import torch

    kind: Any = torch.float32 if precision == "f32" else torch.bfloat16
    widths = {inputs for inputs, _ in matrices}
    given = {width: torch.rand(rows, width).to(kind) for width in widths}
    # As a linear layer keeps them: outputs x inputs.
    weights = [torch.rand(outputs, inputs).to(kind) for inputs, outputs in matrices]

    def multiply() -> None:
        with torch.inference_mode():
            for weight in weights:
                torch.nn.functional.linear(given[weight.shape[1]], weight)

    return multiply


def _by_openvino(rows: int, matrices: Matrices, precision: Precision) -> Callable[[], object]:
    library = openvino()
    from openvino import opset13 as graph

    chance = np.random.default_rng(0)
    inputs = graph.parameter([rows, matrices[0][0]], np.float32)
    result: Any = inputs
    for wide, out in matrices:
        # Small enough that no product of a row of them outgrows its precision.
        weight = chance.standard_normal((out, wide), dtype=np.float32) / np.float32(wide**0.5)
        result = graph.matmul(result, graph.constant(weight), False, True)
    model = library.Model([result], [inputs])
    settings = {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY"}
    request = runtime().compile_model(model, "CPU", settings).create_infer_request()
    given = library.Tensor(np.ones((rows, matrices[0][0]), np.float32))
    request.set_input_tensor(given)
    return lambda: request.infer()  # noqa: PLW0108 - its result is not ours to hand out


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
