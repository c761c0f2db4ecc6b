"""A question → ranked passages, by the program's own search and by the plain ways beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evaluation.data import Question
from evaluation.judging import Shown
from index.scope import EVERYTHING, Scope
from index.vectors import VectorIndex
from index.words import WordIndex
from qa.retrieval.reranking import Scored
from qa.retrieval.retriever import Retriever

CANDIDATES = 100
"""Passages taken from each list before a plain way fuses them."""
RRF_K = 60
"""Of reciprocal rank fusion as Cormack, Clarke and Büttcher (2009) give it."""
LONG_AFTER = date(9000, 1, 1)
"""A day no article is near to: words such as "this week" then say nothing."""
DENSE, BM25, RRF, MIN_MAX, OURS = "dense", "BM25", f"RRF, k = {RRF_K}", "min-max", "ours"
PLAIN = (DENSE, BM25, RRF, MIN_MAX)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to the program."""

    question: Question
    scope: Scope = EVERYTHING
    today: date | None = None
    """What its words of time are relative to; `None` for a day long after all articles."""


class Rankers:
    """The ways of ranking, over one library."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._vectors = VectorIndex.open(retriever.library)
        self._words = WordIndex.open(retriever.library)

    def ours(self, asked: Asked, limit: int) -> list[Shown]:
        """Return the best passages by the program's own search."""
        hits = self._retriever.search(
            asked.question.text, limit=limit, scope=asked.scope, today=asked.today or LONG_AFTER
        )
        return [Shown.of(hit) for hit in hits]

    def plain(self, asked: Asked, limit: int) -> dict[str, list[Shown]]:
        """Return the best passages by each of the plain ways."""
        (vector,) = self._retriever.embed([asked.question.text])
        allowed = self._retriever.library.within(asked.scope)
        dense = self._vectors.search(vector, CANDIDATES, allowed=allowed)
        bm25 = self._words.search(asked.question.text, CANDIDATES, allowed=allowed)
        ranked = {
            DENSE: _ids(dense)[:limit],
            BM25: _ids(bm25)[:limit],
            RRF: reciprocal_rank_fusion([_ids(dense), _ids(bm25)])[:limit],
            MIN_MAX: min_max_fusion([dense, bm25])[:limit],
        }
        held = self._retriever.library.passages(set().union(*ranked.values()))
        return {way: [Shown.of(held[number]) for number in ids] for way, ids in ranked.items()}


def reciprocal_rank_fusion(lists: Sequence[Sequence[int]], *, k: int = RRF_K) -> list[int]:
    """Return the ids by the sum of 1 / (k + rank) over the lists, best first, ties by id."""
    fused: dict[int, float] = {}
    for ids in lists:
        for rank, number in enumerate(ids, start=1):
            fused[number] = fused.get(number, 0.0) + 1 / (k + rank)
    return _by_score(fused)


def min_max_fusion(lists: Sequence[Scored]) -> list[int]:
    """Return the ids by the sum of their scores, best first, ties by id.

    Each list is scaled so that its best is 1 and its worst 0, which is also what an id gets that is
    not in it; the lists weigh the same.
    """
    fused: dict[int, float] = {}
    for ranked in lists:
        scores = [score for _, score in ranked]
        low, span = min(scores, default=0.0), max(scores, default=0.0) - min(scores, default=0.0)
        for number, score in ranked:
            fused[number] = fused.get(number, 0.0) + ((score - low) / span if span > 0 else 1.0)
    return _by_score(fused)


def _by_score(fused: dict[int, float]) -> list[int]:
    return sorted(fused, key=lambda number: (-fused[number], number))


def _ids(ranked: Scored) -> list[int]:
    return [number for number, _ in ranked]
