"""Networks whose matrices are multiplied in 8 bits."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index import eight_bits
from index.eight_bits import in_eight_bits
from index.embedder import known_model, open_embedder
from index.light_encoder import LightEncoder, LightFacts, compile_model, graph_file, openvino, precisions
from index.varied_texts import VARIED

CHANNELS, OUTPUTS, OUTLIER = 32, 24, 200.0

pytestmark = pytest.mark.skipif("int8" not in precisions(), reason="no products in 8 bits here")


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """A file of two layers: products with weights, an addition to each, and one thing that is not linear."""
    library = openvino()
    from openvino import opset13 as ops

    chance = np.random.default_rng(3)
    given = ops.parameter([-1, CHANNELS], np.float32)
    first = ops.matmul(given, _constant(chance, (OUTPUTS, CHANNELS)), False, True)
    between = ops.gelu(ops.add(first, _constant(chance, (1, OUTPUTS))), "erf")
    second = ops.matmul(between, _constant(chance, (OUTPUTS, OUTPUTS)), False, True)
    model = library.Model([ops.add(second, _constant(chance, (1, OUTPUTS)))], [given])
    library.save_model(model, tmp_path / "model.xml", compress_to_fp16=False)
    return tmp_path / "model.xml"


def _constant(chance: np.random.Generator, shape: tuple[int, int]) -> Any:
    from openvino import opset13 as ops

    return ops.constant(chance.standard_normal(shape, np.float32) / np.float32(shape[1] ** 0.5))


def rows(seed: int) -> NDArray[np.float32]:
    """Return what is given to the network; two of its channels are far larger than the rest."""
    given = np.random.default_rng(seed).standard_normal((64, CHANNELS), np.float32)
    given[:, 5] *= OUTLIER
    given[:, 9] += OUTLIER
    return given


def made(graph: Any, given: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what a graph makes of rows."""
    return np.array(compile_model(graph, {"INFERENCE_PRECISION_HINT": "f32"})([given])[0])


def error(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return the difference as a share of the variance."""
    return float(np.square(one - other).mean() / other.var())


def test_what_is_made_in_8_bits_is_nearly_the_same(network: Path) -> None:
    """Of other numbers than those it was made with; the graph really has rounded products."""
    graph = in_eight_bits(network, [[rows(seed)] for seed in range(4)])
    kinds = [node.get_type_name() for node in graph.get_ops()]
    assert kinds.count("FakeQuantize") == kinds.count("MatMul") == 2
    weights = [node for node in graph.get_ops() if node.get_type_name() == "Constant"]
    assert sum(node.get_element_type().get_type_name() == "i8" for node in weights) == 2
    assert 0 < error(made(graph, rows(9)), made(str(network), rows(9))) < 0.001


def test_outliers_are_moved_to_the_weights(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Left where they are, they take the range that the other channels need."""
    given, right = rows(9), made(str(network), rows(9))
    moved = error(made(in_eight_bits(network, [[rows(1)]]), given), right)
    monkeypatch.setattr(eight_bits, "SHARE", 0.0)
    monkeypatch.setattr(eight_bits, "MOST_ERROR", 1.0)
    assert error(made(in_eight_bits(network, [[rows(1)]]), given), right) > 3 * moved


def test_what_errs_too_much_stays(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no error allowed nothing is changed, and there is no such graph."""
    monkeypatch.setattr(eight_bits, "MOST_ERROR", 0.0)
    assert in_eight_bits(network, [[rows(1)]]) is None


@pytest.mark.bundled
def test_passages_are_embedded_nearly_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Many texts at once, by the bundled model in both ways; few ones are not embedded in 8 bits."""
    cache = tmp_path_factory.mktemp("cache")
    open_embedder(cache=cache)
    model = known_model(cache=cache)
    assert model is not None
    assert graph_file(model.home, "int8").exists()
    facts = LightFacts.load(model.home)
    one, other = (
        LightEncoder(model.home, name="", digest="", facts=facts, precision="f32", many=many)
        for many in (None, "int8")
    )
    passages = [f"{text} {number}" for text in VARIED for number in range(4)]
    cosines = (one.embed(passages) * other.embed(passages)).sum(axis=1)
    assert 0.98 < cosines.min() < cosines.mean() < 0.9999
    assert cosines.mean() > 0.995
    assert np.array_equal(one.embed(passages[:3]), other.embed(passages[:3]))
