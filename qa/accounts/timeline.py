"""A topic → what the articles tell of it, in the order it happened, every event dated and cited."""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.errors import QuestionError
from index.scope import EVERYTHING, Scope
from qa.accounts.by_words import ByWords
from qa.accounts.choosing import Dated, Telling, tellings
from qa.accounts.days_in_words import days_in_words
from qa.accounts.event_days import Days
from qa.answering.questions import checked_question, has_words, searchable
from qa.asking import Cancelled, never
from qa.evidence.weighing import Weighing
from qa.printing.elsewhere import named
from qa.records import (
    Answer,
    Answered,
    Checked,
    Citation,
    Explanation,
    Found,
    Hit,
    Sentence,
    Timings,
)
from qa.records import Event as Told
from qa.retrieval.retriever import Retriever

PASSAGES_READ = 50
"""Best passages that are read for a topic: several articles' worth."""
MOST_EVENTS = 20
"""Events of a timeline unless more are asked for: a screen or two."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, in an article's own words."""

    days: Days | None
    """When; `None` where neither the sentence nor its article says."""
    dated: Dated
    citation: Citation

    @property
    def sentence(self) -> Sentence:
        """The event as a sentence of an answer, its day first."""
        when = days_in_words(self.days) if self.days else "no date"
        if self.dated == "article" and self.days:
            when += " (the article’s date)"
        citation = self.citation
        return Sentence(f"{when}: {citation.quotation} [{citation.n}]", (citation.n,), "quoted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What articles tell of a topic."""

    topic: str
    events: tuple[Event, ...]
    """In the order they happened, those without any day last; numbered in that order."""
    left_out: int
    """Further events found, less to the point."""
    hits: tuple[Hit, ...]
    explanation: Explanation | None
    """How the hits were found; `None` where nothing was searched."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the events rest on, in their order."""
        return tuple(event.citation for event in self.events)

    @property
    def undated(self) -> int:
        """How many events no day is known of."""
        return sum(event.days is None for event in self.events)


@dataclass(frozen=True, slots=True)
class Chronicler:
    """Makes timelines from one library."""

    retriever: Retriever
    limit: int = MOST_EVENTS
    """The most events of a timeline."""
    scope: Scope = EVERYTHING
    """The only articles it tells from."""
    today: dt.date | None = None
    """The day that words of the topic such as "last week" are counted from; `None` is the clock's."""

    def timeline(self, topic: str) -> Timeline:
        """Return the timeline of a topic, without events where the articles tell nothing of it.

        Raises:
            QuestionError: The topic is empty.
            ArticleQAError: Other foreseen trouble, in one line.
        """
        if not topic.strip():
            raise QuestionError('the topic is empty: write it in quotes, as in qa timeline "harbour bridge"')
        asked = searchable(checked_question(topic))
        hits: tuple[Hit, ...] = ()
        explanation = None
        if has_words(asked):
            found = self.retriever.find(asked, limit=PASSAGES_READ, scope=self.scope, today=self.today)
            hits, explanation = named(found.hits, self.retriever.library), found.explanation
        read = (*hits, *self._openings(hits))
        told = self._verified(tellings(Weighing.of(asked, ByWords(self.retriever)), read))
        return Timeline(
            topic=asked,
            events=_in_order(told[: self.limit]),
            left_out=max(0, len(told) - self.limit),
            hits=hits,
            explanation=explanation,
        )

    def tell(self, topic: str, *, cancelled: Cancelled = never) -> Iterator[Told]:
        """Yield the timeline as the events of an answer, whose sentences are quotations with their days.

        Raises:
            QuestionError: The topic is empty.
            ArticleQAError: Other foreseen trouble, in one line.
        """
        started = time.perf_counter()
        timeline = self.timeline(topic)
        retrieved = round((time.perf_counter() - started) * 1000, 1)
        yield Found(timeline.topic, timeline.hits, timeline.citations, timeline.explanation)
        told: list[Sentence] = []
        for event in timeline.events:
            if cancelled():
                break
            told.append(event.sentence)
            yield Checked(event.sentence)
        timings = Timings(retrieve_ms=retrieved, total_ms=round((time.perf_counter() - started) * 1000, 1))
        yield Answered(
            Answer(
                question=topic,
                understood=timeline.topic,
                sentences=tuple(told),
                citations=timeline.citations[: len(told)],
                hits=timeline.hits,
                model=None,
                timings=timings,
                explanation=timeline.explanation,
                scope=self.scope,
                stopped=len(told) < len(timeline.events),
            )
        )

    def _openings(self, hits: Sequence[Hit]) -> list[Hit]:
        """Return the first passages of the articles found: an article tells its news at its beginning."""
        known = {hit.passage for hit in hits}
        first_of = {hit.article: self.retriever.library.passages_of(hit.article)[:1] for hit in hits}
        by_article = {hit.article: hit for hit in reversed(hits)}
        return [
            replace(by_article[article], passage=one.id, start=one.start, end=one.end, text=one.text)
            for article, passages in first_of.items()
            for one in passages
            if one.id not in known
        ]

    def _verified(self, found: Sequence[Telling]) -> list[Telling]:
        """Return those whose words stand in the stored article, which is read for this."""
        articles = self.retriever.library.articles_of(one.candidate.hit.passage for one in found)
        return [
            one
            for one in found
            if (article := articles.get(one.candidate.hit.passage)) is not None
            and article.text[one.candidate.start : one.candidate.end] == one.candidate.quote
        ]


def _in_order(found: Sequence[Telling]) -> tuple[Event, ...]:
    """Return the events by their first day, then by their article's, those without a day last."""
    ordered = sorted(found, key=_when)
    return tuple(_event(n, telling) for n, telling in enumerate(ordered, start=1))


def _when(telling: Telling) -> tuple[bool, dt.date, dt.date, dt.date, int]:
    hit = telling.candidate.hit
    days = telling.days or Days(dt.date.max, dt.date.max)
    return telling.days is None, days.first, days.last, hit.date or dt.date.max, telling.candidate.start


def _event(n: int, telling: Telling) -> Event:
    one = telling.candidate
    citation = Citation(
        n=n, hit=one.hit, start=one.start, end=one.end, quote=one.quote, score=one.features.score()
    )
    return Event(telling.days, telling.dated, citation)
