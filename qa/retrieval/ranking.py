"""A question's words and vector → passages ranked by all that speaks for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.records import Article, Passage
from index.vectors import VectorIndex
from index.words import WordIndex
from qa.retrieval.relevance import Asked, Scale, Signals, Weights
from qa.retrieval.settings import USUAL, SearchSettings

CANDIDATES = 150
"""Passages taken from each index; neighbours overlap, so that they are about 60 places."""
READ = 40
"""Passages whose words are looked at, none overlapping another."""
REACH = 5
"""So many candidates for each passage needed: one of three pieces overlaps two before and two after it."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with what ranks it."""

    passage: Passage
    article: Article
    signals: Signals
    similarity: float | None
    """Cosine of question and passage in [-1, 1]; `None` where it has no vector yet."""
    bm25: float | None
    """BM25 score; `None` where it has none of the question's words."""
    dense_rank: int | None
    """Its place by meaning alone, from 1; `None` where it is not among the first `CANDIDATES`."""
    bm25_rank: int | None
    """Its place by words alone, likewise."""
    fused: float
    """The signals' weighted mean, in [0, 1]."""
    score: float
    """What it is ranked by, in [0, 1]: the fused score, and what came after it."""
    timeliness: float = 1.0
    """What its day multiplied the score by."""

    def scored(self, score: float) -> "Ranked":
        """Return the passage with another score."""
        return replace(self, score=score)

    def timed(self, factor: float) -> "Ranked":
        """Return the passage with its score multiplied for its day."""
        return replace(self, score=self.score * factor, timeliness=factor)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the indexes say of the candidates."""

    similarities: dict[int, float]
    bm25: dict[int, float]
    dense_ranks: dict[int, int]
    bm25_ranks: dict[int, int]

    def at_best(self, most: int) -> "_Found":
        """Return it with the highest score that what one index does not list may have there.

        That is its last one's, where it lists as many as were asked for; else it has no other.
        """
        both = self.similarities.keys() | self.bm25.keys()
        return replace(
            self,
            similarities=dict.fromkeys(both, _bound(self.similarities, most)) | self.similarities,
            bm25=dict.fromkeys(both, _bound(self.bm25, most)) | self.bm25,
        )


class Ranker:
    """Ranks the passages of one library."""

    def __init__(
        self,
        library: Library,
        vectors: VectorIndex,
        words: WordIndex,
        *,
        settings: SearchSettings = USUAL,
    ) -> None:
        self._library = library
        self._vectors = vectors
        self._words = words
        self._weights = settings.weights
        self._chosen = self._leading if "overlaps" in settings.left_out else self._apart

    def ranked(
        self, text: str, vector: NDArray[np.float32], *, limit: int, allowed: NDArray[np.int64] | None
    ) -> list[Ranked]:
        """Return the best passages, best first, ties by id.

        Passages that overlap a better one come only where there are not enough others.

        Args:
            text: The question.
            vector: The question's, float32 of unit length, shape (dimension,).
            limit: How many are needed; more come where there are more.
            allowed: Ids of the only passages to look at, sorted; `None` for all.
        """
        asked = Asked.of(text, self._words.term_weights(text))
        most = max(CANDIDATES, REACH * limit)
        dense = self._vectors.search(vector, most, allowed=allowed) if self._weights.dense else []
        worded = self._words.search(text, most, allowed=allowed) if self._weights.bm25 else []
        found = _Found(dict(dense), dict(worded), _ranks(dense), _ranks(worded))
        first = self._first(asked, found.at_best(most))
        read = self._chosen(first, max(READ, 2 * limit))
        if len(read) < limit:
            # All of them: those that overlap the most would come first, and share a place later.
            taken = set(read)
            read += [number for number in first if number not in taken]
        self._add_similarities(vector, found, read)
        self._add_words(text, found, read)
        placed = self._library.placed(read)
        ranked = [
            _ranked(placed[number], asked, found, weights=self._weights)
            for number in read
            if number in placed
        ]
        return sorted(ranked, key=lambda one: (-one.score, one.passage.id))

    def _add_similarities(self, vector: NDArray[np.float32], found: _Found, read: Sequence[int]) -> None:
        """Add how near in meaning those are that only the words found."""
        stored = self._library.vectors_of(set(read) - found.similarities.keys())
        if stored:
            # Rounding may pass 1 by a hair.
            similarities = np.clip(np.stack(list(stored.values())) @ vector, -1, 1)
            found.similarities.update(zip(stored, similarities.tolist(), strict=True))

    def _add_words(self, text: str, found: _Found, read: Sequence[int]) -> None:
        """Add the BM25 scores of those that only their meaning found."""
        missing = np.array(sorted(set(read) - found.bm25.keys()), dtype=np.int64)
        if len(missing):
            found.bm25.update(self._words.search(text, len(missing), allowed=missing))

    def _first(self, asked: Asked, found: _Found) -> list[int]:
        """Return the candidates by what the indexes alone say, best first; both say something of each."""
        scale = Scale.of(len(asked.weights), self._weights)
        scores = {
            number: scale.mean(max(0.0, similarity), asked.share(found.bm25[number]), 0.0)
            for number, similarity in found.similarities.items()
        }
        return sorted(scores, key=lambda number: (-scores[number], number))

    def _leading(self, order: Sequence[int], most: int) -> list[int]:
        """Return the first passages, whatever they overlap."""
        return list(order[:most])

    def _apart(self, order: Sequence[int], most: int) -> list[int]:
        """Return the first passages that overlap none before them."""
        taken: dict[int, list[tuple[int, int]]] = {}
        kept: list[int] = []
        for number, (article, start, end) in self._spans(order, 2 * most):
            others = taken.setdefault(article, [])
            if all(end <= other[0] or start >= other[1] for other in others):
                others.append((start, end))
                kept.append(number)
                if len(kept) == most:
                    break
        return kept

    def _spans(self, order: Sequence[int], step: int) -> Iterator[tuple[int, tuple[int, int, int]]]:
        """Yield passages in order with where they are; so many are asked for at a time."""
        for first in range(0, len(order), step):
            some = order[first : first + step]
            spans = self._library.spans(some)
            yield from ((number, spans[number]) for number in some if number in spans)


def _bound(scores: Mapping[int, float], most: int) -> float:
    return min(scores.values()) if len(scores) == most else 0.0


def _ranks(ranked: Sequence[tuple[int, float]]) -> dict[int, int]:
    return {number: rank for rank, (number, _) in enumerate(ranked, start=1)}


def _signals(number: int, asked: Asked, found: _Found, *, near: float) -> Signals:
    similarity = max(0.0, found.similarities.get(number, 0.0))
    return Signals(similarity, asked.share(found.bm25.get(number, 0.0)), near)


def _ranked(placed: tuple[Passage, Article], asked: Asked, found: _Found, *, weights: Weights) -> Ranked:
    passage, article = placed
    number = passage.id
    # what the full-text index did not find has none of the words, and need not be looked at for them
    near = asked.near(article.title, passage.text) if number in found.bm25 else 0.0
    signals = _signals(number, asked, found, near=near)
    score = signals.score(len(asked.weights), weights=weights)
    return Ranked(
        passage=passage,
        article=article,
        signals=signals,
        similarity=found.similarities.get(number),
        bm25=found.bm25.get(number),
        dense_rank=found.dense_ranks.get(number),
        bm25_rank=found.bm25_ranks.get(number),
        fused=score,
        score=score,
    )
