"""How high the right passages rank, by the program's own search and by the plain ways beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import numpy as np

from evaluation.baseline import Values
from evaluation.judging import Judge, Scores
from evaluation.libraries import Cutting, given_cutting, kept_library
from evaluation.measures import Difference, Figure
from evaluation.tables import Table, Value
from evaluation.trials import Part, Trial
from evaluation.ways import BM25, MIN_MAX, OURS, PLAIN, RRF, Asked, Rankers
from index.embedder import Embedder

RIVALS = (BM25, RRF, MIN_MAX)
"""The plain ways that ours is compared with question by question."""
MILLISECONDS = "median ms"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a trial came to, question by question."""

    trial: Trial
    questions: tuple[str, ...]
    """Their ids, in order."""
    parts: tuple[str, ...]
    """For each the library it was put to."""
    scores: Mapping[str, Mapping[str, Values]]
    """Way of ranking → measure → value of each question."""
    milliseconds: float
    """Median time of a search of ours, its question's vector known."""
    articles: int
    passages: int

    @property
    def key(self) -> str:
        """What tells it from others over the same data, such as a quick one."""
        return f"{self.called}: {self.articles} articles, {len(self.questions)} questions"

    @property
    def called(self) -> str:
        """The trial's name."""
        return self.trial.name

    @property
    def decimals(self) -> int:
        """Of its figures."""
        return self.trial.decimals

    @property
    def ours(self) -> Mapping[str, Values]:
        """The measures of the program's own search."""
        return self.scores[OURS]

    def table(self) -> Table:
        """Return all ways, how far ours is ahead of the plain ones, and what others reach."""
        rows: dict[str, Mapping[str, Value]] = {way: self._row(scores) for way, scores in self.scores.items()}
        rows[OURS] = {**rows[OURS], MILLISECONDS: self.milliseconds}
        for part in dict.fromkeys(self.parts) if len(self.trial.parts) > 1 else ():
            chosen = np.array([name == part for name in self.parts])
            rows[f"{OURS}: {part}"] = self._row({name: each[chosen] for name, each in self.ours.items()})
        for rival in (rival for rival in RIVALS if rival in self.scores):
            rows[f"{OURS} - {rival}"] = {
                measure: Difference.between(values, self.scores[rival][measure])
                for measure, values in self.ours.items()
            }
        return Table(self.title, rows | dict(self.trial.elsewhere), self.trial.decimals)

    @property
    def title(self) -> str:
        """What was searched, and how much was asked."""
        held = f"{self.articles:,} articles, {self.passages:,} passages"
        return f"{self.trial.name}: {held}, {len(self.questions):,} questions"

    def _row(self, scores: Mapping[str, Values]) -> dict[str, Value]:
        row: dict[str, Value] = {measure: Figure.mean(values) for measure, values in scores.items()}
        for name, (one, other) in self.trial.harmonic.items():
            row[name] = Figure.harmonic(scores[one], scores[other])
        return row


def measure(
    trial: Trial, embedder: Embedder, *, cutting: Cutting | None = None, plain: bool = True
) -> Measured:
    """Return how a trial goes.

    Args:
        trial: What is asked.
        embedder: For the libraries and the questions.
        cutting: How articles are cut where the data does not say; `None` for the program's own way.
        plain: Whether the plain ways are measured too.
    """
    done = [_part(part, trial, embedder, cutting=cutting, plain=plain) for part in trial.parts]
    ways = done[0].scores
    return Measured(
        trial,
        tuple(asked.question.id for part in trial.parts for asked in part.asked),
        tuple(part.name for part in trial.parts for _ in part.asked),
        {way: _columns([score for part in done for score in part.scores[way]]) for way in ways},
        median(taken for part in done for taken in part.milliseconds),
        sum(part.articles for part in done),
        sum(part.passages for part in done),
    )


@dataclass(frozen=True, slots=True)
class _Done:
    """What one library's questions came to."""

    scores: Mapping[str, list[Scores]]
    milliseconds: list[float]
    articles: int
    passages: int


def _part(part: Part, trial: Trial, embedder: Embedder, *, cutting: Cutting | None, plain: bool) -> _Done:
    way = given_cutting(embedder, part.given) if part.given is not None else cutting
    name = "-".join([part.name, *re.findall(r"\w+", cutting.name if cutting else "")])
    retriever = kept_library(name, part.articles, embedder, cutting=way)
    try:
        embedder.embed([asked.question.text for asked in part.asked])  # at once, and kept
        rankers, judge = Rankers(retriever), trial.judge_of(retriever.library)
        scores: dict[str, list[Scores]] = {}
        milliseconds = []
        for asked in part.asked:
            if plain:
                _judge_plain(scores, rankers, judge, asked, trial.depth)
            begun = perf_counter()
            shown = rankers.ours(asked, trial.depth)
            milliseconds.append(1000 * (perf_counter() - begun))
            scores.setdefault(OURS, []).append(judge(asked.question, shown))
        held = retriever.holdings
        return _Done(scores, milliseconds, held.articles, held.passages)
    finally:
        retriever.close()


def _judge_plain(
    scores: dict[str, list[Scores]], rankers: Rankers, judge: Judge, asked: Asked, depth: int
) -> None:
    ranked = rankers.plain(asked, depth)
    for way in PLAIN:
        scores.setdefault(way, []).append(judge(asked.question, ranked[way]))


def _columns(scores: Sequence[Scores]) -> dict[str, Values]:
    return {name: np.array([score[name] for score in scores], np.float64) for name in scores[0]}
