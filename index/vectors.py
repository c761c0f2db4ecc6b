"""The vectors of all passages in one FAISS index, derived from the library.

It lies in `vectors.faiss`, with a stamp beside it. Stale, it is caught up by what came and went
since; missing, truncated or another library's, it is made anew from the stored vectors. Nothing
is embedded for it. Where the directory cannot be written, it is kept in memory.
"""

import threading
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.lock import tried_lock
from index.snapshot import Snapshot
from index.stamps import Stamp, proven, read_stamp, replacing, sealed, whole, write_stamp

FILE = "vectors.faiss"
STAMP = "vectors.json"
LOCK = "vectors.lock"
VERSION = "flat inner product 1"

SMALL = 20_000
"""Passages; an index up to this size (30 MB) is written in a few hundredths of a second."""
SHARE = 50
"""A larger one is written when one in so many passages is new; until then the rest is caught up
from the library at each start, which costs less than writing it."""


class VectorIndex:
    """Exact search for the passages nearest in meaning; may be called from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._turn = threading.Lock()
        self._stamp = _usable_stamp(library)
        self._index = _loaded(library, self._stamp)
        if self._index is None:
            self._stamp, self._index = None, _empty(library.info.embedder.dimension)
        self._moment = self._stamp.moment if self._stamp else None

    @classmethod
    def open(cls, library: Library) -> Self:
        """Return the index of a library, up to date with it."""
        index = cls(library)
        index.refresh()
        return index

    def __len__(self) -> int:
        """Return how many passages it holds; those without a vector are not in it."""
        return int(self._index.ntotal)

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids of the passages in it, int64, shape (n,), in no order."""
        import faiss

        with self._turn:
            found: NDArray[np.int64] = faiss.vector_to_array(self._index.id_map)
        return found

    def refresh(self) -> bool:
        """Catch up with what was committed; return whether anything was.

        Costs one look at the library where nothing was.
        """
        with self._turn:
            if self._library.moment == self._moment:
                return False
            with Snapshot.of(self._library) as view:
                moved = self._catch_up(view)
            if self._stamp is None or _worth_writing(moved, len(self)):
                self._save()
            return True

    def search(
        self, vector: NDArray[np.float32], limit: int, *, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return the nearest passages as (id, similarity), the nearest first, ties by id.

        Args:
            vector: float32 of unit length, shape (dimension,).
            limit: How many at most.
            allowed: Ids of the only passages to look at; `None` for all.
        """
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        with self._turn:
            limit = min(limit, self._index.ntotal)
            if limit <= 0 or (allowed is not None and not len(allowed)):
                return []
            parameters = None if allowed is None else _only(allowed)
            similarities, ids = self._index.search(query, limit, params=parameters)
        found = zip(ids[0].tolist(), similarities[0].tolist(), strict=True)
        # FAISS fills up with -1 where fewer are allowed; rounding may pass 1 by a hair.
        kept = [(number, max(-1.0, min(1.0, similarity))) for number, similarity in found if number >= 0]
        return sorted(kept, key=lambda hit: (-hit[1], hit[0]))

    def proven(self) -> bool:
        """Return whether the file on disk is, byte for byte, what was written; reads it whole.

        True as well where there is none: then the index is in memory only.
        """
        stamp = read_stamp(self._library.directory / STAMP)
        return stamp is None or proven(self._library.directory, stamp.seals)

    def _catch_up(self, view: Snapshot) -> int:
        """Bring in what came and take out what went; return how many passages moved."""
        if self._moment and not view.remembers(self._moment):
            self._stamp, self._moment = None, None
            self._index = _empty(view.info.embedder.dimension)
        since = self._moment.generation if self._moment else -1
        removed = view.removed_since(since) if self._moment else np.empty(0, np.int64)
        moved = len(removed)
        if moved:
            self._index.remove_ids(removed)
        for ids, vectors in view.vectors_since(since):
            self._index.add_with_ids(np.ascontiguousarray(vectors), ids)
            moved += len(ids)
        self._moment = view.moment
        return moved

    def _save(self) -> None:
        """Write the index and its stamp where that can be done; else it stays in memory."""
        import faiss

        assert self._moment is not None, "saved before it was caught up"
        directory = self._library.directory
        with tried_lock(directory / LOCK, seconds=0) as held:
            if not held:
                return
            try:
                with replacing(directory / FILE) as beside:
                    faiss.write_index(self._index, str(beside))
                seals = sealed([directory / FILE])
                stamp = Stamp(self._library.info.uuid, self._moment, VERSION, len(self), ".", seals)
                write_stamp(directory / STAMP, stamp)
            except (OSError, RuntimeError):
                # A full disk or a directory made read-only: what is in memory is right, and the
                # next process tries again. FAISS says RuntimeError for both.
                return
            self._stamp = stamp


def bring_up_to_date(library: Library) -> None:
    """Have the index on disk hold what the library holds; quick where it does."""
    stamp = _usable_stamp(library)
    if stamp is None or stamp.moment != library.moment:
        VectorIndex.open(library)


def _usable_stamp(library: Library) -> Stamp | None:
    """Return the stamp of an index that is this library's, was made as we make it, and is whole."""
    stamp = read_stamp(library.directory / STAMP)
    if stamp is None or (stamp.library, stamp.version) != (library.info.uuid, VERSION):
        return None
    if not library.remembers(stamp.moment) or not whole(library.directory, stamp.seals):
        return None
    return stamp


def _loaded(library: Library, stamp: Stamp | None) -> Any:
    """Return the index on disk, `None` where it is not what its stamp says."""
    import faiss

    if stamp is None:
        return None
    try:
        index = faiss.read_index(str(library.directory / FILE))
    except (RuntimeError, MemoryError):  # a damaged length asks for any amount
        return None
    if not isinstance(index, faiss.IndexIDMap):
        return None
    fits = (index.ntotal, index.d) == (stamp.count, library.info.embedder.dimension)
    # Once more, since another process may have put its file there while this one was read.
    return index if fits and whole(library.directory, stamp.seals) else None


def _empty(dimension: int) -> Any:
    """Return an index without passages.

    IndexIDMap, since IndexIDMap2 also keeps a table back from ids, which nobody asks: reading
    300,000 vectors took 0.8 s with the one and 2.7 s with the other.
    """
    import faiss

    return faiss.IndexIDMap(faiss.IndexFlatIP(dimension))


def _only(allowed: NDArray[np.int64]) -> Any:
    """Return search parameters that let FAISS look at these ids alone.

    A bitmap, where id i is bit i % 8 of byte i // 8: the selector that asks least per passage.
    """
    import faiss

    flags = np.zeros(int(allowed.max()) + 1, dtype=bool)
    flags[allowed] = True
    select: Any = faiss.IDSelectorBitmap
    parameters: Any = faiss.SearchParameters
    return parameters(sel=select(np.packbits(flags, bitorder="little")))


def _worth_writing(moved: int, total: int) -> bool:
    return total <= SMALL or moved * SHARE >= total
