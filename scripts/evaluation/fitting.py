"""The weights in `qa.evidence.weighing`, fitted anew and compared with those in use when held out."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from evaluation.data import Question
from evaluation.measures import Figure
from evaluation.quoting import holding, plain_sum, weighing
from evaluation.regression import Listed, fit_listwise
from evaluation.tables import Table
from qa.evidence.finding import PASSAGES_READ
from qa.evidence.weighing import SENTENCE_WEIGHTS, Candidate, PassageReader, SentenceFeatures
from qa.retrieval.retriever import Retriever

FOLDS = 4
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
    """Lines to paste into the module of the features."""


def fit_evidence(retriever: Retriever, questions: Sequence[Question], reader: PassageReader) -> Fitted:
    """Return the weights for ranking sentences, and how they do on articles they were not fitted on.

    Args:
        retriever: Over the articles.
        questions: None of them about an article that the reader was trained on.
        reader: Marks answers.
    """
    folds = folds_of([question.article for question in questions])
    read = [_read(question, folds[question.article], retriever, reader) for question in questions]
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
        (Table(title, rows), weights_table(names, weights)), (f"SENTENCE_WEIGHTS = {constants_of(fitted)}",)
    )


def folds_of(groups: Iterable[str]) -> dict[str, int]:
    """Return a fold for each group, so that none is both learnt from and judged by."""
    return {group: at % FOLDS for at, group in enumerate(sorted(set(groups)))}


def _read(question: Question, fold: int, retriever: Retriever, reader: PassageReader) -> Read:
    hits = retriever.search(question.text, limit=PASSAGES_READ)
    candidates = weighing(question, retriever, reader).candidates(hits)
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


def weights_table(names: Sequence[str], weights: dict[str, Array]) -> Table:
    """Return weights as a table, a feature in each row."""
    rows = {
        name: {column: float(each[at]) for column, each in weights.items()} for at, name in enumerate(names)
    }
    return Table("weights", rows)


def constants_of(weights: Array) -> str:
    """Return weights as they stand in code."""
    return f"({', '.join(f'{weight:.2f}' for weight in weights)})"
