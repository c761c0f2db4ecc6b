"""Questions to an open library: the whole retrieval, its parts, and exact search beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarking.exact import Exact, nearest, recall
from benchmarking.prose import Prose
from benchmarking.samples import sample_questions
from benchmarking.spread import Latency
from index.embedder import Embedder
from index.library import Library
from index.vector_sizes import IndexKind
from index.vectors import VectorIndex
from index.words import WordIndex
from qa.retriever import CANDIDATES, Retriever

LIMIT = 10
"""Passages asked for, as `qa search` asks."""

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Near:
    """Search by meaning alone, for as many candidates as the retriever asks for."""

    kind: IndexKind
    latency: Latency
    recall_10: float
    """Of the ten nearest passages by brute force, the share that the index gives asked for ten."""
    recall_100: float
    """Likewise of a hundred, asked for a hundred."""


@dataclass(frozen=True, slots=True)
class Rival:
    """All vectors as float32 in memory, looked at one by one."""

    latency: Latency
    load_s: float
    """To read them from the database."""


@dataclass(frozen=True, slots=True)
class Warm:
    """Retrieval over an open library, in milliseconds a question."""

    whole: Latency
    """`Retriever.search`: all that stands between a question and its passages."""
    embedding: Latency
    """This and the next two are its parts, each measured apart over the same questions."""
    near: Near
    words: Latency
    rival: Rival
    """To `near`."""

    @property
    def rest_ms(self) -> float:
        """What the medians of the parts leave of the whole's: fusing, reading passages and articles."""
        parts = (self.embedding, self.near.latency, self.words)
        return self.whole.p50.median - sum(part.p50.median for part in parts)


def mixed_questions(prose: Prose, count: int) -> list[str]:
    """Return so many different questions: those about the samples, and made ones for the rest."""
    asked = list(dict.fromkeys(sample_questions()))[: (count + 1) // 2]
    return asked + prose.questions(count - len(asked))


def measure_warm(directory: Path, embedder: Embedder, questions: Sequence[str], *, rounds: int) -> Warm:
    """Return how long the questions take a library that is open."""
    whole = _whole(directory, embedder, questions, rounds)
    queries = np.ascontiguousarray(embedder.embed(questions))
    with Library.open(directory) as library:
        index = WordIndex.open(library)
        return Warm(
            whole=whole,
            embedding=Latency.of(lambda question: embedder.embed([question]), questions, rounds=rounds),
            near=_near(library, queries, rounds),
            words=Latency.of(lambda question: index.search(question, CANDIDATES), questions, rounds=rounds),
            rival=_rival(library, queries, rounds),
        )


def _whole(directory: Path, embedder: Embedder, questions: Sequence[str], rounds: int) -> Latency:
    retriever = Retriever.open(directory, embedder)
    try:
        return Latency.of(lambda question: retriever.search(question, limit=LIMIT), questions, rounds=rounds)
    finally:
        retriever.close()


def _near(library: Library, queries: Rows, rounds: int) -> Near:
    index = VectorIndex.open(library)
    right = nearest(library, queries, 100)
    found = {
        limit: [[number for number, _ in index.search(query, limit)] for query in queries]
        for limit in (10, 100)
    }
    return Near(
        kind=index.described(),
        latency=Latency.of(lambda query: index.search(query, CANDIDATES), list(queries), rounds=rounds),
        recall_10=recall(found[10], right[:, :10]),
        recall_100=recall(found[100], right),
    )


def _rival(library: Library, queries: Rows, rounds: int) -> Rival:
    exact = Exact.of(library)
    latency = Latency.of(lambda query: exact.search(query, CANDIDATES), list(queries), rounds=rounds)
    return Rival(latency, exact.seconds)
