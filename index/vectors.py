"""The vectors of all passages in one index, derived from the library.

It has two parts: large files that seldom change and are read where they lie, and a small one with
what came since, in memory and written now and then. Stale, it is caught up by what came and went;
missing, truncated or another library's, it is made anew from the stored vectors. Nothing is
embedded for it. Where the directory cannot be written, it is kept in memory.
"""

import threading
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.snapshot import Snapshot
from index.stamps import Seal, Stamp, proven, read_stamp, replacing, sealed, whole, write_stamp
from index.vector_clusters import clustered, grown, write
from index.vector_files import (
    GONE,
    LARGE,
    LARGE_IDS,
    RECENT,
    VERSION,
    UnreadableError,
    VectorFiles,
    of_kind,
    read_ids,
    usable_stamp,
    write_ids,
)
from index.vector_parts import Filed, Flags, Found, Ids, Recent
from index.vector_sizes import SIZES, IndexKind, Sizes

if TYPE_CHECKING:
    from index.inventory import Moment

TIES = 16
"""Looked for beyond the limit: of copies of one passage the same are found, however it was made."""
TRIES = 3
"""Readings of the files, where others come in their place meanwhile."""
WAIT_SECONDS = 10.0
"""How long to wait for another process that writes the files, where they are to be written."""

NONE: Ids = np.empty(0, np.int64)


class VectorIndex:
    """Search for the passages nearest in meaning; may be called from several threads."""

    def __init__(self, library: Library, *, sizes: Sizes = SIZES) -> None:
        self._library = library
        self._sizes = sizes
        self._files = VectorFiles(library.directory, library.info.uuid)
        self._turn = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._begun = False
        self._present: Flags | None = None
        self._forget(library)
        self._take_up()

    @classmethod
    def open(cls, library: Library, *, sizes: Sizes = SIZES) -> Self:
        """Return the index of a library, up to date with it."""
        index = cls(library, sizes=sizes)
        index.refresh()
        return index

    def __len__(self) -> int:
        """Return how many passages it holds; those without a vector are not in it."""
        return len(self._filed or ()) - len(self._gone) + len(self._recent)

    @property
    def ids(self) -> Ids:
        """The ids of the passages in it, int64, shape (n,), in no order."""
        with self._turn:
            filed = self._filed.ids if self._filed else NONE
            return np.concatenate([np.setdiff1d(filed, self._gone, assume_unique=True), self._recent.ids])

    def described(self) -> IndexKind:
        """Return how the passages are kept and searched."""
        with self._turn:
            filed = self._filed
            clusters = filed.clusters if filed else 1
            return IndexKind(
                kind="clustered" if clusters > 1 else "exact",
                precision="float16",
                clusters=clusters,
                probed=filed.probed if filed else 1,
                base=len(filed) if filed else 0,
                recent=len(self._recent),
                gone=len(self._gone),
            )

    def refresh(self) -> bool:
        """Catch up with what was committed; return whether anything was.

        Costs one look at the library where nothing was. What came is taken into memory, and
        written once it is much; the large files are made anew only where the process has just
        begun, since that takes a minute for a million passages.
        """
        return self._renew(seconds=0, least=self._sizes.unwritten)

    def save(self) -> None:
        """Catch up, and have the files hold it too where they can be written."""
        self._renew(seconds=WAIT_SECONDS, least=0)

    def search(self, vector: NDArray[np.float32], limit: int, *, allowed: Ids | None = None) -> Found:
        """Return the nearest passages as (id, similarity), the nearest first, ties by id.

        Args:
            vector: float32 of unit length, shape (dimension,).
            limit: How many at most; no fewer come where as many are allowed.
            allowed: Ids of the only passages to look at; `None` for all.
        """
        query = np.ascontiguousarray(vector, dtype=np.float32)
        if limit <= 0 or (allowed is not None and not len(allowed)):
            return []
        among = None if allowed is None else _flags(allowed)
        with self._turn:
            found = self._recent.search(query, limit + TIES, among=among)
            if self._filed:
                exact = self._sizes.exact
                among = self._among_filed(among)
                found += self._filed.search(query, limit + TIES, among=among, exact=exact)
        # Rounding may pass 1 by a hair.
        hits = ((number, max(-1.0, min(1.0, similarity))) for number, similarity in found)
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def proven(self) -> bool:
        """Return whether the files on disk are, byte for byte, what was written; reads them whole.

        True as well where there are none: then the index is in memory only.
        """
        stamp = read_stamp(self._files.stamp)
        return stamp is None or proven(self._files.folder, stamp.seals)

    def _among_filed(self, among: Flags | None) -> Flags | None:
        """Return which passages to look for in the large files, `None` for all that are in them."""
        assert self._filed is not None, "asked without large files"
        if among is None and not len(self._gone):
            return None
        present = self._present
        if present is None:
            present = self._present = self._filed.present()
            present[self._gone] = False
        if among is None:
            return present
        size = min(len(among), len(present))
        both: Flags = among[:size] & present[:size]
        return both

    def _forget(self, library: Library) -> None:
        """Hold nothing, and nothing of the files."""
        self._stamp: Stamp | None = None
        self._moment: Moment | None = None
        self._take(None, (), NONE, Recent.empty(library.info.embedder.dimension))

    def _take(self, filed: Filed | None, large: tuple[Seal, ...], gone: Ids, recent: Recent) -> None:
        """Hold these parts; `large` are the seals of the large files."""
        self._filed, self._large, self._recent = filed, large, recent
        self._unwritten = 0
        self._set_gone(gone)

    def _set_gone(self, gone: Ids) -> None:
        self._gone = gone
        self._present = None

    def _take_up(self) -> None:
        """Hold what is on disk, where that is of use; else keep what is held."""
        for _ in range(TRIES):
            self._seen = self._files.state()
            self._stamp = usable_stamp(self._library)
            if self._stamp is not None and self._load(self._stamp):
                return
            if self._files.state() == self._seen:
                break
        self._stamp = None

    def _load(self, stamp: Stamp) -> bool:
        """Hold what the stamp names; return False, and change nothing, where it cannot be read."""
        folder, dimension = self._files.folder, self._library.info.embedder.dimension
        named = {kind: of_kind(stamp, kind) for kind in (LARGE, LARGE_IDS, RECENT, GONE)}
        paths = {kind: folder / seal.name for kind, seal in named.items() if seal}
        filed, recent, gone = None, Recent.empty(dimension), NONE
        try:
            if LARGE in paths or LARGE_IDS in paths:
                filed = Filed.open(paths[LARGE], paths[LARGE_IDS], dimension=dimension)
            if RECENT in paths:
                recent = Recent.read(paths[RECENT], dimension=dimension)
            if GONE in paths:
                gone = read_ids(paths[GONE])
        except (UnreadableError, KeyError):
            return False
        if len(filed or ()) - len(gone) + len(recent) != stamp.count:
            return False
        large = tuple(seal for kind, seal in named.items() if seal and kind in (LARGE, LARGE_IDS))
        self._take(filed, large, gone, recent)
        self._moment = stamp.moment
        return True

    def _renew(self, *, seconds: float, least: int) -> bool:
        """Catch up; return whether there was anything to.

        Args:
            seconds: How long to wait for the lock; without it nothing is written.
            least: How many vectors have to have come or gone to be worth writing.
        """
        with self._turn:
            began = not self._begun
            if self._library.moment == self._moment and (least or self._is_written()):
                return False
            self._begun = True
            with self._files.locked(seconds=seconds) as held:
                if self._files.state() != self._seen:
                    self._take_up()
                with Snapshot.of(self._library) as view:
                    writable = held and view.info.uuid == self._library.info.uuid
                    self._catch_up(view, writable=writable)
                if writable:
                    self._keep(least=least, began=began)
            return True

    def _is_written(self) -> bool:
        return self._stamp is not None and self._stamp.moment == self._moment

    def _catch_up(self, view: Snapshot, *, writable: bool) -> None:
        """Bring in what came and take out what went."""
        if self._moment and not view.remembers(self._moment):
            self._forget(view)
        if self._moment is not None or not writable or not self._file_all_of(view):
            since = self._moment.generation if self._moment else -1
            if self._moment:
                self._remove(view.removed_since(since))
            for ids, vectors in view.vectors_since(since):
                self._remove(ids)  # of a vector made again, or of a catching up that was broken off
                self._recent.add(ids, vectors)
                self._unwritten += len(ids)
        self._moment = view.moment

    def _remove(self, ids: Ids) -> None:
        self._unwritten += self._recent.remove(ids)
        if self._filed and len(ids):
            gone = ids[self._filed.holds(ids)]
            if len(gone):
                self._unwritten += len(gone)
                self._set_gone(np.union1d(self._gone, gone))

    def _file_all_of(self, view: Snapshot) -> bool:
        """Put all there is into large files, where it is much; return whether that was done."""
        if self._sizes.settled(view.passage_count(), 0):
            return False
        counts = view.counts()
        count, dimension = counts.passages - counts.waiting, view.info.embedder.dimension
        if self._sizes.settled(count, 0):
            return False
        return self._file(
            lambda: clustered(lambda: view.vectors_since(-1), count, sizes=self._sizes, dimension=dimension)
        )

    def _keep(self, *, least: int, began: bool) -> None:
        """Write what is worth it; the lock is held."""
        settled = self._sizes.settled(len(self._recent) + len(self._gone), len(self._filed or ()))
        if not settled and (began or not least or self._stamp is None):
            settled = self._file(self._merged)
        if self._stamp is None or (settled and self._unwritten >= least):
            self._write()

    def _merged(self) -> Any:
        """Return all that is held as one index, with new clusters where it has outgrown the old."""
        filed, gone, recent = self._filed, self._gone, self._recent
        if filed and not self._sizes.outgrown(filed.clusters, len(self)):
            return grown(filed, recent.chunks(), without=gone)
        return clustered(
            lambda: chain(filed.chunks(without=gone) if filed else (), recent.chunks()),
            len(self),
            sizes=self._sizes,
            dimension=self._library.info.embedder.dimension,
        )

    def _file(self, make: Callable[[], Any]) -> bool:
        """Have large files hold what `make` returns, and nothing beside; the lock is held.

        Returns False, and changes nothing, where they cannot be written.
        """
        dimension = self._library.info.embedder.dimension
        index = make()
        if not index.ntotal:
            self._take(None, (), NONE, Recent.empty(dimension))
            return True
        large, ids = self._files.fresh(LARGE), self._files.fresh(LARGE_IDS)
        try:
            with replacing(large) as beside, replacing(ids) as ids_beside:
                write(index, beside, ids_beside)
            seals = sealed([large, ids])
            filed = Filed.open(large, ids, dimension=dimension)
        except (OSError, RuntimeError, UnreadableError):  # FAISS says RuntimeError for a full disk
            return False
        self._take(filed, seals, NONE, Recent.empty(dimension))
        self._unwritten = len(filed)
        return True

    def _write(self) -> None:
        """Write the small files and the stamp; the lock is held.

        Where that cannot be done, what is in memory is right, and the next process tries again.
        """
        assert self._moment is not None, "written before it was caught up"
        if not whole(self._files.folder, self._large):
            return
        try:
            seals = self._small_seals()
            stamp = Stamp(self._library.info.uuid, self._moment, VERSION, len(self), ".", seals)
            write_stamp(self._files.stamp, stamp)
        except (OSError, RuntimeError):
            return
        self._stamp, self._seen, self._unwritten = stamp, self._files.state(), 0
        self._files.sweep(self._files.folder / seal.name for seal in seals)

    def _small_seals(self) -> tuple[Seal, ...]:
        """Return the seals of all files, after writing the small ones where they are not as held."""
        if self._stamp is not None and not self._unwritten:
            return self._stamp.seals
        small = []
        if len(self._recent):
            small.append(self._files.fresh(RECENT))
            with replacing(small[-1]) as beside:
                self._recent.write(beside)
        if len(self._gone):
            small.append(self._files.fresh(GONE))
            with replacing(small[-1]) as beside:
                write_ids(beside, self._gone)
        return (*self._large, *sealed(small))


def bring_up_to_date(library: Library, *, sizes: Sizes = SIZES) -> None:
    """Have the index on disk hold what the library holds; quick where it does."""
    stamp = usable_stamp(library)
    if stamp is None or stamp.moment != library.moment:
        VectorIndex(library, sizes=sizes).save()


def _flags(allowed: Ids) -> Flags:
    flags = np.zeros(int(allowed.max()) + 1, dtype=bool)
    flags[allowed] = True
    return flags
