"""Passages that wait for their vectors → vectors in the library."""

from collections.abc import Callable, Iterator

from index.embedder import Embedder
from index.library import Library
from index.progress import Embedding
from index.writing import Writer

POOL = 1024
"""Texts taken from the library at a time, so that those of about one length are embedded together."""
BATCH = 64
"""Passages embedded and stored between two looks at whether to stop; about a second's work."""


class LoadedOnce:
    """An embedder, loaded when it is first asked for and kept."""

    def __init__(self, load: Callable[[], Embedder]) -> None:
        self._load = load
        self._loaded: Embedder | None = None

    def __call__(self) -> Embedder:
        """Return the embedder."""
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded

    def forget(self) -> None:
        """Load it anew the next time: the library may have been rebuilt with another one."""
        self._loaded = None

    def fitting(self, library: Library) -> Embedder:
        """Return the embedder, if it is the one the library was made with.

        Raises:
            LibraryMismatchError: It is another one.
        """
        embedder = self()
        library.require_embedder(embedder)
        return embedder


def embed_waiting(writer: Writer, loading: LoadedOnce, cancelled: Callable[[], bool]) -> Iterator[Embedding]:
    """Embed what the library holds without vectors, each batch stored as soon as it is made."""
    done, total = 0, writer.waiting_count()
    while waiting := writer.waiting(POOL):
        # Texts of about one length, so that little of a batch is padding.
        ordered = sorted(waiting, key=lambda digest: len(waiting[digest]))
        for first in range(0, len(ordered), BATCH):
            if cancelled():
                return
            digests = ordered[first : first + BATCH]
            vectors = loading.fitting(writer.library).embed([waiting[digest] for digest in digests])
            writer.store_vectors(digests, vectors)
            done += len(digests)
            yield Embedding(done, total)
