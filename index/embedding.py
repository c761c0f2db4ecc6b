"""Passages that wait for their vectors → vectors in the library."""

from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.embedder import Embedder
from index.library import Library
from index.progress import Embedding
from index.writing import Writer, require_vectors

BATCH = 128
"""Pieces embedded, and their passages stored, between two looks at whether to stop: at most about a
second's work. Sorted by length, they are cut into the encoder's own batches, by tokens."""

_Texts = dict[bytes, tuple[str, ...]]
"""What is embedded for passages, a text a piece, by their digests."""
_Vectors = dict[str, NDArray[np.float32]]
"""Of pieces, by their texts."""


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


@dataclass(frozen=True, slots=True)
class _Running:
    """A batch that is being embedded."""

    batch: _Texts
    vectors: Future[_Vectors]
    """Of all its pieces."""

    @property
    def has_succeeded(self) -> bool:
        """Whether its vectors are there."""
        return self.vectors.done() and self.vectors.exception() is None


class Backlog:
    """What a library holds without vectors, embedded while the caller reads and stores.

    A thread of its own computes, and does nothing else: the library is the caller's alone. Passages come
    in the order of their articles, so that a piece that several hold is embedded once.
    """

    def __init__(self, writer: Writer, loading: LoadedOnce) -> None:
        self._writer = writer
        self._loading = loading
        self._thread = ThreadPoolExecutor(1, "embedding")
        self._running: _Running | None = None
        self._known: _Vectors = {}
        self._came_in = 0
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the batch that is being embedded; stored or not, it is not begun twice in one run."""
        self._thread.shutdown()

    def came_in(self, passages: int) -> None:
        """Note that passages came in, and have them embedded when they are enough; waits for nothing.

        An embedder that failed is told of by `work_off`, so that all else is stored before.
        """
        self._came_in += passages
        if self._came_in >= BATCH and (self._running is None or self._running.has_succeeded):
            self._turn_to(self._following())

    def work_off(self, cancelled: Callable[[], bool]) -> Iterator[Embedding]:
        """Embed all that waits, each batch stored as soon as it is made, while the next is embedded."""
        total = self._done + self._writer.waiting_count()
        while True:
            following = {} if cancelled() else self._following()
            if self._turn_to(following):
                yield Embedding(self._done, total)
            if not following:
                return

    def _following(self) -> _Texts:
        """Return the next batch, none of it being embedded already; empty where nothing waits."""
        begun = self._running.batch if self._running else {}
        waiting = self._writer.waiting(BATCH + len(begun))
        return _batch(
            {digest: texts for digest, texts in waiting.items() if digest not in begun},
            known=set(chain.from_iterable(begun.values())),
        )

    def _turn_to(self, following: _Texts) -> int:
        """Begin with a batch, if it holds anything; store the one before, and return its passages."""
        before = self._running
        if before:
            self._known = before.vectors.result()
        self._running = self._begun(following) if following else None
        if not before:
            return 0
        vectors = [mean_vector([self._known[text] for text in texts]) for texts in before.batch.values()]
        self._writer.store_vectors(list(before.batch), np.stack(vectors))
        self._done += len(before.batch)
        return len(before.batch)

    def _begun(self, batch: _Texts) -> _Running:
        self._came_in = max(0, self._came_in - len(batch))
        embedder = self._loading.fitting(self._writer.library)
        return _Running(batch, self._thread.submit(_embedded, batch, self._known, embedder))


def embed_waiting(writer: Writer, loading: LoadedOnce, cancelled: Callable[[], bool]) -> Iterator[Embedding]:
    """Embed what the library holds without vectors, each batch stored as soon as it is made."""
    with Backlog(writer, loading) as backlog:
        yield from backlog.work_off(cancelled)


def mean_vector(pieces: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the vector of a passage: the mean of its pieces' vectors, scaled to unit length.

    Its cosine to a question is their mean cosine up to that scale, so that a passage is near where
    all its pieces are somewhat near or one very much; in one text of that length, what the question
    is about would be drowned by what else is said.

    Args:
        pieces: At least one; float32 of unit length, shape (dimension,) each.
    """
    mean: NDArray[np.float32] = np.mean(pieces, axis=0, dtype=np.float32)
    length = np.linalg.norm(mean)
    if length == 0:  # opposites cancel out; an embedder that gives them for one article says nothing
        return pieces[0]
    mean /= length
    return mean


def _batch(waiting: _Texts, known: Set[str]) -> _Texts:
    """Return the first of the passages, as many as bring `BATCH` unknown pieces, at least one."""
    batch: _Texts = {}
    new: set[str] = set()
    for digest, texts in waiting.items():
        new.update(text for text in texts if text not in known)
        if batch and len(new) > BATCH:
            break
        batch[digest] = texts
    return batch


def _embedded(batch: _Texts, known: _Vectors, embedder: Embedder) -> _Vectors:
    """Return the vectors of all pieces of a batch, those embedded that are not known."""
    pieces = dict.fromkeys(chain.from_iterable(batch.values()))
    if new := [text for text in pieces if text not in known]:
        vectors = embedder.embed(new)
        require_vectors(vectors, len(new), embedder)
        known = known | dict(zip(new, vectors, strict=True))
    return {text: known[text] for text in pieces}
