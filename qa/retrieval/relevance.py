"""A question and a passage → what says that they belong together, and the score it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.word_terms import analyse, question_terms

RUN = 45
"""Terms of a passage that are looked at together; two or three sentences."""
ENOUGH_TERMS = 5
"""Terms of a question that one run may be expected to hold; of a longer one it holds a part."""
DENSE, BM25, NEAR = 0.38, 0.52, 0.10
"""What each signal weighs. A listwise fit (softmax) on 1,200 questions of the reading-comprehension data,
by folds over its articles, gives the run up to three times as much and BM25 less: half a point more
there, and 1 to 5 points of MRR less for the news questions, which are several sentences long. Between
0.30 and 0.45, 0.45 and 0.60, 0.05 and 0.15 nothing measured changes by more than a point and a half."""
SATURATED = 2.2
"""What a term adds to a BM25 score at most, in idf: k1 + 1, with tantivy's k1 of 1.2."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal counts in the mean of them; 0 leaves it out. Only their proportion matters."""

    dense: float = DENSE
    bm25: float = BM25
    near: float = NEAR

    def __post_init__(self) -> None:
        """Refuse weights that rank nothing.

        Raises:
            ValueError: One is negative, or neither of the signals that find passages counts.
        """
        for name in ("dense", "bm25", "near"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"weights.{name}: {getattr(self, name)} is no weight; it must be 0 or more")
        if not self.dense + self.bm25:
            raise ValueError("weights: neither dense nor bm25 counts, so that nothing would be found")


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Signals:
    """What says that a passage belongs to a question; each in [0, 1], whatever the library's size."""

    dense: float
    """Cosine of question and passage, 0 where it is negative."""
    bm25: float
    """BM25 score as a share of the highest that the question's terms could come to."""
    near: float
    """The largest weighted share of the question's terms in one run of the passage and its title."""

    def score(self, terms: int, *, weights: Weights = WEIGHTS) -> float:
        """Return the weighted mean, in [0, 1]; a question of many terms weighs the run less."""
        scale = Scale.of(terms, weights)
        return scale.mean(self.dense, self.bm25, self.near)


@dataclass(frozen=True, slots=True)
class Scale:
    """The weights as they stand for one question; hundreds of passages are weighed by them."""

    dense: float
    bm25: float
    near: float
    total: float
    """Of the three."""

    @classmethod
    def of(cls, terms: int, weights: Weights) -> "Scale":
        """Return the weights for a question of so many terms."""
        near = weights.near * min(1.0, ENOUGH_TERMS / max(1, terms))
        return cls(weights.dense, weights.bm25, near, weights.dense + weights.bm25 + near)

    def mean(self, dense: float, bm25: float, near: float) -> float:
        """Return the weighted mean of three signals, in [0, 1]."""
        return (self.dense * dense + self.bm25 * bm25 + self.near * near) / self.total


@dataclass(frozen=True)
class Asked:
    """A question's terms with what each of them weighs in the library."""

    weights: Mapping[str, float]
    """Term → idf; without stop words, unless there are no others."""

    @classmethod
    def of(cls, question: str, known: Mapping[str, float]) -> "Asked":
        """Return the terms of a question.

        Args:
            question: In the reader's words.
            known: The idf of its terms; what is missing weighs as much as the rarest.
        """
        most = max(known.values(), default=1.0)
        return cls({term: known.get(term, most) for term in question_terms(question)})

    @cached_property
    def total(self) -> float:
        """The sum of the weights."""
        return sum(self.weights.values())

    @cached_property
    def ceiling(self) -> float:
        """The BM25 score that no passage can pass."""
        return SATURATED * self.total

    def share(self, bm25: float) -> float:
        """Return a BM25 score as a share of the ceiling, in [0, 1]."""
        return min(1.0, bm25 / self.ceiling) if self.total else 0.0

    def near(self, title: str, text: str) -> float:
        """Return the largest weighted share of the terms in a title and one run of a text, in [0, 1]."""
        if not self.total:
            return 0.0
        named = self.weights.keys() & set(analyse(title))
        wanted = self.weights.keys() - named
        told = [(at, term) for at, term in enumerate(analyse(text)) if term in wanted]
        return min(1.0, (sum(map(self.weights.__getitem__, named)) + self._best_run(told)) / self.total)

    def _best_run(self, told: Sequence[tuple[int, str]]) -> float:
        """Return the highest sum of weights of different terms within `RUN` places."""
        best = within = 0.0
        counts: dict[str, int] = {}
        first = 0
        for at, term in told:
            counts[term] = counts.get(term, 0) + 1
            within += self.weights[term] if counts[term] == 1 else 0.0
            while at - told[first][0] >= RUN:
                left = told[first][1]
                counts[left] -= 1
                within -= self.weights[left] if not counts[left] else 0.0
                first += 1
            best = max(best, within)
        return best
