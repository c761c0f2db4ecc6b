"""Passages that wait for their vectors → vectors in the library."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.embedder import Embedder
from index.library import Library
from index.progress import Embedding
from index.writing import Writer, require_vectors

BATCH = 128
"""Pieces embedded, and their passages stored, between two looks at whether to stop; about a second's
work."""

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


def embed_waiting(writer: Writer, loading: LoadedOnce, cancelled: Callable[[], bool]) -> Iterator[Embedding]:
    """Embed what the library holds without vectors, each batch stored as soon as it is made.

    Passages come in the order of their articles, so that a piece that several hold is embedded once.
    Of what the light encoder then computes 11 % is padding on news; of 1,024 pieces sorted by length
    it would be 2 %, but no passage would be whole before the last of them, ten seconds later.
    """
    done, total = 0, writer.waiting_count()
    known: _Vectors = {}
    while waiting := writer.waiting(BATCH):
        if cancelled():
            return
        batch = _batch(waiting, known)
        known = _embedded(batch, known, loading.fitting(writer.library))
        vectors = [mean_vector([known[text] for text in texts]) for texts in batch.values()]
        writer.store_vectors(list(batch), np.stack(vectors))
        done += len(batch)
        yield Embedding(done, total)


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


def _batch(waiting: _Texts, known: _Vectors) -> _Texts:
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
