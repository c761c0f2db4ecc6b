"""A fused list and a reranker → the list in the reranker's order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.errors import ModelError
from qa.retrieval.reranker import Reranker

Scored = Sequence[tuple[int, float]]
"""Passage ids with scores in [0, 1], best first."""

RERANKED = 30
"""Best passages that are read again."""
QUESTION_CHARACTERS = 2000
"""What a reranker reads of a question; more would fill half the window of any."""


@dataclass(frozen=True, slots=True)
class Reranking:
    """A list in its new order, and what was said of its best."""

    order: tuple[tuple[int, float], ...]
    """Passage ids with scores in [0, 1], best first."""
    given: Mapping[int, float]
    """Passage id → the reranker's own score, on a scale of its own; only of those it read."""


def reranked(question: str, fused: Scored, texts: Mapping[int, str], *, reranker: Reranker) -> Reranking:
    """Return the passages with the best of them in the reranker's order.

    Of equal ones the better fused comes first. The others keep their scores and their order behind
    them: the scores of those read again are scaled to lie between the best of the others (or 0) and 1,
    as fused ones are. So they mean the same whatever the reranker's own scale, which is log-odds for
    one, probabilities for another, and for a GGUF file often no scale that was ever trained.

    Args:
        question: One that stands alone.
        fused: Passage ids with scores in [0, 1], best first.
        texts: What was indexed for at least the best `RERANKED`: `index.passages.indexed_text`. A
            passage without one is not read again.
        reranker: Reads question and text together.

    Raises:
        ModelError: The reranker fails.
    """
    read = [number for number, _ in fused[:RERANKED] if number in texts]
    if not read:
        return Reranking(tuple(fused), {})
    given = dict(zip(read, _scores(question, [texts[number] for number in read], reranker), strict=True))
    others = [(number, score) for number, score in fused if number not in given]
    floor = max((score for _, score in others), default=0.0)
    low, span = min(given.values()), max(given.values()) - min(given.values())
    best = sorted(read, key=lambda number: -given[number])  # stable: equal ones stay as they were
    placed = [
        (number, floor + (1 - floor) * ((given[number] - low) / span if span > 0 else 1.0)) for number in best
    ]
    return Reranking((*placed, *others), given)


def _scores(question: str, texts: list[str], reranker: Reranker) -> list[float]:
    """Return a score for each text; the same text has the same score."""
    different = list(dict.fromkeys(texts))
    scores = reranker.score(question[:QUESTION_CHARACTERS], different)
    if scores.shape != (len(different),) or not np.isfinite(scores).all():
        raise ModelError(f"the reranker {reranker.name} gives no usable scores; name another one, or none")
    known = dict(zip(different, scores.tolist(), strict=True))
    return [known[text] for text in texts]
