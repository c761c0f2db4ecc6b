"""Answers and rankings → the numbers they are judged by; nothing here reads or runs anything."""

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

RESAMPLES = 1_000
"""Bootstrap samples behind an interval; with so many its ends are steady to half a point."""
SEED = 20_240_229

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = re.compile(r"[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured mean or ratio with the interval it lies in for 95 of 100 samples."""

    value: float
    """Not a number where there was nothing to measure."""
    low: float
    high: float

    @classmethod
    def mean(cls, values: ArrayLike) -> Self:
        """Return the mean of one value per question."""
        numbers = np.asarray(values, dtype=np.float64)
        return cls.ratio(numbers, np.ones_like(numbers))

    @classmethod
    def ratio(cls, numerators: ArrayLike, denominators: ArrayLike) -> Self:
        """Return the ratio of two sums over questions, such as right refusals to all refusals.

        Args:
            numerators: One number per question, shape (n,).
            denominators: Likewise; the same questions are drawn from both.
        """
        above, below = np.asarray(numerators, np.float64), np.asarray(denominators, np.float64)
        if not below.sum():
            return cls(math.nan, math.nan, math.nan)
        drawn = np.random.default_rng(SEED).integers(0, len(above), (RESAMPLES, len(above)))
        sums = below[drawn].sum(1)
        ratios = above[drawn].sum(1)[sums > 0] / sums[sums > 0]
        low, high = np.percentile(ratios, (2.5, 97.5))
        return cls(float(above.sum() / below.sum()), float(low), float(high))

    @classmethod
    def harmonic(cls, some: ArrayLike, others: ArrayLike) -> Self:
        """Return the harmonic mean of two means over the same questions, such as F1; 0 where both are.

        Args:
            some: One number per question, shape (n,), none negative.
            others: Likewise.
        """
        pairs = np.stack([np.asarray(some, np.float64), np.asarray(others, np.float64)])
        drawn = np.random.default_rng(SEED).integers(0, pairs.shape[1], (RESAMPLES, pairs.shape[1]))
        low, high = np.percentile(_harmonic(pairs[:, drawn].mean(2)), (2.5, 97.5))
        return cls(float(_harmonic(pairs.mean(1))), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one mean is above another over the same questions, with its interval."""

    figure: Figure

    @classmethod
    def between(cls, values: ArrayLike, others: ArrayLike) -> Self:
        """Return by how much the mean of the first is larger.

        Questions are drawn, each with both its values: what is hard in both does not blur the difference.

        Args:
            values: One number per question, shape (n,).
            others: Likewise, of the same questions.
        """
        return cls(Figure.mean(np.asarray(values, np.float64) - np.asarray(others, np.float64)))

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.figure.low > 0 or self.figure.high < 0


def _harmonic(means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the harmonic means of pairs, shape (2, ...) → (...)."""
    total = means.sum(0)
    result: NDArray[np.float64] = np.divide(
        2 * means.prod(0), total, out=np.zeros_like(total), where=total > 0
    )
    return result


def normalised(text: str) -> str:
    """Return a text in lower case without punctuation and the words "a", "an" and "the"."""
    return " ".join(_ARTICLES.sub(" ", _PUNCTUATION.sub("", text.lower())).split())


def contains(text: str, answers: Iterable[str]) -> bool:
    """Return whether one of the answers stands in a text, both normalised."""
    where = normalised(text)
    return any(answer in where for answer in map(normalised, answers) if answer)


def token_f1(text: str, answers: Iterable[str]) -> float:
    """Return the best harmonic mean of token precision and recall over the answers, in [0, 1]."""
    return max((_f1(normalised(text).split(), normalised(answer).split()) for answer in answers), default=0.0)


def _f1(said: Sequence[str], right: Sequence[str]) -> float:
    shared = (Counter(said) & Counter(right)).total()
    return 2 * shared / (len(said) + len(right)) if shared else 0.0


Ranking = Sequence[Hashable | None]
"""For each ranked passage, best first, which of the wanted places it meets; `None` where none."""


def hit_at(ranking: Ranking, k: int) -> float:
    """Return 1 where one of the first `k` passages meets a wanted place, else 0."""
    return float(any(place is not None for place in ranking[:k]))


def reciprocal_rank(ranking: Ranking, k: int = 10) -> float:
    """Return 1 / rank of the first passage that meets a wanted place; 0 where none of `k` does."""
    return next((1 / rank for rank, place in enumerate(ranking[:k], start=1) if place is not None), 0.0)


def recall_at(ranking: Ranking, wanted: int, k: int) -> float:
    """Return the share of the wanted places that the first `k` passages meet."""
    return len({place for place in ranking[:k] if place is not None}) / wanted


def ndcg(ranking: Ranking, wanted: int, k: int = 10) -> float:
    """Return the normalised discounted cumulative gain of the first `k` passages, in [0, 1].

    The first passage that meets a wanted place gains 1, a further one of the same place nothing:
    what is wanted is each article or paragraph, not many passages of it.

    Args:
        ranking: What each passage meets.
        wanted: How many places there are to meet.
        k: How many passages count.
    """
    first: dict[Hashable, int] = {}
    for rank, place in enumerate(ranking[:k], start=1):
        if place is not None:
            first.setdefault(place, rank)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(wanted, k) + 1))
    return sum(1 / math.log2(rank + 1) for rank in first.values()) / ideal if ideal else 0.0


def area_under_curve(scores: ArrayLike, labels: ArrayLike) -> float:
    """Return how often a positive scores higher than a negative, ties counted half.

    Args:
        scores: Shape (n,), higher speaks for a positive.
        labels: Shape (n,), true for a positive.
    """
    values, positive = np.asarray(scores, np.float64), np.asarray(labels, np.bool_)
    pairs = int(positive.sum()) * int((~positive).sum())
    if not pairs:
        return math.nan
    ranks = _mean_ranks(values)
    least = positive.sum() * (positive.sum() + 1) / 2
    return float((ranks[positive].sum() - least) / pairs)


def _mean_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ranks from 1, equal values sharing the mean of theirs."""
    _, groups, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means: NDArray[np.float64] = last - (counts - 1) / 2
    return means[groups]
