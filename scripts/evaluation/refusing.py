"""How well the program tells questions its articles answer from those they do not."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.data import SEED, DataSet, Question, sample
from evaluation.libraries import Shelves
from evaluation.measures import Figure, area_under_curve
from evaluation.tables import Table
from qa.evidence.finding import find_evidence
from qa.evidence.sufficiency import ENOUGH
from qa.evidence.weighing import PassageReader
from qa.records import Hit

ANSWERED = ("over all", "over its own")
ABSENT = ("over the others", "over another")
ADVERSARIAL = ("adversarial, over all", "adversarial, over its own")
SETS = (*ANSWERED, *ABSENT, *ADVERSARIAL)


@dataclass(frozen=True, slots=True)
class Posed:
    """A question posed to a library of certain articles."""

    kind: str
    """One of `SETS`."""
    question: Question
    articles: frozenset[str]
    """The ids of the articles in the library."""

    @property
    def answered(self) -> bool:
        """Whether those articles answer it."""
        return self.kind in ANSWERED


def posed(data: DataSet, answerable: int, unanswerable: int) -> Iterator[Posed]:
    """Yield sampled questions, each posed to several libraries.

    An answerable one is posed to all articles, to its own alone, to all others, and to a single
    other one; it is answered in the first two. One of the set's unanswerable ones, which look as
    if their article answered them, is posed to all articles and to its own.

    Args:
        data: The articles and questions.
        answerable: How many answerable questions to sample.
        unanswerable: How many unanswerable ones.
    """
    everything = frozenset(article.id for article in data.articles)
    chance = random.Random(SEED)
    for question in sample(data.answerable, answerable):
        own = frozenset([question.article])
        another = frozenset([chance.choice(sorted(everything - own))])
        libraries = (everything, own, everything - own, another)
        for kind, articles in zip((*ANSWERED, *ABSENT), libraries, strict=True):
            yield Posed(kind, question, articles)
    for question in sample(data.unanswerable, unanswerable):
        for kind, articles in zip(ADVERSARIAL, (everything, frozenset([question.article])), strict=True):
            yield Posed(kind, question, articles)


def measure_refusals(
    shelves: Shelves, asked: Sequence[Posed], reader: PassageReader | None = None
) -> tuple[Table, ...]:
    """Return how often each set is refused, precision and recall of refusing, and how well scores tell."""
    log_odds, similarities = [], []
    for one in asked:
        retriever = shelves.retriever(one.articles)
        hits = retriever.search(one.question.text)
        log_odds.append(find_evidence(one.question.text, hits, retriever, reader=reader).log_odds)
        similarities.append(_best_similarity(hits))
    return refusal_tables(asked, np.array(log_odds)), _curves(asked, log_odds, similarities)


def refusal_tables(asked: Sequence[Posed], log_odds: NDArray[np.float64]) -> Table:
    """Return how often each set is refused, then precision and recall of refusing.

    Args:
        asked: What was asked.
        log_odds: That it is answered, shape (n,).
    """
    refused = log_odds < ENOUGH
    kinds = np.array([one.kind for one in asked])
    rows: dict[str, dict[str, Figure | float]] = {
        kind: {"questions": float((kinds == kind).sum()), "refused": Figure.mean(refused[kinds == kind])}
        for kind in SETS
    }
    rows |= {
        "answered and absent": _judged(refused, kinds, ABSENT),
        "answered and all others": _judged(refused, kinds, ABSENT + ADVERSARIAL),
    }
    return Table("refusals: share refused, by set; precision and recall of refusing", rows)


def _judged(
    refused: NDArray[np.bool_], kinds: NDArray[np.str_], unanswered: Sequence[str]
) -> dict[str, Figure | float]:
    """Return precision and recall of refusing over the answered sets and the given ones."""
    counted = np.isin(kinds, (*ANSWERED, *unanswered))
    rightly = np.isin(kinds, unanswered)[counted]
    said = refused[counted]
    return {
        "questions": float(counted.sum()),
        "refused": Figure.mean(said),
        "precision": Figure.ratio(said & rightly, said),
        "recall": Figure.ratio(said & rightly, rightly),
    }


def _curves(asked: Sequence[Posed], log_odds: Sequence[float], similarities: Sequence[float]) -> Table:
    answered = np.array([one.answered for one in asked])
    kinds = np.array([one.kind for one in asked])
    rows = {
        name: {
            column: area_under_curve(np.array(scores)[chosen], answered[chosen])
            for column, chosen in (
                ("absent", np.isin(kinds, (*ANSWERED, *ABSENT))),
                ("adversarial", np.isin(kinds, (*ANSWERED, *ADVERSARIAL))),
            )
        }
        for name, scores in (("log-odds", log_odds), ("best similarity alone", similarities))
    }
    return Table("area under the curve: answered against", rows)


def _best_similarity(hits: Sequence[Hit]) -> float:
    return max((hit.similarity or 0.0 for hit in hits), default=-1.0)
