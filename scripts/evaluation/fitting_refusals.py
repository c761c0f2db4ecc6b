"""The weights in `qa.evidence.sufficiency`, fitted anew and compared with those in use when held out."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from evaluation.fitting import FOLDS, Array, Fitted, constants_of, folds_of, weights_table
from evaluation.libraries import Shelves
from evaluation.measures import Figure, area_under_curve
from evaluation.posing import Put
from evaluation.quoting import weighing
from evaluation.refusing import ADVERSARIAL, Posed
from evaluation.regression import fit_logistic
from evaluation.tables import Table
from qa.evidence.finding import PASSAGES_READ
from qa.evidence.sufficiency import (
    ENOUGH,
    SUFFICIENCY_INTERCEPT,
    SUFFICIENCY_WEIGHTS,
    Sufficiency,
    sufficiency,
)
from qa.evidence.weighing import PassageReader

IMPORTANCE = {"adversarial": 0.3, "written": 2.0, "other": 1.0}
"""How much a question counts: readers rarely ask what an article all but answers, and such questions
can hardly be told from others by their words; those we wrote are few beside the public ones."""
KEPT = (0.98, 0.97, 0.96, 0.95, 0.94, 0.92, 0.9)
"""Shares of the answered questions that are answered, between which a threshold is chosen."""


READER = [field.name for field in fields(Sufficiency)].index("marked")


def put_on(shelves: Shelves, one: Posed) -> Put:
    """Return a posed question put to its library."""
    retriever = shelves.retriever(one.articles)
    return Put("squad", one.kind, one.question, retriever, answered=one.answered, group=one.question.article)


def fit_refusals(puts: Sequence[Put], taught: Collection[str], reader: PassageReader) -> Fitted:
    """Return the weights for telling whether evidence answers, and how they do when held out.

    Args:
        puts: Answered or not; those held out for measuring are not among them.
        taught: The articles that the reader was trained on; it is not asked about them.
        reader: Marks answers.
    """
    known = _Known.of(puts, taught, reader)
    in_use = np.array([*SUFFICIENCY_WEIGHTS, SUFFICIENCY_INTERCEPT])
    fitted = known.fit(np.ones(len(known.puts), np.bool_))
    held_out = np.zeros(len(known.puts))
    for fold in range(FOLDS):
        rest = known.fold == fold
        held_out[rest] = known.log_odds(known.fit(~rest))[rest]
    judged = {"weights in use": known.log_odds(in_use), "refitted, held out": held_out}
    names = [*(field.name for field in fields(Sufficiency)), "intercept"]
    tables = (
        known.losses(judged),
        known.refused(judged),
        known.thresholds(held_out),
        weights_table(names, {"in use": in_use, "refitted": fitted}),
    )
    constants = (
        f"SUFFICIENCY_WEIGHTS = {constants_of(fitted[:-1])}",
        f"SUFFICIENCY_INTERCEPT = {fitted[-1]:.2f}",
    )
    return Fitted(tables, constants)


@dataclass(frozen=True, slots=True)
class _Known:
    """Questions put, with their features and whether they are answered; arrays have one row for each."""

    puts: tuple[Put, ...]
    features: Array
    read: NDArray[np.bool_]
    """Which of them the reader looked at."""
    answered: NDArray[np.bool_]
    kinds: NDArray[np.str_]
    importance: Array
    fold: NDArray[np.int64]

    @classmethod
    def of(cls, puts: Sequence[Put], taught: Collection[str], reader: PassageReader) -> Self:
        """Return what is known of questions, those left out for which nothing was found at all."""
        each_of = ((put, _sufficiency(put, None if put.group in taught else reader)) for put in puts)
        found = [(put, each) for put, each in each_of if each is not None]
        folds = folds_of([put.group for put, _ in found])
        return cls(
            tuple(put for put, _ in found),
            np.array([astuple(each) for _, each in found], np.float64),
            np.array([put.group not in taught for put, _ in found]),
            np.array([put.answered for put, _ in found]),
            np.array([put.kind for put, _ in found]),
            np.array([_importance(put) for put, _ in found]),
            np.array([folds[put.group] for put, _ in found]),
        )

    def fit(self, chosen: NDArray[np.bool_]) -> Array:
        """Return weights, and the intercept last, fitted on the chosen rows.

        First all weights but the reader's; then that, and how much the others together count beside it.
        """
        unread = np.where(np.arange(self.features.shape[1]) == READER, 0.0, self.features)
        weights, intercept = fit_logistic(unread[chosen], self.answered[chosen], self.importance[chosen])
        both = np.column_stack([unread @ weights + intercept, self.features[:, READER]])
        read = chosen & self.read
        (scale, reader), added = fit_logistic(both[read], self.answered[read], self.importance[read])
        weights = weights * scale
        weights[READER] = reader
        return np.append(weights, intercept * scale + added)

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
        return Table(f"refusals: {len(self.puts):,} questions, {FOLDS} folds over their articles", rows)

    def refused(self, judged: dict[str, Array]) -> Table:
        """Return the share of each kind that several log-odds refuse at the threshold in use."""
        rows: dict[str, dict[str, Figure | float]] = {}
        for kind in dict.fromkeys(self.kinds.tolist()):
            chosen = self.kinds == kind
            rows[kind] = {"questions": float(chosen.sum())}
            rows[kind] |= {name: Figure.mean(each[chosen] < ENOUGH) for name, each in judged.items()}
        return Table(f"share refused at {ENOUGH}", rows)

    def thresholds(self, log_odds: Array) -> Table:
        """Return for each share of answered questions kept the threshold, and what it refuses by kind."""
        answered = np.sort(log_odds[self.answered])
        rows: dict[str, dict[str, float]] = {}
        for kept in KEPT:
            least = float(answered[round(len(answered) * (1 - kept))])
            unanswered = dict.fromkeys(self.kinds[~self.answered].tolist())
            rows[f"{kept:.0%} answered"] = {"threshold": least} | {
                kind: float((log_odds[self.kinds == kind] < least).mean()) for kind in unanswered
            }
        return Table("share refused by threshold, refitted, held out", rows)


def _importance(put: Put) -> float:
    if put.family == "samples":
        return IMPORTANCE["written"]
    return IMPORTANCE["adversarial" if put.kind in ADVERSARIAL else "other"]


def _sufficiency(put: Put, reader: PassageReader | None) -> Sufficiency | None:
    """Return the features of a question; `None` where nothing was found at all."""
    hits = put.retriever.search(put.question.text, limit=PASSAGES_READ, scope=put.scope, today=put.today)
    weighed = weighing(put.question, put.retriever, reader)
    candidates = sorted(weighed.candidates(hits), key=lambda candidate: -candidate.features.score())
    return sufficiency(weighed, candidates, hits) if candidates else None
