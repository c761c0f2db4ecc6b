"""The reader's graph as it is kept in the cache: reading it there takes a third of building it anew."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from index.bundled import sha256_of
from index.errors import ModelError
from index.light_encoder import compiled_graph, openvino, openvino_version
from qa.evidence.reader_graph import precision, running

GRAPH = "model.xml"
_FORMAT = 1  # of what `qa.evidence.reader_graph` builds; another one is made anew


def request_of(weights: Path, cache: Path, build: Callable[[], Any]) -> Any:
    """Return an inference request of the graph made of some weights.

    A cache that cannot be read or written costs the building again, nothing else.

    Args:
        weights: The file; its digest says which graph is kept of it.
        cache: The directory of what can be made again.
        build: Makes the graph.

    Raises:
        ModelError: The weights cannot be read, or the graph cannot be run here.
    """
    folder = cache / "readers" / f"{_FORMAT}-{sha256_of(weights, cache=cache)[:16]}-{openvino_version()}"
    if (folder / GRAPH).is_file():
        with suppress(ModelError):  # damaged: it is made again
            return compiled_graph(folder, precision(), performance="LATENCY").create_infer_request()
    graph = build()
    with suppress(OSError, RuntimeError):  # only the next start is slower
        _keep(graph, folder)
    return running(graph)


def _keep(graph: Any, folder: Path) -> None:
    """Put a graph in place with all of its files, or leave what was there before."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        openvino().save_model(graph, beside / GRAPH, compress_to_fp16=False)
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
