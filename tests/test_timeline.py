"""Timelines: which sentences of the articles tell a topic, and of which days they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import EMBEDDER, article, shelf, store

from index.errors import QuestionError
from index.passages import PassageSettings
from index.period import Period
from index.records import Article
from index.scope import Scope
from qa.accounts.days_in_words import days_in_words, precision
from qa.accounts.event_days import Days, stated_days
from qa.accounts.timeline import Chronicler
from qa.records import Answered, Checked, Found
from qa.retrieval.retriever import Retriever

SETTINGS = PassageSettings(tokens=120, pieces=1)
CLOSED = article(
    "Cracks close the Harrow bridge",
    "The Harrow bridge was closed to all traffic on Tuesday after cracks were found. “We had no choice,” the"
    " engineer said. Buses to the station go round by the mill.",
    day=date(2022, 9, 14),
    source="Herald",
)
BUILDER = article(
    "Builder named for the Harrow bridge",
    "The new Harrow bridge will be built by Vane and Sons for £18m. The old Harrow bridge opened in 1887.",
    day=date(2023, 6, 8),
    source="Post",
)
REPRINT = article(
    "Harrow bridge has a builder",
    "The new Harrow bridge will be built by Vane and Sons for £18m. Shops hope for trade.",
    day=date(2023, 6, 8),
    source="Gazette",
)
OPENED = article(
    "Town is one again",
    "The Harrow bridge reopened yesterday with a brass band. In July the council had kept the name of the"
    " Harrow bridge.",
    day=date(2025, 9, 28),
    source="Herald",
)
UNDATED = article("A postcard", "The Harrow bridge once had a toll house painted green and white.")
COWS = article(
    "Cows at the fair", "The fair at Carlow was opened on Monday by a mayor.", day=date(2024, 5, 1)
)


@contextmanager
def chronicler(folder: Path, *articles: Article, limit: int = 20) -> Iterator[Chronicler]:
    """Lend what makes timelines of these articles."""
    with shelf(folder, settings=SETTINGS) as (_, writer):
        store(writer, "papers.txt", articles, settings=SETTINGS)
    retriever = Retriever.open(folder, EMBEDDER)
    try:
        yield Chronicler(retriever, limit=limit)
    finally:
        retriever.close()


def test_events_stand_in_the_order_they_happened(tmp_path: Path) -> None:
    """Whatever was printed first: a later article may tell of 1887. What has no day comes last."""
    with chronicler(tmp_path, OPENED, BUILDER, CLOSED, UNDATED, COWS) as one:
        told = one.timeline("Harrow bridge").events

    days = [event.days and event.days.first for event in told]
    assert days == [
        date(1887, 1, 1),
        date(2022, 9, 13),
        date(2023, 6, 8),
        date(2025, 7, 1),
        date(2025, 9, 27),
        None,
    ]
    assert [event.dated for event in told] == [
        "stated",
        "stated",
        "article",
        "stated",
        "stated",
        "article",
    ]


def test_every_event_is_cited_word_for_word(tmp_path: Path) -> None:
    """Its sentence begins with its days, holds the article's words and ends in its mark."""
    with chronicler(tmp_path, OPENED, BUILDER, CLOSED) as one:
        timeline = one.timeline("Harrow bridge")
        for n, event in enumerate(timeline.events, start=1):
            stored = one.retriever.library.article(event.citation.hit.article)
            assert stored is not None
            assert stored.text[event.citation.start : event.citation.end] == event.citation.quote
            assert event.sentence.text.endswith(f"{event.citation.quotation} [{n}]")
            assert event.sentence.marks == (n,)

    assert timeline.events[0].sentence.text.startswith("1887: “The old Harrow bridge opened in 1887.”")
    assert timeline.events[2].sentence.text.startswith("8 June 2023 (the article’s date): ")


def test_a_reprint_tells_nothing_twice(tmp_path: Path) -> None:
    """Two papers with the same words are one event."""
    with chronicler(tmp_path, BUILDER, REPRINT) as one:
        told = one.timeline("Harrow bridge").events

    assert sum("Vane and Sons" in event.citation.quote for event in told) == 1


def test_what_people_say_is_no_event(tmp_path: Path) -> None:
    """Nor is what other articles tell of something else."""
    with chronicler(tmp_path, CLOSED, COWS) as one:
        quotes = [event.citation.quote for event in one.timeline("Harrow bridge").events]

    assert quotes == ["The Harrow bridge was closed to all traffic on Tuesday after cracks were found."]


def test_of_too_many_events_the_best_are_kept(tmp_path: Path) -> None:
    """They stand in order all the same, and it is said how many were left out."""
    with chronicler(tmp_path, OPENED, BUILDER, CLOSED, limit=2) as one:
        timeline = one.timeline("Harrow bridge")

    days = [event.days.first for event in timeline.events if event.days]
    assert len(timeline.events) == 2
    assert days == sorted(days)
    assert timeline.left_out == 3


def test_a_topic_nobody_wrote_about_has_no_events(tmp_path: Path) -> None:
    """Nothing is told rather than something near."""
    with chronicler(tmp_path, OPENED, BUILDER, COWS) as one:
        assert one.timeline("moon landing").events == ()
        assert one.timeline("?").events == ()


def test_a_topic_must_be_given(tmp_path: Path) -> None:
    """White space is none."""
    with chronicler(tmp_path, COWS) as one, pytest.raises(QuestionError):
        one.timeline("  ")


def test_only_the_articles_chosen_are_told_from(tmp_path: Path) -> None:
    """Filters hold here as they do for questions."""
    with chronicler(tmp_path, OPENED, BUILDER, CLOSED) as one:
        scope = Scope(Period(date(2025, 1, 1), None))
        told = Chronicler(one.retriever, scope=scope).timeline("Harrow bridge").events

    assert {event.citation.hit.title for event in told} == {OPENED.title}


def test_it_is_told_as_an_answer_is(tmp_path: Path) -> None:
    """First all that will be cited, then each sentence, then the whole."""
    with chronicler(tmp_path, OPENED, BUILDER, CLOSED) as one:
        first, *checked, last = one.tell("Harrow bridge")

    assert isinstance(first, Found)
    assert isinstance(last, Answered)
    assert [each.sentence for each in checked if isinstance(each, Checked)] == list(last.answer.sentences)
    assert first.evidence == last.answer.citations
    assert {sentence.origin for sentence in last.answer.sentences} == {"quoted"}
    assert not last.answer.stopped


def test_stopped_it_keeps_what_was_told(tmp_path: Path) -> None:
    """The sentences so far and what they cite, and that it is not all."""
    answers = iter([False, True, True])
    with chronicler(tmp_path, OPENED, BUILDER, CLOSED) as one:
        *_, last = one.tell("Harrow bridge", cancelled=lambda: next(answers))

    assert isinstance(last, Answered)
    assert last.answer.stopped
    assert len(last.answer.sentences) == len(last.answer.citations) == 1


@pytest.mark.parametrize(
    ("sentence", "published", "first", "last"),
    [
        ("The river burst its banks yesterday.", date(2024, 1, 19), "2024-01-18", "2024-01-18"),
        ("It was closed on Tuesday evening.", date(2022, 9, 14), "2022-09-13", "2022-09-13"),
        ("On Thursday the rain stopped.", date(2024, 1, 18), "2024-01-18", "2024-01-18"),
        ("The council will meet on Tuesday.", date(2023, 5, 6), "2023-05-09", "2023-05-09"),
        ("The vote is tomorrow.", date(2023, 5, 6), "2023-05-07", "2023-05-07"),
        ("The factory is to close at the end of June.", date(2023, 2, 8), "2023-06-16", "2023-06-30"),
        ("The council called a meeting for Thursday.", date(2023, 2, 7), "2023-02-09", "2023-02-09"),
        ("The arch will come by barge in May.", date(2024, 12, 1), "2025-05-01", "2025-05-31"),
        ("It opened in March.", date(2024, 12, 1), "2024-03-01", "2024-03-31"),
        ("It is to open on 12 May.", date(2024, 4, 1), "2024-05-12", "2024-05-12"),
        ("Last year the mill was sold.", date(2024, 4, 1), "2023-01-01", "2023-12-31"),
        ("Fire broke out on 5 March 2024.", None, "2024-03-05", "2024-03-05"),
        (
            "The gauge read 4.87 on Thursday, above the record, which was set in January 1978.",
            date(2024, 1, 19),
            "2024-01-18",
            "2024-01-18",
        ),
    ],
)
def test_a_day_is_what_the_sentence_says(
    sentence: str, published: date | None, first: str, last: str
) -> None:
    """Counted from the article's day, forward where it lies ahead; the most exact phrase counts."""
    assert stated_days(sentence, published) == Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        ("The bridge cost more than the price agreed in 2023.", date(2025, 9, 27)),
        ("It has been shut since March 2022.", date(2022, 9, 14)),
        ("On Monday it rained.", None),
        ("Nobody was hurt.", date(2022, 9, 14)),
    ],
)
def test_other_days_are_not_the_events(sentence: str, published: date | None) -> None:
    """Neither those of something else, nor where something begins, nor a weekday of no known week."""
    assert stated_days(sentence, published) is None


@pytest.mark.parametrize(
    ("first", "last", "words", "kind"),
    [
        (date(2024, 1, 18), date(2024, 1, 18), "18 January 2024", "day"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024", "month"),
        (date(2023, 1, 1), date(2023, 12, 31), "2023", "year"),
        (date(2024, 1, 8), date(2024, 1, 14), "8–14 January 2024", "span"),
        (date(2024, 5, 28), date(2024, 6, 3), "28 May – 3 June 2024", "span"),
        (date(2023, 12, 28), date(2024, 1, 3), "28 December 2023 – 3 January 2024", "span"),
    ],
)
def test_days_are_written_as_people_do(first: date, last: date, words: str, kind: str) -> None:
    """A day, a month, a year, or from one day to another."""
    assert days_in_words(Days(first, last)) == words
    assert precision(Days(first, last)) == kind


@given(sentence=st.text(max_size=200), published=st.dates() | st.none())
def test_no_sentence_ends_before_it_begins(sentence: str, published: date | None) -> None:
    """Whatever a sentence says, its days are a span of the calendar."""
    found = stated_days(sentence, published)

    assert found is None or found.first <= found.last


@given(st.lists(st.sampled_from(["yesterday", "on 31 December", "in May", "9", "last", "week", "will"])))
def test_no_words_of_time_go_astray(words: list[str]) -> None:
    """Neither do words that are of time, at the ends of the calendar too."""
    for published in (date.min, date(2024, 2, 29), date.max):
        found = stated_days(" ".join(words), published)
        assert found is None or found.first <= found.last
