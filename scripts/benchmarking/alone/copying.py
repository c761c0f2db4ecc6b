"""How fast this machine reads memory, and how fast FAISS compares vectors one by one: the same thing.

Command line: how many vectors, of how many numbers.
"""

import json
import sys
import time
from collections.abc import Callable

import numpy as np

TRIES = 15
LIMIT = 10


def main(count: int, dimension: int) -> None:
    """Print billions of bytes a second: numpy reading and writing, numpy reading, FAISS reading."""
    import faiss

    vectors = np.random.default_rng(0).standard_normal((count, dimension), dtype=np.float32)
    copy = np.empty_like(vectors)
    index = faiss.IndexFlatIP(dimension)
    index.add(vectors)
    question = vectors[:1].copy()
    size = vectors.nbytes / 1e9
    seconds = _best(lambda: index.search(question, LIMIT))
    told = {
        "copied": 2 * size / _best(lambda: np.copyto(copy, vectors)),
        "multiplied": size / _best(lambda: vectors @ question[0]),
        "searched": size / seconds,
        "search_ms": 1000 * seconds,
    }
    print(json.dumps(told))


def _best(work: Callable[[], object]) -> float:
    """Return the seconds of the fastest of some tries: what disturbs makes it only slower."""
    took = []
    for _ in range(TRIES):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return min(took)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
