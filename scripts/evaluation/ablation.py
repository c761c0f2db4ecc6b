"""What each part of our search brings: the whole search beside the search without one part."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from evaluation import data
from evaluation.baseline import Values
from evaluation.judging import Scores
from evaluation.libraries import given_cutting, kept_library
from evaluation.measures import Difference, Figure
from evaluation.tables import Table, Value
from evaluation.trials import Part, Trial, chunking_trials, cookbook_trials, news_trials, squad_trials
from evaluation.ways import Rankers
from index.embedder import Embedder
from qa.retrieval.relevance import Weights
from qa.retrieval.retriever import Retriever
from qa.retrieval.settings import SearchSettings

SAMPLE = 600
"""Questions about paragraphs; their data has ten times as many."""
WHOLE = "whole"
WITHOUT: Mapping[str, SearchSettings] = {
    "without meaning": SearchSettings(weights=Weights(dense=0)),
    "without words": SearchSettings(weights=Weights(bm25=0)),
    "without the run of near terms": SearchSettings(weights=Weights(near=0)),
    "further passages of an article count in full": SearchSettings(share_kept=1),
    "overlapping passages do not give way": SearchSettings(left_out=frozenset({"overlaps"})),
    "without words of time": SearchSettings(left_out=frozenset({"times"})),
    "questions are not parted": SearchSettings(left_out=frozenset({"parts"})),
}
"""What is taken away → how the search then goes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which questions of a set are asked, and what they are judged by."""

    trial: Callable[[Path], Trial]
    """Takes the folder of the data."""
    measures: Mapping[str, str]
    """Column of the table → measure."""


def _news(folder: Path) -> Trial:
    """Return the news until its week where a question speaks of it."""
    return next(islice(news_trials(folder), 1, None))


def _squad(folder: Path) -> Trial:
    (trial,) = squad_trials(folder)
    return replace(
        trial,
        parts=tuple(replace(part, asked=tuple(data.sample(part.asked, SAMPLE))) for part in trial.parts),
    )


def _chunking(folder: Path) -> Trial:
    """Return the chunking benchmark with its corpora apart."""
    return next(iter(chunking_trials(folder)))


def _cookbook(folder: Path) -> Trial:
    return next(iter(cookbook_trials(folder)))


CHOICES: Mapping[str, Choice] = {
    "news": Choice(_news, {"news Hits@4": "Hits@4", "news MRR@10": "MRR@10"}),
    "squad": Choice(_squad, {"squad recall@1": "recall@1", "squad recall@5": "recall@5"}),
    "chunking": Choice(_chunking, {"chunking recall, %": "recall", "chunking IoU, %": "IoU"}),
    "cookbook": Choice(_cookbook, {"cookbook recall": "recall", "cookbook MRR": "MRR"}),
}


def ablated(name: str, folder: Path, embedder: Embedder) -> dict[str, Mapping[str, Values]]:
    """Return what a set comes to whole and without each part, in the columns of the table.

    Args:
        name: Of the set, one of `CHOICES`.
        folder: Of the data.
        embedder: For the libraries and the questions.
    """
    choice = CHOICES[name]
    trial = choice.trial(folder)
    scores: dict[str, list[Scores]] = {}
    for part in trial.parts:
        for taken, some in _part(part, trial, embedder).items():
            scores.setdefault(taken, []).extend(some)
    return {
        taken: {
            column: np.array([each[measure] for each in some]) for column, measure in choice.measures.items()
        }
        for taken, some in scores.items()
    }


def _part(part: Part, trial: Trial, embedder: Embedder) -> dict[str, list[Scores]]:
    """Return the scores of one library's questions, whole and without each part."""
    cutting = given_cutting(embedder, part.given) if part.given is not None else None
    whole = kept_library(part.name, part.articles, embedder, cutting=cutting)
    try:
        judge = trial.judge_of(whole.library)
        scores = {}
        for taken, settings in {WHOLE: SearchSettings(), **WITHOUT}.items():
            ranker = Rankers(Retriever(whole.library, embedder, settings=settings))
            scores[taken] = [judge(asked.question, ranker.ours(asked, trial.depth)) for asked in part.asked]
        return scores
    finally:
        whole.close()


def ablation_table(sets: Iterable[Mapping[str, Mapping[str, Values]]]) -> Table:
    """Return the whole search's figures and, for each part taken away, how far they then lie from them.

    Args:
        sets: For each set, what is taken away → measure → value of each question.
    """
    rows: dict[str, dict[str, Value]] = {}
    for one in sets:
        for taken, scores in one.items():
            row = rows.setdefault(taken, {})
            for measure, values in scores.items():
                row[measure] = _value(taken, values, one[WHOLE][measure])
    return Table("our search without one of its parts: the difference to the whole", rows)


def _value(taken: str, values: Values, whole: Values) -> Value:
    return Figure.mean(whole) if taken == WHOLE else Difference.between(values, whole)
