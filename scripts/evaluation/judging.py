"""What makes a shown passage right, for each set of data: question and passages → measures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from evaluation.data import Question
from evaluation.measures import Ranking, contains, hit_at, ndcg, recall_at, reciprocal_rank
from evaluation.ranges import common, length, touching
from index.library import Library
from index.records import Passage
from index.sentences import Span
from qa.records import Hit

PER_CENT = 100.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as a reader is shown it."""

    article: str
    """The article's id."""
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, found: Passage | Hit) -> "Shown":
        """Return what is shown of a passage or a hit."""
        return cls(found.article, found.start, found.end, found.text)


Scores = Mapping[str, float]
"""Measure → value for one question; every question of a set has the same measures."""
Judge = Callable[[Question, Sequence[Shown]], Scores]
"""Says how good the passages shown for a question are, best first."""
JudgeOf = Callable[[Library], Judge]
"""Makes a judge for the passages of one library."""


def judge_articles(_: Library) -> Judge:
    """Return a judge of news: a passage is right when it is of a gold article."""

    def judge(question: Question, shown: Sequence[Shown]) -> Scores:
        met, wanted = _met(question, shown), len(question.places)
        held = any(contains(passage.text, question.answers) for passage in shown[:5])
        return {
            "Hits@1": hit_at(met, 1),
            "Hits@4": hit_at(met, 4),
            "Hits@10": hit_at(met, 10),
            "MRR@10": reciprocal_rank(met, 10),
            "recall@10": recall_at(met, wanted, 10),
            "nDCG@10": ndcg(met, wanted, 10),
            "answer@5": float(held),
        }

    return judge


def judge_paragraphs(_: Library) -> Judge:
    """Return a judge of paragraph retrieval: a passage is right when it overlaps the paragraph."""

    def judge(question: Question, shown: Sequence[Shown]) -> Scores:
        met, wanted = _met(question, shown), len(question.places)
        return {
            "recall@1": hit_at(met, 1),
            "recall@5": hit_at(met, 5),
            "MRR@10": reciprocal_rank(met, 10),
            "nDCG@10": ndcg(met, wanted, 10),
        }

    return judge


def judge_links(_: Library) -> Judge:
    """Return a judge of ready-made passages: right are those the question names."""

    def judge(question: Question, shown: Sequence[Shown]) -> Scores:
        met, wanted = _met(question, shown), len(question.places)
        right = len({place for place in met if place is not None})
        return {
            "precision": right / len(shown) if shown else 0.0,
            "recall": right / wanted,
            "MRR": reciprocal_rank(met, len(met)),
        }

    return judge


def judge_excerpts(library: Library) -> Judge:
    """Return a judge of the chunking benchmark, in per cent, over characters where it has tokens.

    As its authors' program does it (github.com/brandonstarxel/chunking_evaluation,
    base_evaluation.py): recall is the share of the gold excerpts that is covered; precision that of
    what is shown, every passage counted in full, those of another corpus too; IoU what is covered
    of what is shown or missed. Precision-omega is that of an ideal retriever: the excerpts' share
    of all passages of the library that meet one, what no passage holds counted with these. A
    passage that ends where an excerpt begins meets it.
    """

    @cache
    def passages_of(article: str) -> list[Span]:
        return [(passage.start, passage.end) for passage in library.passages_of(article)]

    def judge(question: Question, shown: Sequence[Shown]) -> Scores:
        gold = [(place.start, place.end) for place in question.places]
        own = [(passage.start, passage.end) for passage in shown if passage.article == question.article]
        read = sum(passage.end - passage.start for passage in shown)
        wanted, covered = length(gold), length(common(gold, own))
        ideal = touching(passages_of(question.article), gold)
        return {
            "recall": PER_CENT * covered / wanted,
            "precision": PER_CENT * covered / read if read else 0.0,
            "IoU": PER_CENT * covered / (read + wanted - covered),
            "precision Ω": PER_CENT * length(common(gold, ideal)) / length([*ideal, *gold]),
        }

    return judge


def _met(question: Question, shown: Sequence[Shown]) -> Ranking:
    """Return for each passage the first place of the question that it meets."""
    return [
        next(
            (
                place
                for place in question.places
                if place.article == passage.article and place.holds(passage.start, passage.end)
            ),
            None,
        )
        for passage in shown
    ]
