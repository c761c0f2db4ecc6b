"""The two parts of the index of vectors, as FAISS has them.

`Filed` holds most of them, in files that never change and are read as far as a search needs them.
`Recent` holds what came since, in memory. Both keep float16, which is what the library stores:
similarities are those of the stored vectors.
"""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.vector_files import UnreadableError, read_ids
from index.vector_sizes import PROBED

Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]
"""Shape (n,): whether passage number i is meant; those from n on are not."""
Chunks = Iterable[tuple[Ids, NDArray[np.float32]]]
"""Ids, shape (n,), and vectors of unit length, float32, shape (n, dimension)."""
Found = list[tuple[int, float]]
"""Ids and similarities, in no order."""

BUFFER = 1 << 20
"""Bytes handed on at a time where an index is written."""
CHUNK = 4096
"""Vectors taken out of memory at a time; 6 MB."""


class Filed:
    """Vectors in files that do not change: compared one by one, or by clusters."""

    def __init__(self, index: Any, ids: Ids) -> None:
        self._index = index
        self.ids = ids
        """Sorted."""
        self.clusters = int(index.nlist)
        """1 where every vector is compared."""
        self.probed = min(PROBED, self.clusters)

    @classmethod
    def open(cls, file: Path, ids: Path, *, dimension: int) -> Self:
        """Return what `index.vector_clusters.write` left in two files; only their heads are read.

        Raises:
            UnreadableError: That cannot be understood.
        """
        import faiss

        try:
            index: Any = faiss.read_index(str(file), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
            size = file.stat().st_size
        except (RuntimeError, MemoryError, OSError) as error:  # a damaged length asks for any amount
            raise UnreadableError(file) from error
        numbers = read_ids(ids)
        if not isinstance(index, faiss.IndexIVFScalarQuantizer) or index.d != dimension:
            raise UnreadableError(file)
        lists = faiss.downcast_InvertedLists(index.invlists) if index.invlists else None
        if not isinstance(lists, faiss.OnDiskInvertedLists):
            raise UnreadableError(file)
        count = sum(lists.list_size(number) for number in range(index.nlist))
        # Beyond the end of the file a search would end the process.
        if not 0 < count == len(numbers) == index.ntotal or size < count * (lists.code_size + 8):
            raise UnreadableError(file)
        lists.prefetch_nthread = 0  # else every search starts 32 threads to read ahead
        return cls(index, numbers)

    def __len__(self) -> int:
        return len(self.ids)

    def holds(self, ids: Ids) -> Flags:
        """Return for each of the ids whether it is in it, shape (n,)."""
        return _held(self.ids, ids)

    def present(self) -> Flags:
        """Return which passages are in it."""
        flags = np.zeros(int(self.ids[-1]) + 1, dtype=bool)
        flags[self.ids] = True
        return flags

    def search(self, query: NDArray[np.float32], limit: int, *, among: Flags | None, exact: int) -> Found:
        """Return the nearest; no fewer than `limit` where as many are looked for.

        Args:
            query: float32 of unit length, shape (dimension,).
            limit: How many at most.
            among: The only ones to look for; `None` for all.
            exact: Where no more than so many are looked for, each is compared. Where there are
                more, about as many of them as would be of all.
        """
        count = len(self) if among is None else int(np.count_nonzero(among))
        limit = min(limit, count)
        if limit <= 0:
            return []
        selector = None if among is None else _selector(among)
        probed = self.clusters
        if count > exact:
            probed = min(probed, math.ceil(self.probed * math.sqrt(len(self) / count)))
        found = self._probe(query, limit, selector, clusters=probed)
        if len(found) < limit:
            found = self._probe(query, limit, selector, clusters=self.clusters)
        return found

    def _probe(self, query: NDArray[np.float32], limit: int, selector: Any, *, clusters: int) -> Found:
        import faiss

        # FAISS asks one query with one thread, whatever is allowed; this keeps it from waking
        # the others, which wait busily. It is a setting of the calling thread alone.
        faiss.omp_set_num_threads(1)
        parameters: Any = faiss.SearchParametersIVF
        chosen = parameters(sel=selector, nprobe=clusters)
        return _paired(*self._index.search(query.reshape(1, -1), limit, params=chosen))

    def chunks(self, *, without: Ids) -> Iterator[tuple[Ids, NDArray[np.float32]]]:
        """Yield what is in it, but for some ids, a cluster at a time."""
        for _, ids, codes in self.lists(without):
            yield ids, codes.view(np.float16).astype(np.float32)

    def centres(self) -> NDArray[np.float32]:
        """Return the centres of the clusters, shape (clusters, dimension)."""
        import faiss

        found: NDArray[np.float32] = faiss.downcast_index(self._index.quantizer).reconstruct_n(
            0, self.clusters
        )
        return found

    def lists(self, without: Ids) -> Iterator[tuple[int, Ids, NDArray[np.uint8]]]:
        """Yield the clusters' numbers, ids and codes, uint8, shape (n, 2 * dimension)."""
        import faiss

        lists = faiss.downcast_InvertedLists(self._index.invlists)
        for number in range(self.clusters):
            if count := lists.list_size(number):
                ids = faiss.rev_swig_ptr(lists.get_ids(number), count)
                codes = faiss.rev_swig_ptr(lists.get_codes(number), count * lists.code_size)
                kept = ~_held(without, ids)
                yield number, ids[kept], codes.reshape(count, -1)[kept]


class Recent:
    """Vectors in memory, every one of which is compared."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def empty(cls, dimension: int) -> Self:
        """Return one without vectors.

        An IndexIDMap, since IndexIDMap2 also keeps a table back from ids, which nobody asks:
        reading 300,000 vectors took 0.8 s with the one and 2.7 s with the other.
        """
        import faiss

        flat = faiss.IndexScalarQuantizer(
            dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        return cls(faiss.IndexIDMap(flat))

    @classmethod
    def read(cls, file: Path, *, dimension: int) -> Self:
        """Return what `write` left in a file.

        Raises:
            UnreadableError: That cannot be understood.
        """
        import faiss

        try:
            index = faiss.read_index(str(file))
        except (RuntimeError, MemoryError) as error:  # a damaged length asks for any amount
            raise UnreadableError(file) from error
        if not isinstance(index, faiss.IndexIDMap) or index.d != dimension:
            raise UnreadableError(file)
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def ids(self) -> Ids:
        """The ids, in no order."""
        import faiss

        found: Ids = faiss.vector_to_array(self._index.id_map)
        return found

    def add(self, ids: Ids, vectors: NDArray[np.float32]) -> None:
        """Bring vectors in; none with these ids may be in it."""
        self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), ids)

    def remove(self, ids: Ids) -> int:
        """Take out those of the ids that are in it; return how many were."""
        return int(self._index.remove_ids(ids)) if len(ids) and len(self) else 0

    def search(self, query: NDArray[np.float32], limit: int, *, among: Flags | None) -> Found:
        """Return the nearest, `limit` at most, of all or of some passages only."""
        import faiss

        limit = min(limit, len(self))
        if limit <= 0:
            return []
        faiss.omp_set_num_threads(1)
        parameters: Any = faiss.SearchParameters
        chosen = None if among is None else parameters(sel=_selector(among))
        return _paired(*self._index.search(query.reshape(1, -1), limit, params=chosen))

    def chunks(self) -> Iterator[tuple[Ids, NDArray[np.float32]]]:
        """Yield what is in it."""
        import faiss

        flat, ids = faiss.downcast_index(self._index.index), self.ids
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            yield part, flat.reconstruct_n(start, len(part))

    def write(self, file: Path) -> None:
        """Write it to a file.

        Raises:
            OSError: That cannot be written.
            RuntimeError: Likewise, as FAISS says it.
        """
        write_index(self._index, file)


def write_index(index: Any, file: Path) -> None:
    """Write an index of FAISS by Python's hands.

    Its own do not say so when the last bytes find the disk full.

    Raises:
        OSError: It cannot be written.
        RuntimeError: Likewise, as FAISS says it.
    """
    import faiss

    with file.open("wb") as stream:
        by_python: Any = faiss.PyCallbackIOWriter  # type: ignore[attr-defined] # not in its types
        writer = by_python(stream.write, BUFFER)
        faiss.write_index(index, writer)
        del writer


def _held(known: Ids, ids: Ids) -> Flags:
    """Return for each of the ids whether it is among those known, which are sorted; shape (n,)."""
    if not len(known):
        return np.zeros(len(ids), dtype=bool)
    found: Flags = known[np.minimum(np.searchsorted(known, ids), len(known) - 1)] == ids
    return found


def _selector(among: Flags) -> Any:
    """Return a selector of FAISS.

    A bitmap, where id i is bit i % 8 of byte i // 8: the selector that asks least per passage.
    """
    import faiss

    select: Any = faiss.IDSelectorBitmap
    return select(np.packbits(among, bitorder="little"))


def _paired(similarities: NDArray[np.float32], ids: Ids) -> Found:
    """Return the hits of one query; FAISS fills up with -1 where there are fewer than asked for."""
    pairs = zip(ids[0].tolist(), similarities[0].tolist(), strict=True)
    return [(number, similarity) for number, similarity in pairs if number >= 0]
