"""How long the program's own embedder takes for texts, and what it does meanwhile.

Command line: the folder of the embedding model and a file with a JSON list of texts.
"""

import json
import sys
import time
from pathlib import Path

from benchmarking.arithmetic import Shape
from benchmarking.stages import Watch
from index.embedder import open_embedder
from qa.places import cache_directory

WARM_UP = 32
SPECIAL = 2
"""Tokens around a text."""


def main(model: Path, file: Path) -> None:
    """Print seconds, tokens, operations and stages."""
    texts = json.loads(file.read_text("utf-8"))
    embedder = open_embedder(cache=cache_directory())
    embedder.embed(texts[:WARM_UP])
    with Watch.over() as watch:
        started = time.perf_counter()
        embedder.embed(texts)
        seconds = time.perf_counter() - started
    counts = embedder.count_tokens(texts)
    lengths = [min(count + SPECIAL, embedder.max_tokens) for count in counts]
    told = {
        "seconds": seconds,
        "precision": getattr(embedder, "precision", "f32"),
        "many": getattr(embedder, "many", "f32"),
        "tokens": sum(lengths),
        "operations": Shape.of(model).operations(lengths),
        "stages": watch.seconds,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
