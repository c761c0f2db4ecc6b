"""The large files of the index of vectors: their clusters, made of all vectors or kept, and their writing."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.vector_files import write_ids
from index.vector_parts import Chunks, Filed, Ids, write_index
from index.vector_sizes import ROUNDS, SAMPLED, SEED, Sizes


def clustered(chunks: Callable[[], Chunks], count: int, *, sizes: Sizes, dimension: int) -> Any:
    """Return an index for `write` with clusters made for what comes.

    Args:
        chunks: Called twice where there is more than one cluster: for a sample and for all.
        count: How many vectors about will come.
        sizes: Says how many clusters.
        dimension: Numbers in a vector.
    """
    import faiss

    wanted = sizes.clusters(count)
    if wanted > 1:
        sample = _sample(chunks(), min(1.0, wanted * SAMPLED / count))
        wanted = min(wanted, len(sample))
    if wanted <= 1:
        return _filled(_empty(np.zeros((1, dimension), dtype=np.float32)), chunks())
    with _all_processors():
        means: Any = faiss.Kmeans(
            dimension,
            wanted,
            niter=ROUNDS,
            spherical=True,
            seed=SEED,
            min_points_per_centroid=1,
            max_points_per_centroid=2 * SAMPLED,
        )
        means.train(sample)
    return _filled(_empty(means.centroids), chunks())


def grown(filed: Filed, chunks: Chunks, *, without: Ids) -> Any:
    """Return an index for `write` with the clusters of large files, some ids gone and others come.

    Every cluster is filled in one go: where it grows, FAISS takes twice the room.
    """
    index = _empty(filed.centres())
    came = dict(_by_cluster(index.quantizer, chunks))
    for number, ids, codes in filed.lists(without):
        more_ids, more_codes = came.pop(number, (ids[:0], codes[:0]))
        _fill(index, number, np.concatenate([ids, more_ids]), np.concatenate([codes, more_codes]))
    for number, (ids, codes) in came.items():
        _fill(index, number, ids, codes)
    return index


def write(index: Any, file: Path, ids: Path) -> None:
    """Write an index that `clustered` or `grown` made, and its ids, to two files.

    Raises:
        OSError: They cannot be written.
        RuntimeError: Likewise, as FAISS says it.
    """
    import faiss

    lists = index.invlists
    filled = (number for number in range(index.nlist) if lists.list_size(number))
    parts = [faiss.rev_swig_ptr(lists.get_ids(number), lists.list_size(number)) for number in filled]
    write_ids(ids, np.sort(np.concatenate(parts)))
    write_index(index, file)


def _sample(chunks: Chunks, share: float) -> NDArray[np.float32]:
    """Return about that share of the vectors, the same whenever the same come."""
    rng = np.random.default_rng(SEED)
    parts = [vectors[rng.random(len(ids)) < share] for ids, vectors in chunks]
    return np.concatenate(parts) if parts else np.empty((0, 0), dtype=np.float32)


def _empty(centroids: NDArray[np.float32]) -> Any:
    """Return an index without vectors whose clusters have these centres, shape (n, dimension)."""
    import faiss

    count, dimension = centroids.shape
    centres = faiss.IndexFlatIP(dimension)
    centres.add(centroids)
    kind, metric = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    index = faiss.IndexIVFScalarQuantizer(centres, dimension, count, kind, metric, False)
    index.is_trained = True  # float16 has nothing to learn, the centres are known
    return index


def _by_cluster(centres: Any, chunks: Chunks) -> Iterator[tuple[int, tuple[Ids, NDArray[np.uint8]]]]:
    """Yield the numbers of the clusters that vectors belong to, with their ids and codes."""
    ids, codes, clusters = [], [], []
    with _all_processors():
        for some, vectors in chunks:
            ids.append(some)
            codes.append(vectors.astype(np.float16).view(np.uint8))
            clusters.append(centres.assign(vectors, 1)[:, 0])
    if not ids:
        return
    joined = np.concatenate(clusters)
    order = np.argsort(joined, kind="stable")
    numbers, starts = np.unique(joined[order], return_index=True)
    all_ids, all_codes = np.concatenate(ids), np.concatenate(codes)
    for number, rows in zip(numbers.tolist(), np.split(order, starts[1:]), strict=True):
        yield number, (all_ids[rows], all_codes[rows])


def _fill(index: Any, number: int, ids: Ids, codes: NDArray[np.uint8]) -> None:
    """Put ids and codes into a cluster."""
    import faiss

    if len(ids):
        index.invlists.add_entries(number, len(ids), faiss.swig_ptr(ids), faiss.swig_ptr(codes))
        index.ntotal += len(ids)


def _filled(index: Any, chunks: Chunks) -> Any:
    with _all_processors():
        for ids, vectors in chunks:
            index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), ids)
    return index


@contextmanager
def _all_processors() -> Iterator[None]:
    """Have FAISS use every processor in this thread, then one again."""
    import faiss

    faiss.omp_set_num_threads(os.cpu_count() or 1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(1)
