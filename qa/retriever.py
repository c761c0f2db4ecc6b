"""A question → the passages that bear on it, by meaning and by words."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.embedder import Embedder
from index.errors import LibraryDamagedError
from index.library import Library
from index.records import Article, Passage
from index.scope import EVERYTHING, Scope
from index.vectors import VectorIndex
from index.words import WordIndex
from qa.asking import Holdings
from qa.fusion import fuse
from qa.records import Hit

CANDIDATES = 100
"""Passages taken from each list before they are fused."""

EmbedderOf = Callable[[Library], Embedder]
"""Loads the embedder a library was made with."""


class Retriever:
    """Hybrid search over one open library, always of its last committed state.

    Where the library is rebuilt meanwhile, with another embedder or other passages, the next
    search goes over the new one.
    """

    def __init__(
        self, library: Library, embedder: Embedder, *, embedder_of: EmbedderOf | None = None
    ) -> None:
        library.require_embedder(embedder)
        self.library = library
        self.embedder = embedder
        self._embedder_of = embedder_of
        self._open_indexes()

    @classmethod
    def open(cls, directory: Path, embedder: Embedder, *, embedder_of: EmbedderOf | None = None) -> Self:
        """Return a retriever over the library in `directory`.

        Args:
            directory: The library's.
            embedder: The one it was made with.
            embedder_of: Asked for another one after a rebuild; without it, a rebuild with another
                embedder ends in a `LibraryMismatchError`.

        Raises:
            LibraryError: There is none, it is damaged, or it was made with another embedder.
        """
        library = Library.open(directory)
        try:
            return cls(library, embedder, embedder_of=embedder_of)
        except BaseException:
            library.close()
            raise

    def close(self) -> None:
        """Let go of the library."""
        self.library.close()

    @property
    def holdings(self) -> Holdings:
        """What the library holds now."""
        counts = self.library.counts()
        return Holdings(
            self.library.directory,
            counts.articles,
            counts.passages,
            counts.first,
            counts.last,
            counts.waiting,
        )

    def search(self, question: str, *, limit: int = 10, scope: Scope = EVERYTHING) -> list[Hit]:
        """Return the best passages for a question, best first; none where nothing matches.

        Args:
            question: In the reader's words; nothing in it is read as an operator.
            limit: How many at most.
            scope: Only passages of these articles are looked at, and none of them missed.
        """
        self._keep_up()
        try:
            return self._search(question, limit, scope)
        except LibraryDamagedError:
            if not self._keep_up():
                raise
            # The library was rebuilt between two looks at it.
            return self._search(question, limit, scope)

    def _keep_up(self) -> bool:
        """Take note of what was committed; return whether the library was rebuilt."""
        renewed = self.library.renew()
        if renewed:
            if self._embedder_of:
                self.embedder = self._embedder_of(self.library)
            self.library.require_embedder(self.embedder)
            self._open_indexes()
        else:
            self._vectors.refresh()
            self._words.refresh()
        return renewed

    def _open_indexes(self) -> None:
        self._vectors = VectorIndex.open(self.library)
        self._words = WordIndex.open(self.library)

    def _search(self, question: str, limit: int, scope: Scope) -> list[Hit]:
        allowed = self.library.within(scope)
        (vector,) = self.embedder.embed([question])
        dense = self._vectors.search(vector, CANDIDATES, allowed=allowed)
        bm25 = self._words.search(question, CANDIDATES, allowed=allowed)
        fused = fuse(dense, bm25)[:limit]
        similar = self._similarities(vector, [passage for passage, _ in fused])
        worded = dict(bm25)
        placed = self.library.placed(passage for passage, _ in fused)
        present = [(number, score) for number, score in fused if number in placed]
        return [
            _hit(rank, score, *placed[number], similarity=similar.get(number), bm25=worded.get(number))
            for rank, (number, score) in enumerate(present, start=1)
        ]

    def term_weights(self, terms: list[str]) -> dict[str, float]:
        """Return how much each term tells the library's passages apart, in nats."""
        return self._words.term_weights(" ".join(terms))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 rows of unit length, shape (n, dimension)."""
        return self.embedder.embed(texts)

    def _similarities(self, vector: NDArray[np.float32], passages: list[int]) -> dict[int, float]:
        stored = self.library.vectors_of(passages)
        return {number: float(other @ vector) for number, other in stored.items()}


def _hit(
    rank: int,
    score: float,
    passage: Passage,
    article: Article,
    *,
    similarity: float | None,
    bm25: float | None,
) -> Hit:
    return Hit(
        rank=rank,
        score=score,
        passage=passage.id,
        article=article.id,
        title=article.title,
        source=article.source,
        date=article.date,
        path=article.path,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        similarity=similarity,
        bm25=bm25,
    )
