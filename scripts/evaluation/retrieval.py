"""How high the passages that hold the answer rank, for four ways of ranking them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evaluation.data import Question
from evaluation.measures import Figure, Ranking, hit_at, ndcg, reciprocal_rank
from evaluation.tables import Table
from index.vectors import VectorIndex
from index.words import WordIndex
from qa.fusion import Scored
from qa.retriever import CANDIDATES, Retriever

RANKED = 10
RRF_K = 60
"""Of reciprocal rank fusion as Cormack, Clarke and Büttcher (2009) give it."""
OURS, RIVAL = "ours", f"RRF, k = {RRF_K}"

Lists = Mapping[str, list[int]]
"""Way of ranking → passage ids, best first."""


class Rankers:
    """The ways of ranking, over one library."""

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever
        self._vectors = VectorIndex.open(retriever.library)
        self._words = WordIndex.open(retriever.library)

    def rank(self, question: str) -> Lists:
        """Return the best passages for a question by each way."""
        (vector,) = self.retriever.embed([question])
        dense = self._vectors.search(vector, CANDIDATES)
        bm25 = self._words.search(question, CANDIDATES)
        return {
            "dense": _ids(dense),
            "BM25": _ids(bm25),
            RIVAL: reciprocal_rank_fusion([_ids(dense), _ids(bm25)])[:RANKED],
            OURS: [hit.passage for hit in self.retriever.search(question, limit=RANKED)],
        }

    def rankings(self, question: Question) -> dict[str, Ranking]:
        """Return by each way which of the question's places each of the best passages meets."""
        lists = self.rank(question.text)
        found = self.retriever.library.passages(set().union(*lists.values()))
        met = {
            number: next((place for place in question.places if place.meets(passage)), None)
            for number, passage in found.items()
        }
        return {way: [met[number] for number in ids] for way, ids in lists.items()}


def measure_retrieval(name: str, retriever: Retriever, questions: Sequence[Question]) -> Table:
    """Return hits, reciprocal ranks and gains of each way, and how far ours is ahead of rank fusion."""
    rankers = Rankers(retriever)
    scores: dict[str, list[dict[str, float]]] = {}
    for question in questions:
        for way, ranking in rankers.rankings(question).items():
            scores.setdefault(way, []).append(_scored(ranking, len(question.places)))
    rows = {way: {column: _mean(of_way, column) for column in of_way[0]} for way, of_way in scores.items()}
    rows[f"{OURS} - RRF"] = {
        column: Figure.mean(_column(scores[OURS], column) - _column(scores[RIVAL], column))
        for column in rows[OURS]
    }
    held = retriever.holdings
    title = f"{name}: {held.articles:,} articles, {held.passages:,} passages, {len(questions):,} questions"
    return Table(title, rows)


def reciprocal_rank_fusion(lists: Sequence[Sequence[int]], *, k: int = RRF_K) -> list[int]:
    """Return the ids by the sum of 1 / (k + rank) over the lists, best first, ties by id."""
    fused: dict[int, float] = {}
    for ids in lists:
        for rank, number in enumerate(ids, start=1):
            fused[number] = fused.get(number, 0.0) + 1 / (k + rank)
    return sorted(fused, key=lambda number: (-fused[number], number))


def _ids(ranked: Scored) -> list[int]:
    return [number for number, _ in ranked]


def _scored(ranking: Ranking, wanted: int) -> dict[str, float]:
    hits = {f"Hits@{k}": hit_at(ranking, k) for k in (1, 4, RANKED)}
    return hits | {
        f"MRR@{RANKED}": reciprocal_rank(ranking, RANKED),
        f"nDCG@{RANKED}": ndcg(ranking, wanted, RANKED),
    }


def _mean(scores: Sequence[Mapping[str, float]], column: str) -> Figure:
    return Figure.mean(_column(scores, column))


def _column(scores: Sequence[Mapping[str, float]], column: str) -> NDArray[np.float64]:
    return np.array([score[column] for score in scores], np.float64)
