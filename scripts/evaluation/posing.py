"""Every kind of question that is to be answered or refused, put to a library that does or does not."""

import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import Literal

from evaluation import data
from evaluation.answering import sample_library
from evaluation.data import SEED, DataSet, Item, Place, Question
from evaluation.dialogues import Split
from evaluation.libraries import Shelves, kept_library
from evaluation.measures import normalised
from evaluation.unanswerable import chat, false_premises, wider_world
from evaluation.ways import LONG_AFTER
from index.embedder import Embedder
from index.period import Period
from index.scope import EVERYTHING, Scope
from qa.retrieval.retriever import Retriever

Family = Literal["squad", "news", "samples"]
FAMILIES: tuple[Family, ...] = ("squad", "news", "samples")

ANSWERED = "answered"
TWINS = "true twins"
"""Answered too: about the same sentences as the false premises."""
OTHER_TITLES = "over other titles"
OTHER_WEEKS = "over other weeks"
WORLD = "wider world"
ADVERSARIAL = "adversarial"
NEAR = "near, but absent"
PREMISES = "false premises"
CHAT = "chat"

DAY = timedelta(days=1)
FAR = timedelta(days=21)
"""News of other weeks is at least so far from the question's: a story runs on for some weeks."""
FEWEST = 100
"""Articles of other weeks that are a library; a question with fewer is not posed over them."""
SAMPLES_TODAY = date(2026, 5, 1)
"""A day after all sample articles, what their questions' words of time are relative to."""


@dataclass(frozen=True, slots=True)
class Put:
    """A question put to a library."""

    family: Family
    """Whose articles they are; what is refused is judged beside what is answered of the same family."""
    kind: str
    """One of the kinds named above."""
    question: Question
    retriever: Retriever
    """Over the articles it is put to; other questions share it."""
    answered: bool
    """Whether those articles answer it."""
    scope: Scope = EVERYTHING
    today: date = LONG_AFTER
    """What its words of time are relative to."""
    split: Split | None = None
    """The half it belongs to, where we wrote it; `None` for public data."""
    group: str = ""
    """What it shares with questions that should be held out together, such as its article; empty for none."""


@contextmanager
def posed_all(
    folder: Path, embedder: Embedder, *, families: Sequence[Family] = FAMILIES, questions: int = 300
) -> Iterator[list[Put]]:
    """Lend questions of all kinds with the libraries they are put to, the same ones every time.

    Args:
        folder: Of the development data.
        embedder: Makes the libraries' vectors.
        families: Only these.
        questions: At most so many answerable ones of a public family, and half as many of each kind
            that is to be refused. Fewer are the first of more. What we wrote is always put whole.

    Raises:
        ReadError: The data are not there.
    """
    put_of: dict[Family, Callable[[], Iterable[Put]]] = {
        "squad": lambda: _squad(data.unseen(data.squad(folder)), embedder, questions, stack),
        "news": lambda: _news(data.told_news(folder), embedder, questions, stack),
        "samples": lambda: _samples(embedder, stack),
    }
    with ExitStack() as stack:
        yield [one for family in families for one in put_of[family]()]


def among(puts: Sequence[Put], questions: int) -> list[Put]:
    """Return the first of the questions put: at most so many of an answered kind, half as many of others."""
    counts: Counter[str] = Counter()
    chosen = []
    for put in puts:
        counts[put.kind] += 1
        if counts[put.kind] <= (questions if put.answered else questions // 2):
            chosen.append(put)
    return chosen


def _squad(book: DataSet, embedder: Embedder, questions: int, stack: ExitStack) -> Iterator[Put]:
    retriever = kept_library("squad", book.articles, embedder)
    stack.callback(retriever.close)
    shelves = stack.enter_context(Shelves.of(book.articles, embedder))
    everything = frozenset(article.id for article in book.articles)
    asked = _first(book.answerable, questions)
    for question in asked:
        yield Put("squad", ANSWERED, question, retriever, answered=True, group=question.article)
    for question in asked[: questions // 2]:
        others = shelves.retriever(everything - {question.article})
        yield Put("squad", OTHER_TITLES, question, others, answered=False, group=question.article)
    for question in _first(book.unanswerable, questions // 2):
        yield Put("squad", ADVERSARIAL, question, retriever, answered=False, group=question.article)
    yield from _world("squad", retriever)


def _news(stories: DataSet, embedder: Embedder, questions: int, stack: ExitStack) -> Iterator[Put]:
    retriever = kept_library(f"news-{len(stories.articles)}", stories.articles, embedder)
    stack.callback(retriever.close)
    asked = _first(stories.questions, questions)
    for question in asked:
        yield Put("news", ANSWERED, question, retriever, answered=True, group=str(question.week))
    calendar = Calendar.of(stories)
    elsewhere = ((question, calendar.without(question)) for question in _first(stories.questions))
    apart = ((question, period) for question, period in elsewhere if period is not None)
    for question, period in islice(apart, questions // 2):
        week = str(question.week)
        yield Put("news", OTHER_WEEKS, question, retriever, answered=False, scope=Scope(period), group=week)
    yield from _world("news", retriever)


def _samples(embedder: Embedder, stack: ExitStack) -> Iterator[Put]:
    retriever = stack.enter_context(sample_library(embedder))
    ids = {Path(entry.article.path).name: entry.article.id for entry in retriever.library.articles()}

    def put(kind: str, question: Question, split: Split | None = None, article: str = "") -> Put:
        about = replace(question, places=(Place(ids[article]),) if article else ())
        answered = bool(question.answers)
        plain = Put("samples", kind, about, retriever, answered=answered, split=split, group=article)
        return replace(plain, today=SAMPLES_TODAY)

    for question in _first(data.samples()):
        if question.answers:
            yield put(ANSWERED, question, article=question.article)
        else:
            yield put(NEAR, question)
    for one in _first(false_premises()):
        yield put(TWINS, one.twin, one.split, one.article)
    for one in _first(false_premises()):
        yield put(PREMISES, one.question, one.split, one.article)
    yield from _world("samples", retriever)
    for line in _first(chat()):
        yield put(CHAT, line.question, line.split)


def _world(family: Family, retriever: Retriever) -> Iterator[Put]:
    for line in _first(wider_world()):
        yield Put(family, WORLD, line.question, retriever, answered=False, split=line.split)


def _first(items: Sequence[Item], size: int | None = None) -> list[Item]:
    """Return the first of the items in an order of chance that is always the same; `None` for all."""
    return random.Random(SEED).sample(items, len(items))[:size]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The news by their days."""

    days: tuple[tuple[date, str], ...]
    """Each dated article's day and normalised text, in order of days."""
    undated: tuple[str, ...]
    """The normalised texts of the others: they belong to every period."""

    @classmethod
    def of(cls, stories: DataSet) -> "Calendar":
        """Return the calendar of the data's articles."""
        dated = [(article.date, normalised(article.text)) for article in stories.articles if article.date]
        undated = (normalised(article.text) for article in stories.articles if not article.date)
        return cls(tuple(sorted(dated)), tuple(undated))

    def without(self, question: Question) -> Period | None:
        """Return the period with the most articles that is far from a question's week and holds no answer.

        `None` where it would hold fewer than `FEWEST` articles.
        """
        answers = [answer for answer in map(normalised, question.answers) if answer]

        def answered(text: str) -> bool:
            return any(answer in text for answer in answers)

        week = question.week
        if week is None or any(map(answered, self.undated)):
            return None
        near = {day for day, text in self.days if abs(day - week) < FAR or answered(text)}
        ends = [date.min, *sorted({*near, week}), date.max]
        gaps = [(one + DAY, other - DAY) for one, other in pairwise(ends) if other - one > DAY]
        days = [day for day, _ in self.days]
        sizes = [bisect_right(days, until) - bisect_left(days, since) for since, until in gaps]
        size, (since, until) = max(zip(sizes, gaps, strict=True))
        return Period(since, until) if size >= FEWEST else None
