"""The weights in `qa.evidence.finding`, fitted anew and compared with those in use over held-out articles."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from evaluation.data import Question
from evaluation.libraries import Shelves
from evaluation.measures import Figure, area_under_curve
from evaluation.quoting import holding, plain_sum, weighing
from evaluation.refusing import ADVERSARIAL, Posed, refusal_tables
from evaluation.regression import Listed, fit_listwise, fit_logistic
from evaluation.tables import Table
from qa.evidence.finding import PASSAGES_READ
from qa.evidence.sufficiency import SUFFICIENCY_INTERCEPT, SUFFICIENCY_WEIGHTS, Sufficiency, sufficiency
from qa.evidence.weighing import SENTENCE_WEIGHTS, Candidate, SentenceFeatures
from qa.retrieval.retriever import Retriever

FOLDS = 4
ADVERSARIAL_IMPORTANCE = 0.15
"""How much an adversarial question counts beside any other: readers rarely ask what an article
all but answers, and such questions can hardly be told from others by their words."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Read:
    """The sentences read for one question."""

    fold: int
    features: Array
    """Shape (sentences, features)."""
    plain: Array
    """The plain sum's scores, shape (sentences,)."""
    holds: NDArray[np.bool_]
    """Whether the answer stands in each."""
    right: NDArray[np.bool_]
    """Whether it does, and the sentence lies where the question was asked of: what is learnt."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What came of a fit."""

    tables: tuple[Table, ...]
    constants: tuple[str, ...]
    """Lines to paste into `qa/evidence/finding.py`."""


def fit_evidence(retriever: Retriever, questions: Sequence[Question]) -> Fitted:
    """Return the weights for ranking sentences, and how they do on articles they were not fitted on."""
    folds = _folds(questions)
    read = [_read(question, folds[question.article], retriever) for question in questions]
    in_use = np.array(SENTENCE_WEIGHTS)
    without = [_listwise([one for one in read if one.fold != fold]) for fold in range(FOLDS)]
    rows = {
        "plain sum": _best([(one, one.plain) for one in read]),
        "weights in use": _best([(one, one.features @ in_use) for one in read]),
        "refitted, held out": _best([(one, one.features @ without[one.fold]) for one in read]),
    }
    fitted = _listwise(read)
    weights = {"in use": in_use, "refitted": fitted}
    weights |= {f"without fold {fold}": each for fold, each in enumerate(without)}
    names = [field.name for field in fields(SentenceFeatures)]
    title = f"evidence: {len(questions):,} questions, {FOLDS} folds over their articles"
    return Fitted(
        (Table(title, rows), _weights(names, weights)), (f"SENTENCE_WEIGHTS = {_constants(fitted)}",)
    )


def fit_refusals(shelves: Shelves, asked: Sequence[Posed]) -> Fitted:
    """Return the weights for telling whether evidence answers, and how they do when held out."""
    known = _Known.of(asked, shelves)
    in_use = np.array([*SUFFICIENCY_WEIGHTS, SUFFICIENCY_INTERCEPT])
    fitted = known.fit(np.ones(len(known.asked), np.bool_))
    held_out = np.zeros(len(known.asked))
    for fold in range(FOLDS):
        rest = known.fold == fold
        held_out[rest] = known.log_odds(known.fit(~rest))[rest]
    judged = {"weights in use": known.log_odds(in_use), "refitted, held out": held_out}
    names = [*(field.name for field in fields(Sufficiency)), "intercept"]
    tables = (
        known.losses(judged),
        *(_titled(name, refusal_tables(known.asked, log_odds)) for name, log_odds in judged.items()),
        _weights(names, {"in use": in_use, "refitted": fitted}),
    )
    constants = (
        f"SUFFICIENCY_WEIGHTS = {_constants(fitted[:-1])}",
        f"SUFFICIENCY_INTERCEPT = {fitted[-1]:.2f}",
    )
    return Fitted(tables, constants)


@dataclass(frozen=True, slots=True)
class _Known:
    """Questions posed, with their features and whether they are answered; arrays have one row for each."""

    asked: tuple[Posed, ...]
    features: Array
    answered: NDArray[np.bool_]
    importance: Array
    fold: NDArray[np.int64]

    @classmethod
    def of(cls, asked: Sequence[Posed], shelves: Shelves) -> Self:
        """Return what is known of questions, those left out for which nothing was found at all."""
        found = [(one, each) for one in asked if (each := _sufficiency(one, shelves)) is not None]
        folds = _folds([one.question for one, _ in found])
        return cls(
            tuple(one for one, _ in found),
            np.array([astuple(each) for _, each in found], np.float64),
            np.array([one.answered for one, _ in found]),
            np.array([ADVERSARIAL_IMPORTANCE if one.kind in ADVERSARIAL else 1.0 for one, _ in found]),
            np.array([folds[one.question.article] for one, _ in found]),
        )

    def fit(self, chosen: NDArray[np.bool_]) -> Array:
        """Return weights, and the intercept last, fitted on the chosen rows."""
        weights, intercept = fit_logistic(
            self.features[chosen], self.answered[chosen], self.importance[chosen]
        )
        return np.append(weights, intercept)

    def log_odds(self, weights: Array) -> Array:
        """Return the log-odds that each question is answered."""
        found: Array = self.features @ weights[:-1] + weights[-1]
        return found

    def losses(self, judged: dict[str, Array]) -> Table:
        """Return the mean log loss of several log-odds, and how well they tell the answered from others."""
        rows: dict[str, dict[str, Figure | float]] = {}
        for name, log_odds in judged.items():
            losses = np.logaddexp(0, np.where(self.answered, -log_odds, log_odds))
            rows[name] = {
                "log loss": Figure.ratio(losses * self.importance, self.importance),
                "area under the curve": area_under_curve(log_odds, self.answered),
            }
        return Table(
            f"refusals: {len(self.asked):,} questions posed, {FOLDS} folds over their articles", rows
        )


def _folds(questions: Sequence[Question]) -> dict[str, int]:
    """Return a fold for each article, so that no article is both learnt from and judged by."""
    articles = sorted({question.article for question in questions})
    return {article: at % FOLDS for at, article in enumerate(articles)}


def _read(question: Question, fold: int, retriever: Retriever) -> Read:
    hits = retriever.search(question.text, limit=PASSAGES_READ)
    candidates = weighing(question, retriever).candidates(hits)
    holds = np.array(holding(candidates, question), np.bool_)
    (place,) = question.places
    there = [each.hit.article == place.article and place.holds(each.start, each.end) for each in candidates]
    return Read(fold, _matrix(candidates), _plain(candidates), holds, holds & np.array(there, np.bool_))


def _matrix(candidates: Sequence[Candidate]) -> Array:
    return np.array([astuple(candidate.features) for candidate in candidates], np.float64)


def _plain(candidates: Sequence[Candidate]) -> Array:
    return np.array([plain_sum(candidate.features) for candidate in candidates], np.float64)


def _listwise(read: Sequence[Read]) -> Array:
    """Return weights fitted on the questions whose right sentence was read."""
    return fit_listwise([Listed(one.features, one.right) for one in read if one.right.any()])


def _best(scored: Sequence[tuple[Read, Array]]) -> dict[str, Figure]:
    """Return the shares of questions whose answer is in the best one, two and three sentences."""
    held = [one.holds[np.argsort(-scores, kind="stable")] for one, scores in scored]
    return {f"best {k}": Figure.mean([each[:k].any() for each in held]) for k in (1, 2, 3)}


def _sufficiency(one: Posed, shelves: Shelves) -> Sufficiency | None:
    """Return the features of a posed question; `None` where nothing was found at all."""
    retriever = shelves.retriever(one.articles)
    hits = retriever.search(one.question.text, limit=PASSAGES_READ)
    weighed = weighing(one.question, retriever)
    candidates = sorted(weighed.candidates(hits), key=lambda candidate: -candidate.features.score())
    return sufficiency(weighed, candidates, hits) if candidates else None


def _weights(names: Sequence[str], weights: dict[str, Array]) -> Table:
    """Return weights as a table, a feature in each row."""
    rows = {
        name: {column: float(each[at]) for column, each in weights.items()} for at, name in enumerate(names)
    }
    return Table("weights", rows)


def _titled(name: str, table: Table) -> Table:
    return Table(f"{name}: {table.title}", table.rows)


def _constants(weights: Array) -> str:
    return f"({', '.join(f'{weight:.2f}' for weight in weights)})"
