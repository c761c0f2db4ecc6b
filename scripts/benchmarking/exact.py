"""The nearest passages by brute force: what an index is held against, and its rival in speed."""

import time
from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.snapshot import Snapshot


def nearest(library: Library, queries: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Return the ids of the passages nearest to each query, the nearest first; by numpy, block by block.

    Args:
        library: Whose stored vectors are compared.
        queries: float32 rows of unit length, shape (n, dimension).
        limit: How many for each; no more than there are.

    Returns:
        Shape (n, limit).
    """
    ids = np.empty((len(queries), 0), np.int64)
    best = np.empty((len(queries), 0), np.float32)
    with Snapshot.of(library) as view:
        for numbers, vectors in view.vectors_since(-1):
            ids = np.hstack([ids, np.tile(numbers, (len(queries), 1))])
            best = np.hstack([best, queries @ vectors.T])
            kept = np.argsort(-best, axis=1, kind="stable")[:, :limit]
            ids, best = np.take_along_axis(ids, kept, 1), np.take_along_axis(best, kept, 1)
    return ids


def recall(found: Sequence[Iterable[int]], right: NDArray[np.int64]) -> float:
    """Return the share of the right ids, shape (n, limit), that were found, in [0, 1]."""
    hits = sum(len(set(row) & set(wanted)) for row, wanted in zip(found, right.tolist(), strict=True))
    return hits / max(1, right.size)


class Exact:
    """All vectors of a library in memory, float32, searched one by one by FAISS."""

    def __init__(self, index: Any, seconds: float) -> None:
        self._index = index
        self.seconds = seconds
        """To read them from the database."""

    @classmethod
    def of(cls, library: Library) -> Self:
        """Return those of a library."""
        import faiss

        started = time.perf_counter()
        index = faiss.IndexFlatIP(library.info.embedder.dimension)
        with Snapshot.of(library) as view:
            for _, vectors in view.vectors_since(-1):
                index.add(np.ascontiguousarray(vectors))
        return cls(index, time.perf_counter() - started)

    def search(self, vector: NDArray[np.float32], limit: int) -> int:
        """Search for the nearest to a vector, shape (dimension,), and return how many were found."""
        similarities, _ = self._index.search(vector.reshape(1, -1), min(limit, self._index.ntotal))
        return int(similarities.size)
