"""Questions to an open library: the whole retrieval, its parts, and exact search beside it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarking.exact import Exact, nearest, recall
from benchmarking.prose import Prose
from benchmarking.retrieval_stages import stages_of
from benchmarking.samples import sample_questions
from benchmarking.spread import Latency, side_by_side
from index.embedder import Embedder
from index.library import Library
from index.vector_sizes import IndexKind
from index.vectors import VectorIndex
from index.words import WordIndex
from qa.retrieval.ranking import CANDIDATES
from qa.retrieval.retriever import Retriever

LIMIT = 10
"""Passages asked for, as `qa search` asks."""

Rows = NDArray[np.float32]
Asked = tuple[str, Rows]
"""A question and its vector, shape (dimension,)."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How a library's vector index searches, and how much of the truth it finds."""

    kind: IndexKind
    recall_10: float
    """Of the ten nearest passages by brute force, the share that the index gives asked for ten."""
    recall_100: float
    """Likewise of a hundred, asked for a hundred."""


@dataclass(frozen=True, slots=True)
class Warm:
    """Retrieval over an open library, in milliseconds a question."""

    whole: Latency
    """`Retriever.search`: all that stands between a question and its passages."""
    embedding: Latency
    """This and the next two are its parts, each measured apart over the same questions."""
    vectors: Latency
    words: Latency
    exact: Latency
    """The rival to `vectors`: all vectors as float32 in memory, looked at one by one."""
    exact_load_s: float
    """To read those from the database."""
    accuracy: Accuracy
    stages: Mapping[str, float]
    """Milliseconds of processor time a question in each stage, the longest first; all threads together."""

    @property
    def rest_ms(self) -> float:
        """What the medians of the parts leave of the whole's: fusing, reading passages and articles."""
        parts = (self.embedding, self.vectors, self.words)
        return self.whole.p50.median - sum(part.p50.median for part in parts)


def mixed_questions(prose: Prose, count: int) -> list[str]:
    """Return so many different questions: those about the samples, and made ones for the rest."""
    asked = list(dict.fromkeys(sample_questions()))[: (count + 1) // 2]
    return asked + prose.questions(count - len(asked))


def measure_warm(directory: Path, embedder: Embedder, questions: Sequence[str], *, rounds: int) -> Warm:
    """Return how long the questions take a library that is open."""
    queries = np.ascontiguousarray(embedder.embed(questions))
    with closing(Retriever.open(directory, embedder)) as retriever:
        vectors, words = VectorIndex.open(retriever.library), WordIndex.open(retriever.library)
        exact = Exact.of(retriever.library)
        works: dict[str, Callable[[Asked], object]] = {
            "whole": lambda asked: retriever.search(asked[0], limit=LIMIT),
            "embedding": lambda asked: embedder.embed([asked[0]]),
            "vectors": lambda asked: vectors.search(asked[1], CANDIDATES),
            "words": lambda asked: words.search(asked[0], CANDIDATES),
            "exact": lambda asked: exact.search(asked[1], CANDIDATES),
        }
        took = side_by_side(works, list(zip(questions, queries, strict=True)), rounds=rounds)
        accuracy = _accuracy(retriever.library, vectors, queries)
        stages = stages_of(lambda asked: retriever.search(asked, limit=LIMIT), list(questions) * rounds)
    return Warm(**took, exact_load_s=exact.seconds, accuracy=accuracy, stages=stages)


def _accuracy(library: Library, index: VectorIndex, queries: Rows) -> Accuracy:
    right = nearest(library, queries, 100)
    found = {
        limit: [[number for number, _ in index.search(query, limit)] for query in queries]
        for limit in (10, 100)
    }
    return Accuracy(index.described(), recall(found[10], right[:, :10]), recall(found[100], right))
